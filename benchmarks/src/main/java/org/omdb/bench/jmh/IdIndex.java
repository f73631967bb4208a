// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.jmh;

import java.io.IOException;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.util.BytesRef;
import org.omdb.bench.data.VectorSet;
import org.omdb.lucene.OmdbCodec;
import org.omdb.lucene.OmdbVectorField;

/** An index whose documents store their id in every place that is measured. */
final class IdIndex {

  static final String STORED = "stored";
  static final String DOC_VALUES = "doc_values";

  private IdIndex() {}

  static TemporaryIndex build(int rows) throws IOException {
    // Vectors and graph are not measured, so they are as small as possible.
    OmdbCodec codec = OmdbCodec.builder().maxConn(2).beamWidth(2).build();
    return TemporaryIndex.build(rows, 2, codec, IdIndex::document);
  }

  private static Document document(VectorSet set, int row) {
    String id = set.ids().get(row);
    Document document = new Document();
    // This field also indexes a term of the id.
    document.add(
        new OmdbVectorField(TemporaryIndex.FIELD, id, set.base().get(row), set.similarity()));
    document.add(new StoredField(STORED, id));
    document.add(new BinaryDocValuesField(DOC_VALUES, new BytesRef(id)));
    return document;
  }
}
