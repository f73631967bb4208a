// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.merge;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfo;
import org.apache.lucene.index.Sorter;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.util.StringHelper;
import org.apache.lucene.util.Version;

/** What a merge that reorders remembers, and for how long. */
public class TestAuditedMerge extends LuceneTestCase {

  private static final class Reordering extends MergePolicy.OneMerge {

    private final Sorter.DocMap docMap;

    Reordering(Sorter.DocMap docMap) {
      super(new CodecReader[0]);
      this.docMap = docMap;
    }

    @Override
    public Sorter.DocMap reorder(CodecReader reader, Directory dir, Executor executor) {
      return docMap;
    }
  }

  private static final class Identity extends Sorter.DocMap {
    @Override
    public int oldToNew(int docID) {
      return docID;
    }

    @Override
    public int newToOld(int docID) {
      return docID;
    }

    @Override
    public int size() {
      return 1;
    }
  }

  private static AuditedMerge audited(MergePolicy.OneMerge merge) {
    return new AuditedMerge(merge, List.of(), field -> true);
  }

  public void testOrderIsFoundUntilTheMergeIsFinished() throws IOException {
    Sorter.DocMap docMap = new Identity();
    AuditedMerge audited = audited(new Reordering(docMap));
    // Like the one of an IndexWriter's commit, which forwards calls, and does not tell to what.
    MergePolicy.OneMerge around = new FilterMerge(new FilterMerge(audited) {}) {};
    around.setMergeInfo(newSegment());
    assertNull(AuditedMerge.reorderingOf(audited));
    around.reorder(null, null, null);
    assertSame(docMap, AuditedMerge.reorderingOf(audited).docMap());
    assertSame(docMap, AuditedMerge.reorderingOf(around).docMap());
    MergePolicy.OneMerge other = audited(new Reordering(new Identity()));
    other.setMergeInfo(newSegment());
    assertNull(AuditedMerge.reorderingOf(other));
    around.mergeFinished(random().nextBoolean(), false);
    assertNull("Lucene keeps merges that have failed", AuditedMerge.reorderingOf(around));
    other.mergeFinished(true, false);
  }

  private static SegmentCommitInfo newSegment() {
    SegmentInfo info =
        new SegmentInfo(
            new ByteBuffersDirectory(),
            Version.LATEST,
            Version.LATEST,
            "_0",
            1,
            false,
            false,
            null,
            Map.of(),
            StringHelper.randomId(),
            Map.of(),
            null);
    return new SegmentCommitInfo(info, 0, 0, -1, -1, -1, StringHelper.randomId());
  }

  public void testOtherMergesHaveNone() throws IOException {
    AuditedMerge audited = audited(new Reordering(null));
    audited.reorder(null, null, null);
    assertNull(AuditedMerge.reorderingOf(audited));
    assertNull(AuditedMerge.reorderingOf(new Reordering(new Identity())));
    assertNull(AuditedMerge.reorderingOf(new FilterMerge(new Reordering(new Identity())) {}));
    assertNull(AuditedMerge.reorderingOf(null));
  }
}
