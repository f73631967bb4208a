// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.contender;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.FilterMergePolicy;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;

/** Merges only on request, and only segments that were flushed since the last request. */
final class EvenSegmentsMergePolicy extends FilterMergePolicy {

  EvenSegmentsMergePolicy() {
    super(NoMergePolicy.INSTANCE);
  }

  @Override
  public MergeSpecification findForcedMerges(
      SegmentInfos segmentInfos,
      int maxSegmentCount,
      Map<SegmentCommitInfo, Boolean> segmentsToMerge,
      MergeContext mergeContext) {
    List<SegmentCommitInfo> flushed = new ArrayList<>();
    for (SegmentCommitInfo segment : segmentInfos) {
      if (IndexWriter.SOURCE_FLUSH.equals(segment.info.getDiagnostics().get(IndexWriter.SOURCE))
          && mergeContext.getMergingSegments().contains(segment) == false) {
        flushed.add(segment);
      }
    }
    if (flushed.isEmpty()) {
      return null;
    }
    MergeSpecification merges = new MergeSpecification();
    merges.add(new OneMerge(flushed));
    return merges;
  }
}
