// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.format;

import java.util.Collection;
import java.util.HashSet;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.tests.index.BaseKnnVectorsFormatTestCase;
import org.apache.lucene.tests.util.TestUtil;
import org.omdb.fixtures.ContentIdsFormat;

/** Lucene's own tests of vector formats, on the format without a graph, every vector with an id. */
public class TestOmdbFlatVectorsFormatWithIds extends BaseKnnVectorsFormatTestCase {

  @Override
  protected Codec getCodec() {
    return TestUtil.alwaysKnnVectorsFormat(new ContentIdsFormat(OmdbFlatVectorsFormat::new));
  }

  @Override
  protected boolean supportsFloatVectorFallback() {
    return false; // for formats that can restore vectors from quantized ones; ours keeps them
  }

  /**
   * Not those of field infos, which record in which fields a merge has looked for ids. Lucene 10.5
   * does not ask; Lucene 10.6 compares a flushed segment with a merged one.
   */
  @Override
  protected Collection<String> excludedExtensionsFromByteCounts() {
    Collection<String> excluded = new HashSet<>(super.excludedExtensionsFromByteCounts());
    excluded.add("fnm");
    return excluded;
  }
}
