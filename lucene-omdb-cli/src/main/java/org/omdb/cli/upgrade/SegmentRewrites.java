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
 * A merge policy that rewrites single segments. A forced merge takes the segment that was named
 * last, and no other. The new segment is a compound file if the old one was. For one merge at a
 * time.
 */
final class SegmentRewrites extends FilterMergePolicy {

  private volatile String next;
  private volatile boolean compound;

  SegmentRewrites() {
    super(NoMergePolicy.INSTANCE);
  }

  /** Names the segment that the next forced merge rewrites. */
  void next(String segment) {
    next = segment;
  }

  /** Lucene calls this again after the merge, and then there is nothing left to do. */
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
