// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.LuceneTestCase.SuppressFileSystems;
import org.omdb.code.CodeScorer;
import org.omdb.fixtures.ColdDirectory;
import org.omdb.fixtures.JavaProcess;
import org.omdb.lucene.OmdbCodec;
import org.omdb.lucene.OmdbVectorField;

/**
 * In a Java that was just started, searches before the end of the warm-up and after it find the
 * same, and it ends, whatever is closed meanwhile, and wherever rows are.
 */
@SuppressFileSystems("*") // the other process sees the real file system
public class TestWarmUp extends LuceneTestCase {

  private static final VectorSimilarityFunction SIMILARITY = VectorSimilarityFunction.EUCLIDEAN;
  private static final int COUNT = 1_000;
  private static final int DIMENSION = 64;

  /** What the vectors differ in, but for noise. */
  private static final int LATENT = 8;

  private static final String THREAD = "omdb-warm-up";
  private static final int K = 10;
  private static final int TARGETS = 200;
  private static final double MIN_RECALL = 0.97;

  /** More than a warm-up waits for. */
  private static final int MAX_SEARCHES = 100_000;

  /** Readers that are closed while it is under way. */
  private static final int CLOSED = 3;

  /** What is done in the other Java: all, or the warm-up alone, of rows that are on disk. */
  private static final String ALL = "all";

  private static final String ON_DISK = "on-disk";

  /** The warm-up of a segment on the heap, and then that of a mapped one. */
  private static final String ON_HEAP = "on-heap";

  /** Rows that were read last, which the system keeps; others take a while to read. */
  private static final int KEPT = 64;

  private static final long DISK_NANOS = 1_000_000;

