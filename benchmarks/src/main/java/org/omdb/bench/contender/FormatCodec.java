// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.contender;

import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;

/** Lucene's default codec with another vector format. */
final class FormatCodec {

  private FormatCodec() {}

  static Codec of(KnnVectorsFormat format) {
    return new Lucene104Codec() {
      @Override
      public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
        return format;
      }
    };
  }

  /** Lucene's default format. */
  static Codec hnsw(BuildOptions options) {
    return of(new Lucene99HnswVectorsFormat(options.maxConn(), options.beamWidth()));
  }
}
