// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.merge;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.Sorter;
import org.apache.lucene.store.Directory;
import org.apache.lucene.tests.util.LuceneTestCase;

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
    FilterMerge around = new FilterMerge(new FilterMerge(audited) {}) {};
    assertNull(AuditedMerge.reorderingOf(audited));
    around.reorder(null, null, null);
    assertSame(docMap, AuditedMerge.reorderingOf(audited).docMap());
    assertSame(docMap, AuditedMerge.reorderingOf(around).docMap());
    around.mergeFinished(random().nextBoolean(), false);
    assertNull("Lucene keeps merges that have failed", AuditedMerge.reorderingOf(around));
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
