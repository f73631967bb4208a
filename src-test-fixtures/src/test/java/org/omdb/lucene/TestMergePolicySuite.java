// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.tests.index.BaseMergePolicyTestCase;

/**
 * Lucene's own tests of merge policies. Which segments are merged is up to the policy within, and
 * the policies of this library are asked for their merges as often as any other.
 */
public class TestMergePolicySuite extends BaseMergePolicyTestCase {

  @Override
  protected MergePolicy mergePolicy() {
    MergePolicy tiered = newTieredMergePolicy();
    return random().nextBoolean()
        ? new OmdbMergePolicy(tiered, new OmdbCodec())
        : new VectorReorderingMergePolicy(tiered, "field");
  }

  /** Lucene's is of ten thousand flushes, which take a minute on a busy machine. */
  @Override
  public void testSimulateAppendOnly() throws IOException {
    doTestSimulateAppendOnly(mergePolicy(), TEST_NIGHTLY ? 100_000_000 : 10_000_000, 10_000);
  }

  /** No segment comes twice, none is empty. */
  @Override
  protected void assertSegmentInfos(MergePolicy policy, SegmentInfos infos) {
    Set<SegmentCommitInfo> seen = new HashSet<>();
    for (SegmentCommitInfo info : infos) {
      assertTrue(info.toString(), seen.add(info));
      assertTrue(info.toString(), info.info.maxDoc() > 0);
    }
  }

  /** No segment is in two merges. */
  @Override
  protected void assertMerge(MergePolicy policy, MergePolicy.MergeSpecification merges) {
    Set<SegmentCommitInfo> seen = new HashSet<>();
    for (MergePolicy.OneMerge merge : merges.merges) {
      assertFalse(merge.segments.isEmpty());
      for (SegmentCommitInfo info : merge.segments) {
        assertTrue(info.toString(), seen.add(info));
      }
    }
  }
}
