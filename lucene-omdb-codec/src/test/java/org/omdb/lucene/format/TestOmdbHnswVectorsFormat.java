// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.format;

import org.apache.lucene.codecs.Codec;
import org.apache.lucene.tests.index.BaseKnnVectorsFormatTestCase;
import org.omdb.lucene.OmdbCodec;

/** Lucene's own tests of vector formats, on the format with a graph. */
public class TestOmdbHnswVectorsFormat extends BaseKnnVectorsFormatTestCase {

  @Override
  protected Codec getCodec() {
    return OmdbCodec.builder()
        .maxConn(2 + random().nextInt(30))
        .beamWidth(20 + random().nextInt(100))
        .mergeWorkers(1 + random().nextInt(2))
        .build();
  }

  @Override
  protected boolean supportsFloatVectorFallback() {
    return false; // for formats that can restore vectors from quantized ones; ours keeps them
  }
}