  private static List<float[]> vectors(long seed, int count) {
    Random directions = new Random(0);
    float[][] directionsOf = new float[LATENT][DIMENSION];
    for (float[] direction : directionsOf) {
      for (int i = 0; i < DIMENSION; i++) {
        direction[i] = (float) directions.nextGaussian();
      }
    }
    Random random = new Random(seed);
    List<float[]> vectors = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      float[] vector = new float[DIMENSION];
      for (float[] direction : directionsOf) {
        float length = (float) random.nextGaussian();
        for (int i = 0; i < DIMENSION; i++) {
          vector[i] += length * direction[i] + 0.1f * (float) random.nextGaussian();
        }
      }
      vectors.add(vector);
    }
    return vectors;
  }

  private static Path writeIndex(Path folder, List<float[]> vectors) throws IOException {
    IndexWriterConfig config = new IndexWriterConfig().setCodec(new OmdbCodec());
    config.setUseCompoundFile(false); // rows are known by the name of their file
    try (Directory dir = FSDirectory.open(folder);
        IndexWriter writer = new IndexWriter(dir, config)) {
      for (int i = 0; i < vectors.size(); i++) {
        Document document = new Document();
        document.add(new OmdbVectorField("v", "user_" + i, vectors.get(i), SIMILARITY));
        writer.addDocument(document);
      }
      writer.forceMerge(1);
    }
    return folder;
  }

  /**
   * What is done in the other Java.
   *
   * @param args folder of an index, the seed of its vectors, {@link #ALL}, {@link #ON_DISK} or
   *     {@link #ON_HEAP}
   */
  public static void main(String[] args) throws Exception {
    if (CodeScorer.isFast() == false || System.getProperty(WarmUp.PROPERTY) != null) {
      throw new IllegalStateException("this Java is no fresh one with SIMD");
    }
    long seed = Long.parseLong(args[1]);
    List<float[]> vectors = vectors(seed, COUNT);
    List<float[]> targets = vectors(seed + 1, TARGETS);
    if (args[2].equals(ON_DISK)) {
      try (ColdDirectory dir = new ColdDirectory(FSDirectory.open(Path.of(args[0])))) {
        checkWarmUpOnDisk(dir, targets);
      }
      return;
    }
    if (args[2].equals(ON_HEAP)) {
      checkBothWarmUps(Path.of(args[0]), targets);
      return;
    }
    try (Directory dir = FSDirectory.open(Path.of(args[0]))) {
      check("before", WarmUp.hasEnded(true) == false);
      try (DirectoryReader reader = DirectoryReader.open(dir)) {
        checkRecall("before", reader, vectors, targets);
        check("after some searches", WarmUp.hasEnded(true) == false);
        searchUntilUnderWay(reader, targets);
      } // while it reads there
      for (int i = 0; i < CLOSED; i++) {
        WarmUp.await();
        try (DirectoryReader reader = DirectoryReader.open(dir)) {
          checkRecall("meanwhile", reader, vectors, targets);
        }
      }
      try (DirectoryReader reader = DirectoryReader.open(dir)) {
        for (int i = 0; i < MAX_SEARCHES && WarmUp.hasEnded(true) == false; i++) {
          search(reader, targets.get(i % TARGETS));
          WarmUp.await();
        }
        check("at last", WarmUp.hasEnded(true));
        checkRecall("after", reader, vectors, targets);
      }
    }
  }

  /** What is compiled for codes on the heap is not what mapped ones need. */
  private static void checkBothWarmUps(Path index, List<float[]> targets)
      throws IOException, InterruptedException {
    try (Directory mapped = new MMapDirectory(index);
        Directory heap = new ByteBuffersDirectory()) {
      for (String file : mapped.listAll()) {
        heap.copyFrom(mapped, file, file, IOContext.DEFAULT);
      }
      for (Directory dir : List.of(heap, mapped)) {
        boolean isMapped = dir == mapped;
        check("not before its turn", WarmUp.hasEnded(isMapped) == false);
        try (DirectoryReader reader = DirectoryReader.open(dir)) {
          for (int i = 0; i < MAX_SEARCHES && WarmUp.hasEnded(isMapped) == false; i++) {
            search(reader, targets.get(i % TARGETS));
            WarmUp.await();
          }
        }
        check("at last", WarmUp.hasEnded(isMapped));
      }
    }
  }

  /** Ends at the first try, though rows that were not read for some time have to come from disk. */
  private static void checkWarmUpOnDisk(ColdDirectory dir, List<float[]> targets)
      throws IOException, InterruptedException {
    Set<Long> inMemory = new LinkedHashSet<>();
    dir.listen(
        (file, offset) -> {
          if (file.endsWith(".omdb") && Thread.currentThread().getName().equals(THREAD)) {
            if (inMemory.remove(offset) == false) {
              LockSupport.parkNanos(DISK_NANOS);
            }
            inMemory.add(offset);
            if (inMemory.size() > KEPT) {
              inMemory.remove(inMemory.iterator().next());
            }
          }
        });
    try (DirectoryReader reader = DirectoryReader.open(dir)) {
      searchUntilUnderWay(reader, targets);
      WarmUp.await();
      check("the rows that are compared have to come from disk", inMemory.isEmpty() == false);
      check("at last", WarmUp.hasEnded(false));
    }
  }

  private static void check(String what, boolean isRight) {
    if (isRight == false) {
      throw new AssertionError(what);
    }
  }

  private static Thread warmUpThread() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(THREAD))
        .findFirst()
        .orElse(null);
  }

  private static void searchUntilUnderWay(DirectoryReader reader, List<float[]> targets)
      throws IOException {
    for (int i = 0; warmUpThread() == null; i++) {
      check("it does not begin", i < MAX_SEARCHES);
      search(reader, targets.get(i % TARGETS));
    }
  }

  private static ScoreDoc[] search(DirectoryReader reader, float[] target) throws IOException {
    return new IndexSearcher(reader).search(new KnnFloatVectorQuery("v", target, K), K).scoreDocs;
  }

  /** Hits have the scores of their vectors, and are nearly all of the nearest. */
  private static void checkRecall(
      String when, DirectoryReader reader, List<float[]> vectors, List<float[]> targets)
      throws IOException {
    int found = 0;
    for (float[] target : targets) {
      float[] scores = new float[COUNT];
      for (int i = 0; i < COUNT; i++) {
        scores[i] = SIMILARITY.compare(target, vectors.get(i));
      }
      float[] sorted = scores.clone();
      Arrays.sort(sorted);
      ScoreDoc[] hits = search(reader, target);
      check(when + ": " + hits.length + " hits", hits.length == K);
      for (ScoreDoc hit : hits) {
        float score = scores[hit.doc]; // documents are in the order of the vectors
        check(when + ": " + hit, Math.abs(hit.score - score) <= 1e-4f * score);
        found += score >= sorted[COUNT - K] ? 1 : 0;
      }
    }
    System.out.println(when + " " + found);
    check(when + ": found " + found, found >= MIN_RECALL * K * targets.size());
  }

  public void testFreshJava() throws Exception {
    String printed = runFreshJava(ALL);
    assertTrue(printed, printed.contains("before ") && printed.contains("after "));
  }

  public void testRowsOnDisk() throws Exception {
    runFreshJava(ON_DISK);
  }

  public void testSegmentsOnTheHeap() throws Exception {
    runFreshJava(ON_HEAP);
  }

  private static String runFreshJava(String what) throws Exception {
    assumeTrue("needs SIMD", CodeScorer.isFast());
    long seed = random().nextLong();
    Path index = writeIndex(createTempDir(), vectors(seed, COUNT));
    String printed =
        JavaProcess.run(
            createTempFile("output", ".log"),
            "-Xmx256m",
            "-ea",
            "--add-modules",
            "jdk.incubator.vector",
            "-cp",
            System.getProperty("java.class.path"),
            TestWarmUp.class.getName(),
            index.toString(),
            Long.toString(seed),
            what);
    assertFalse(printed, printed.contains("Exception"));
    return printed;
  }
}
