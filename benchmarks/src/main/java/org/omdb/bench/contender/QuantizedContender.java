// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.contender;

import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.RescoreTopNQuery;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;

/**
 * Lucene's quantized vectors, with the id in a stored field. The graph is searched with quantized
 * vectors. Then all candidates of the fanout are rescored with their float32 vectors.
 */
final class QuantizedContender extends StoredIdContender {

  private final String name;
  private final int bits;
  private final ScalarEncoding encoding;

  QuantizedContender(String name, int bits, ScalarEncoding encoding) {
    this.name = name;
    this.bits = bits;
    this.encoding = encoding;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return "Lucene104HnswScalarQuantizedVectorsFormat, "
        + bits
        + " bits, rescored by float32, id as stored field";
  }

  @Override
  Codec codec(BuildOptions options) {
    return FormatCodec.of(
        new Lucene104HnswScalarQuantizedVectorsFormat(
            encoding, options.maxConn(), options.beamWidth()));
  }

  @Override
  Query query(float[] vector, int k, int fanout, Query filter) {
    return RescoreTopNQuery.createFullPrecisionRescorerQuery(
        super.query(vector, k, fanout, filter), vector, VECTOR, k);
  }
}
