// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.faults;

import static org.apache.lucene.index.VectorSimilarityFunction.EUCLIDEAN;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.MergeScheduler;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.OneMergeWrappingMergePolicy;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.tests.store.MockDirectoryWrapper;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.util.Constants;
import org.apache.lucene.util.InfoStream;
import org.omdb.fixtures.FaultyDirectory;
import org.omdb.fixtures.IndexModel;
import org.omdb.graph.build.LinkMemory;
import org.omdb.lucene.OmdbCodec;
import org.omdb.lucene.OmdbMergePolicy;
import org.omdb.lucene.OmdbVectorField;
import org.omdb.lucene.merge.FilterMerge;

/** A merge ends at once wherever it is aborted, and leaves nothing behind but its sources. */
public class TestAbortedMerges extends LuceneTestCase {

  private static final String VECTOR = "vector";
  private static final int DIMENSION = 24; // the least with codes
  private static final int REUSED = 300; // more than one thread inserts alone
  private static final int VECTORS = REUSED + 100;
  private static final int SOURCES = 3;

  /** Where a merge asks whether it was aborted: all that takes time in proportion to vectors. */
  private static final Set<String> STAGES =
      Set.of(
          "FlatFieldWriter.count",
          "FlatFieldWriter.writeImage",
          "FlatFieldWriter.writeIds",
          "IdTableWriter$OrdinalSorter.get",
          "IdTableWriter.sortRunsOfEqualIds",
          "IdTableReader.verify",
          "Center.sums",
          "CodeRowsWriter.write",
          "SampleTargets.search",
          "QualitySample.measure",
          "QualitySample.rank",
          "QualitySample.binaryCandidates",
          "GraphReuse$Source.liveCount",
          "GraphReuse$Source.graph",
          "MappedLinks.writeZeros",
          "SourceLinks.copyTo",
          "GraphBuilder.insertAll",
          "GraphBuilder.forEach",
          "GraphConnector$Reach.expand",
          "LuceneGraphWriter.writeLinks",
          "LuceneGraphWriter.writeOffsets",
          "AdjacencyWriter.fill");

