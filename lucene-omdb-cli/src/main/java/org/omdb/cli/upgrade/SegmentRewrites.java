// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.upgrade;

import java.util.List;
import java.util.Map;
import org.apache.lucene.index.FilterMergePolicy;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;

/**
 * Merges nothing but the one segment that is next, by itself, when a merge is forced. It becomes a
 * compound file if it was one. For one thread that merges.
 */
final class SegmentRewrites extends FilterMergePolicy {

  private volatile String next;
  private volatile boolean compound;

  SegmentRewrites() {
    super(NoMergePolicy.INSTANCE);
  }

  void next(String segment) {
    next = segment;
  }

  /** Asked again after each merge, when there is nothing left to do. */
  @Override
  public MergeSpecification findForcedMerges(
      SegmentInfos segmentInfos,
      int maxSegmentCount,
      Map<SegmentCommitInfo, Boolean> segmentsToMerge,
      MergeContext mergeContext) {
    for (SegmentCommitInfo segment : segmentInfos) {
      if (segment.info.name.equals(next)) {
        next = null;
        compound = segment.info.getUseCompoundFile();
        MergeSpecification rewrite = new MergeSpecification();
        rewrite.add(new MergePolicy.OneMerge(List.of(segment)));
        return rewrite;
      }
    }
    return null;
  }

  @Override
  public boolean useCompoundFile(
      SegmentInfos infos, SegmentCommitInfo mergedInfo, MergeContext mergeContext) {
    return compound;
  }
}
