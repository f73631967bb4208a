// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.merge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.Sorter;
import org.apache.lucene.store.Directory;

/**
 * A merge that {@link IdAudit} checks, and that remembers its sources if it reorders documents:
 * Lucene hands the writers of such a merge one composite reader that hides them. The writers know
 * the merge, by {@link org.apache.lucene.index.MergeState#oneMerge}.
 */
public final class AuditedMerge extends FilterMerge {

  /**
   * The merges that write segments, by what they write. All merges that are wrapped around one
   * share that, and Lucene tells a format no more than the outermost merge.
   */
  private static final Map<SegmentCommitInfo, AuditedMerge> RUNNING = new ConcurrentHashMap<>();

  private final IdAudit audit;
  private final List<CodecReader> sources = new ArrayList<>();

  /** Null if documents keep their order. */
  private Reordering reordering;

  private boolean isStarted;

  /**
   * How a merge reorders documents.
   *
   * @param sources in the order in which they are merged
   * @param docMap the new order of all their documents, deleted ones included
   */
  record Reordering(List<CodecReader> sources, Sorter.DocMap docMap) {}

  /**
   * Wraps a merge.
   *
   * @param in the merge
   * @param idFields the configured id fields of the codec that merges
   * @param isAudited whether the vectors of a field are to be compared: those that the codec writes
   *     in the OMDB format
   */
  public AuditedMerge(MergePolicy.OneMerge in, List<String> idFields, Predicate<String> isAudited) {
    super(in);
    this.audit = new IdAudit(idFields, isAudited, this::checkAborted);
  }

  /**
   * How a merge reorders documents; null if it does not, or no merge of this class is in it. Others
   * may be around that, also merges of Lucene's own: in a flush for a commit or a new reader.
   */
  static Reordering reorderingOf(MergePolicy.OneMerge merge) {
    SegmentCommitInfo info = merge == null ? null : merge.getMergeInfo();
    AuditedMerge audited = info == null ? null : RUNNING.get(info);
    return audited == null ? null : audited.reordering;
  }

  /** The merges that write a segment at the moment. For tests. */
  static int running() {
    return RUNNING.size();
  }

  @Override
  public CodecReader wrapForMerge(CodecReader reader) throws IOException {
    CodecReader wrapped = super.wrapForMerge(reader);
    // The same condition as in IndexWriter. It holds for no merge of addIndexes, which has readers
    // and no segments.
    boolean withoutHardDeletes =
        segments.isEmpty() == false
            && wrapped != reader
            && reader.getFieldInfos().getSoftDeletesField() != null;
    audit.addSource(wrapped, withoutHardDeletes);
    sources.add(wrapped);
    return wrapped;
  }

  @Override
  public Sorter.DocMap reorder(CodecReader reader, Directory dir, Executor executor)
      throws IOException {
    Sorter.DocMap docMap = super.reorder(reader, dir, executor);
    if (docMap != null) {
      reordering = new Reordering(List.copyOf(sources), docMap);
    }
    return docMap;
  }

  /** Lucene calls this twice, the second time before it writes the last file. */
  @Override
  public void setMergeInfo(SegmentCommitInfo info) {
    super.setMergeInfo(info);
    RUNNING.put(info, this);
    if (isStarted) {
      try {
        audit.check(info.info);
      } catch (IOException e) {
        // Lucene tells an abort, after which its writer lives on, by the class of what is thrown.
        AuditedMerge.<RuntimeException>throwAsIs(e);
      }
    }
    isStarted = true;
  }

  /** Throws an exception from a method that does not declare it. */
  @SuppressWarnings("unchecked")
  private static <E extends Exception> void throwAsIs(IOException e) throws E {
    throw (E) e;
  }

  /** Lucene keeps merges that have failed, and this one may refer to much. */
  @Override
  public void mergeFinished(boolean success, boolean segmentDropped) throws IOException {
    RUNNING.values().removeIf(merge -> merge == this);
    sources.clear();
    reordering = null;
    super.mergeFinished(success, segmentDropped);
  }
}