  private Directory dir;
  private IndexModel model;
  private OmdbCodec codec;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    assumeFalse("links are on the heap there", Constants.WINDOWS);
    System.setProperty(LinkMemory.PROPERTY, LinkMemory.FILE);
    dir = newMockFSDirectory(createTempDir());
    model = new IndexModel(VECTOR);
    codec = new EagerGraphCodec();
    fill(dir);
  }

  @Override
  public void tearDown() throws Exception {
    System.clearProperty(LinkMemory.PROPERTY);
    if (dir != null) {
      dir.close();
    }
    super.tearDown();
  }

  /** A segment with a graph of a merge, and two flushed ones. The first has deleted documents. */
  private void fill(Directory directory) throws IOException {
    try (IndexWriter writer = new IndexWriter(directory, config(new SerialMergeScheduler()))) {
      for (int i = 0; i < REUSED; i++) {
        add(writer, i);
      }
      writer.forceMerge(1);
      writer.commit();
    }
    IndexWriterConfig config = config(new SerialMergeScheduler());
    config.setMergePolicy(NoMergePolicy.INSTANCE);
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      for (int i = REUSED; i < VECTORS; i++) {
        add(writer, i);
        if (i == (REUSED + VECTORS) / 2) {
          writer.flush();
        }
      }
      for (int i = 0; i < 20; i++) {
        add(writer, random().nextInt(REUSED)); // replaces
      }
    }
  }

  private void add(IndexWriter writer, int number) throws IOException {
    float[] vector = new float[DIMENSION];
    for (int j = 0; j < DIMENSION; j++) {
      vector[j] = (float) random().nextGaussian();
    }
    String id = "user_" + number;
    Document document = new Document();
    document.add(new OmdbVectorField(VECTOR, id, vector, EUCLIDEAN));
    writer.updateDocument(OmdbVectorField.idTerm(VECTOR, id), document);
    model.vectors().put(id, vector);
  }

  private IndexWriterConfig config(MergeScheduler scheduler) {
    LogDocMergePolicy policy = new LogDocMergePolicy();
    policy.setNoCFSRatio(0);
    return new IndexWriterConfig()
        .setCodec(codec)
        .setUseCompoundFile(false)
        .setMergeScheduler(scheduler)
        .setMergePolicy(new OmdbMergePolicy(policy, codec));
  }

  /** What a test does when a merge asks whether it was aborted. */
  @FunctionalInterface
  private interface OnCheck {
    void run(MergePolicy.OneMerge merge, String stage) throws IOException;
  }

  private static final class WatchedMerge extends FilterMerge {

    private final OnCheck onCheck;

    WatchedMerge(MergePolicy.OneMerge in, OnCheck onCheck) {
      super(in);
      this.onCheck = onCheck;
    }

    @Override
    public void checkAborted() throws MergePolicy.MergeAbortedException {
      try {
        onCheck.run(this, stage());
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      super.checkAborted();
    }

    /** The method that asks or has threads that do; empty if it is one of Lucene's. */
    private static String stage() {
      return StackWalker.getInstance()
          .walk(
              frames ->
                  frames
                      .map(frame -> frame.getClassName() + "." + frame.getMethodName())
                      .filter(
                          name -> name.startsWith("org.omdb.") && name.contains("Aborted") == false)
                      .filter(name -> name.startsWith("org.omdb.work.") == false)
                      .filter(name -> name.contains("lambda") == false)
                      .map(name -> name.replaceFirst("([a-z0-9]+\\.)+", ""))
                      .findFirst())
          .orElse("");
    }
  }

  private IndexWriterConfig watched(MergeScheduler scheduler, OnCheck onCheck) {
    return wrapped(scheduler, merge -> new WatchedMerge(merge, onCheck));
  }

  private IndexWriterConfig wrapped(
      MergeScheduler scheduler, UnaryOperator<MergePolicy.OneMerge> wrapper) {
    IndexWriterConfig config = config(scheduler);
    return config.setMergePolicy(new OneMergeWrappingMergePolicy(config.getMergePolicy(), wrapper));
  }

  private void checkUnchanged(List<String> before) throws IOException {
    assertEquals(before, files());
    try (DirectoryReader reader = DirectoryReader.open(dir)) {
      assertEquals(SOURCES, reader.leaves().size());
      model.check(reader);
    }
  }

  private List<String> files() throws IOException {
    List<String> files = new ArrayList<>(Arrays.asList(dir.listAll()));
    Collections.sort(files);
    return files;
  }

  /** Merges, or fails because it was aborted. */
  private static void forceMerge(IndexWriter writer) throws IOException {
    try {
      writer.forceMerge(1);
    } catch (IOException e) {
      if (e.getCause() instanceof MergePolicy.MergeAbortedException == false) {
        throw e;
      }
    }
  }

  /** Where a merge asks, call by call; the same each time, since one thread builds the graph. */
  private List<String> stagesOfMerge() throws IOException {
    List<String> stages = new ArrayList<>();
    IndexWriter writer =
        new IndexWriter(
            dir, watched(new SerialMergeScheduler(), (merge, stage) -> stages.add(stage)));
    writer.forceMerge(1);
    writer.rollback();
    return stages;
  }

  /** The first call of each stage, the last one, and one between. */
  public void testMergeEndsInEachStage() throws IOException {
    List<String> before = files();
    List<String> stages = stagesOfMerge();
    Set<String> missing = new TreeSet<>(STAGES);
    missing.removeAll(stages);
    assertEquals("stages that never ask, of " + new TreeSet<>(stages), Set.of(), missing);
    Set<Integer> calls = new TreeSet<>();
    for (String stage : new TreeSet<>(stages)) {
      int first = stages.indexOf(stage);
      int last = stages.lastIndexOf(stage);
      calls.addAll(List.of(first, last, first + random().nextInt(last - first + 1)));
    }
    for (int call : calls) {
      AtomicInteger left = new AtomicInteger(call);
      IndexWriter writer =
          new IndexWriter(
              dir,
              watched(
                  new SerialMergeScheduler(),
                  (merge, stage) -> {
                    if (left.getAndDecrement() == 0) {
                      assertEquals(stages.get(call), stage);
                      merge.setAborted();
                    }
                  }));
      try {
        forceMerge(writer);
        assertEquals("calls since then, in " + stages.get(call), 0, -1 - left.get());
      } finally {
        writer.rollback();
      }
      checkUnchanged(before);
    }
    try (IndexWriter writer = new IndexWriter(dir, config(new SerialMergeScheduler()))) {
      writer.forceMerge(1);
    }
    try (DirectoryReader reader = DirectoryReader.open(dir)) {
      assertEquals("the merge that was let be", 1, reader.leaves().size());
      model.check(reader);
    }
  }

  /** Before the merge itself: the audit reads the sources. */
  public void testAuditEnds() throws IOException {
    List<String> before = files();
    AtomicInteger aborted = new AtomicInteger();
    IndexWriterConfig config =
        wrapped(
            new SerialMergeScheduler(),
            merge ->
                new FilterMerge(merge) {
                  @Override
                  public CodecReader wrapForMerge(CodecReader reader) throws IOException {
                    setAborted();
                    try {
                      return super.wrapForMerge(reader);
                    } catch (MergePolicy.MergeAbortedException e) {
                      aborted.incrementAndGet();
                      throw e;
                    }
                  }
                });
    IndexWriter writer = new IndexWriter(dir, config);
    forceMerge(writer);
    writer.rollback();
    assertEquals(1, aborted.get());
    checkUnchanged(before);
  }

  /** After the merge itself: the audit reads the new segment. The writer lives on. */
  public void testSecondReadingOfAuditEnds() throws IOException {
    List<String> before = files();
    AtomicInteger infos = new AtomicInteger();
    IndexWriterConfig config =
        wrapped(
            new SerialMergeScheduler(),
            merge ->
                new FilterMerge(merge) {
                  @Override
                  public void setMergeInfo(SegmentCommitInfo info) {
                    if (infos.incrementAndGet() == 2) {
                      setAborted();
                    }
                    super.setMergeInfo(info);
                  }
                });
    IndexWriter writer = new IndexWriter(dir, config);
    forceMerge(writer);
    assertEquals(2, infos.get());
    assertTrue("an abort is no failure", writer.isOpen());
    writer.rollback();
    checkUnchanged(before);
  }

  /** In the threads of a merge scheduler, at some moment. */
  public void testRollbackDoesNotWaitForTheMerge() throws Exception {
    List<String> before = files();
    for (int round = 0; round < 10; round++) {
      AtomicInteger left = new AtomicInteger(1 + random().nextInt(60));
      CountDownLatch isThere = new CountDownLatch(1);
      IndexWriter writer =
          new IndexWriter(
              dir,
              watched(
                  new ConcurrentMergeScheduler(),
                  (merge, stage) -> {
                    if (left.decrementAndGet() == 0) {
                      isThere.countDown();
                      await(merge);
                    }
                  }));
      writer.forceMerge(1, false);
      assertTrue(isThere.await(60, TimeUnit.SECONDS));
      writer.rollback();
      checkUnchanged(before);
    }
  }

  private static void await(MergePolicy.OneMerge merge) {
    while (merge.isAborted() == false) {
      Thread.onSpinWait();
    }
  }

  /** A disk that fails when links are to get a file fails the merge, and nothing else. */
  public void testDiskFailsUnderLinks() throws IOException {
    for (FaultyDirectory.Operation operation :
        List.of(
            FaultyDirectory.Operation.CREATE,
            FaultyDirectory.Operation.WRITE,
            FaultyDirectory.Operation.DELETE)) {
      FaultyDirectory faulty = new FaultyDirectory(FSDirectory.open(createTempDir()));
      try (MockDirectoryWrapper mock = new MockDirectoryWrapper(random(), faulty)) {
        model = new IndexModel(VECTOR);
        fill(mock);
        faulty.setFault(
            (done, file) -> {
              if (done == operation && file.contains("omdb_links")) {
                throw new FaultyDirectory.FaultException(operation + " of " + file);
              }
            });
        IndexWriter writer = new IndexWriter(mock, config(new SerialMergeScheduler()));
        IOException failure = expectThrows(IOException.class, () -> writer.forceMerge(1));
        writer.rollback();
        assertTrue(
            failure.toString(),
            failure instanceof FaultyDirectory.FaultException
                || failure.getCause() instanceof FaultyDirectory.FaultException);
        try (DirectoryReader reader = DirectoryReader.open(mock)) {
          assertEquals(SOURCES, reader.leaves().size());
          model.check(reader);
        }
        faulty.setFault(FaultyDirectory.Fault.NONE);
        try (IndexWriter next = new IndexWriter(mock, config(new SerialMergeScheduler()))) {
          assertFalse(
              String.join(" ", mock.listAll()), String.join(" ", mock.listAll()).contains("links"));
          next.forceMerge(1);
        }
        try (DirectoryReader reader = DirectoryReader.open(mock)) {
          assertEquals(1, reader.leaves().size());
          model.check(reader);
        }
      }
    }
  }

  /** Five seconds after the last message there is one that says how far the merge is. */
  public void testProgressIsToldToInfoStream() throws IOException {
    List<String> messages = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger inserted = new AtomicInteger();
    IndexWriterConfig config =
        watched(
            new SerialMergeScheduler(),
            (merge, stage) -> {
              if (stage.equals("GraphBuilder.forEach") && inserted.incrementAndGet() == 3) {
                try {
                  Thread.sleep(5_100);
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
              }
            });
    config.setInfoStream(
        new InfoStream() {
          @Override
          public void message(String component, String message) {
            if (component.equals("OMDB")) {
              messages.add(message);
            }
          }

          @Override
          public boolean isEnabled(String component) {
            return true;
          }

          @Override
          public void close() {}
        });
    try (IndexWriter writer = new IndexWriter(dir, config)) {
      writer.forceMerge(1);
    }
    assertTrue(
        messages.toString(),
        messages.stream()
            .anyMatch(
                message ->
                    message.matches(
                        "_[0-9a-z]+: field \"vector\", (relinking|graph) [0-9]+ of [0-9]{3}")));
  }
}
