// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.merge;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.MergeScheduler;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfo;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Sorter;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.tests.store.MockDirectoryWrapper;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.util.StringHelper;
import org.apache.lucene.util.Version;
import org.omdb.lucene.OmdbCodec;
import org.omdb.lucene.OmdbMergePolicy;
import org.omdb.lucene.OmdbVectorField;

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

  private static void add(IndexWriter writer, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      float[] vector = {random().nextFloat(), random().nextFloat()};
      Document document = new Document();
      document.add(new OmdbVectorField("v", "id" + i, vector, VectorSimilarityFunction.EUCLIDEAN));
      writer.addDocument(document);
      if (random().nextInt(5) == 0) {
        writer.flush();
      }
    }
  }

  private static IndexWriterConfig config(MergeScheduler scheduler) {
    OmdbCodec codec = new OmdbCodec();
    LogDocMergePolicy merges = new LogDocMergePolicy();
    merges.setMergeFactor(2);
    return new IndexWriterConfig()
        .setCodec(codec)
        .setMergeScheduler(scheduler)
        .setMergePolicy(new OmdbMergePolicy(merges, codec));
  }

  /** Those of commits, new readers and added indexes, and those that are aborted or fail. */
  public void testMergesAreForgottenHoweverTheyEnd() throws IOException {
    try (Directory source = newDirectory()) {
      try (IndexWriter writer = new IndexWriter(source, config(new SerialMergeScheduler()))) {
        add(writer, 40);
      }
      try (Directory dir = newDirectory();
          DirectoryReader reader = DirectoryReader.open(source)) {
        IndexWriter writer = new IndexWriter(dir, config(new ConcurrentMergeScheduler()));
        for (int i = 0; i < 10; i++) {
          add(writer, 20);
          writer.commit();
          DirectoryReader.open(writer).close();
        }
        writer.addIndexes(source);
        for (LeafReaderContext leaf : reader.leaves()) {
          writer.addIndexes((CodecReader) leaf.reader());
        }
        writer.forceMerge(1, false);
        writer.rollback();
      }
    }
    assertEquals(0, AuditedMerge.running());
  }

  public void testFailedMergesAreForgotten() throws IOException {
    for (int round = 0; round < 20; round++) {
      AtomicInteger left = new AtomicInteger(random().nextInt(200));
      AtomicBoolean isMerging = new AtomicBoolean();
      try (MockDirectoryWrapper dir = newMockDirectory()) {
        dir.failOn(
            new MockDirectoryWrapper.Failure() {
              @Override
              public void eval(MockDirectoryWrapper directory) throws IOException {
                if (isMerging.get() && left.getAndDecrement() == 0) {
                  throw new IOException("fails now");
                }
              }
            });
        IndexWriter writer = new IndexWriter(dir, config(new SerialMergeScheduler()));
        add(writer, 40);
        writer.commit();
        isMerging.set(true);
        try {
          writer.forceMerge(1);
        } catch (IOException | IllegalStateException e) {
          assertTrue(e.toString(), left.get() < 0);
        }
        isMerging.set(false);
        writer.rollback();
      }
      assertEquals("round " + round, 0, AuditedMerge.running());
    }
  }
}
