// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.contender;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.TopDocs;
import org.omdb.lucene.OmdbCodec;
import org.omdb.lucene.OmdbVectorField;
import org.omdb.lucene.OmdbVectorIds;

/** This project's library with its defaults. */
final class OmdbContender extends LuceneContender {

  @Override
  public String name() {
    return "omdb";
  }

  @Override
  public String description() {
    return "OmdbCodec, id beside the vector";
  }

  @Override
  Codec codec(BuildOptions options) {
    return OmdbCodec.builder().maxConn(options.maxConn()).beamWidth(options.beamWidth()).build();
  }

  @Override
  Document document(String id, float[] vector, VectorSimilarityFunction similarity) {
    Document document = new Document();
    document.add(new OmdbVectorField(VECTOR, id, vector, similarity));
    return document;
  }

  @Override
  String[] ids(IndexReader reader, TopDocs hits) throws IOException {
    List<OmdbVectorIds.Hit> resolved = OmdbVectorIds.resolve(reader, VECTOR, hits);
    String[] ids = new String[resolved.size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = resolved.get(i).id();
    }
    return ids;
  }
}
