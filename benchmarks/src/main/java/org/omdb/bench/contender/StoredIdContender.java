// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.contender;

import java.io.IOException;
import java.util.Set;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.TopDocs;

/** Lucene's default codec with the id in a stored field, as most users have it. */
class StoredIdContender extends LuceneContender {

  private static final String ID = "id";
  private static final Set<String> ID_ONLY = Set.of(ID);

  @Override
  public String name() {
    return "lucene";
  }

  @Override
  public String description() {
    return "Lucene99HnswVectorsFormat, id as stored field";
  }

  @Override
  Codec codec(BuildOptions options) {
    return FormatCodec.hnsw(options);
  }

  @Override
  Document document(String id, float[] vector, VectorSimilarityFunction similarity) {
    Document document = new Document();
    document.add(new StringField(ID, id, Store.YES));
    document.add(new KnnFloatVectorField(VECTOR, vector, similarity));
    return document;
  }

  @Override
  String[] ids(IndexReader reader, TopDocs hits) throws IOException {
    StoredFields stored = reader.storedFields();
    String[] ids = new String[hits.scoreDocs.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = stored.document(hits.scoreDocs[i].doc, ID_ONLY).get(ID);
    }
    return ids;
  }
}
