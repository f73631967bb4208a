// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.format;

import org.apache.lucene.codecs.Codec;
import org.apache.lucene.tests.index.BaseKnnVectorsFormatTestCase;
import org.apache.lucene.tests.util.TestUtil;

/** Lucene's own tests of vector formats, on the format without a graph. */
public class TestOmdbFlatVectorsFormat extends BaseKnnVectorsFormatTestCase {

  @Override
  protected Codec getCodec() {
    return TestUtil.alwaysKnnVectorsFormat(new OmdbFlatVectorsFormat());
  }

  @Override
  protected boolean supportsFloatVectorFallback() {
    return false; // for formats that can restore vectors from quantized ones; ours keeps them
  }
}
