// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.merge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.Sorter;
import org.apache.lucene.store.Directory;

/**
 * A merge that {@link IdAudit} checks, and that registers its sources in {@link ReorderRegistry} if
 * it reorders documents.
 */
public final class AuditedMerge extends FilterMerge {

  private final IdAudit audit;
  private final ReorderRegistry reorderRegistry;
  private final List<CodecReader> sources = new ArrayList<>();
  private FieldInfos reordered;
  private boolean isStarted;

  /**
   * Wraps a merge.
   *
   * @param in the merge
   * @param idFields the configured id fields of the codec that merges
   * @param reorderRegistry of the same codec
   */
  public AuditedMerge(
      MergePolicy.OneMerge in, List<String> idFields, ReorderRegistry reorderRegistry) {
    super(in);
    this.audit = new IdAudit(idFields, this::checkAborted);
    this.reorderRegistry = reorderRegistry;
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
      reordered = reader.getFieldInfos();
      reorderRegistry.add(reordered, sources, docMap);
    }
    return docMap;
  }

  /** Lucene calls this before it writes the first file, and again before it writes the last one. */
  @Override
  public void setMergeInfo(SegmentCommitInfo info) {
    super.setMergeInfo(info);
    if (isStarted) {
      try {
        audit.check(info.info);
      } catch (IOException e) {
        throw new UncheckedIOException(e); // ends the merge
      }
    }
    isStarted = true;
  }

  @Override
  public void mergeFinished(boolean success, boolean segmentDropped) throws IOException {
    if (reordered != null) {
      reorderRegistry.remove(reordered);
    }
    super.mergeFinished(success, segmentDropped);
  }
}
