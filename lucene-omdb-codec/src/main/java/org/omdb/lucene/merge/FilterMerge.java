// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.merge;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.Sorter;
import org.apache.lucene.store.Directory;

/**
 * A merge that wraps another and forwards to it what Lucene calls on a merge. Lucene has such a
 * class for merge policies, but not for their merges. For one merge, which runs in one thread;
 * {@link #setAborted} may come from another.
 */
public abstract class FilterMerge extends MergePolicy.OneMerge {

  /** The wrapped merge. */
  protected final MergePolicy.OneMerge in;

  /**
   * Wraps a merge.
   *
   * @param in the merge
   */
  protected FilterMerge(MergePolicy.OneMerge in) {
    super(in);
    this.in = in;
  }

  /**
   * Wraps the merges of {@code addIndexes}, which Lucene's {@link
   * org.apache.lucene.index.OneMergeWrappingMergePolicy} does not.
   *
   * @param found what the wrapped policy found; may be null
   * @param wrapper wraps a merge
   * @return null if nothing was found
   */
  public static MergePolicy.MergeSpecification wrapAll(
      MergePolicy.MergeSpecification found, UnaryOperator<MergePolicy.OneMerge> wrapper) {
    if (found == null) {
      return null;
    }
    MergePolicy.MergeSpecification wrapped = new MergePolicy.MergeSpecification();
    for (MergePolicy.OneMerge merge : found.merges) {
      wrapped.add(wrapper.apply(merge));
    }
    return wrapped;
  }

  @Override
  public CodecReader wrapForMerge(CodecReader reader) throws IOException {
    return in.wrapForMerge(reader);
  }

  @Override
  public Sorter.DocMap reorder(CodecReader reader, Directory dir, Executor executor)
      throws IOException {
    return in.reorder(reader, dir, executor);
  }

  @Override
  public void setAborted() {
    super.setAborted();
    in.setAborted();
  }

  @Override
  public void setMergeInfo(SegmentCommitInfo info) {
    super.setMergeInfo(info);
    in.setMergeInfo(info);
  }

  @Override
  public void mergeFinished(boolean success, boolean segmentDropped) throws IOException {
    in.mergeFinished(success, segmentDropped);
  }
}
