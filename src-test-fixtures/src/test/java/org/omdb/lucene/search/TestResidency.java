// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import static org.omdb.lucene.search.NoisyDocuments.BYTES;
import static org.omdb.lucene.search.NoisyDocuments.FLOATS;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnByteVectorQuery;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.LuceneTestCase.SuppressFileSystems;
import org.apache.lucene.util.NamedThreadFactory;
import org.omdb.code.CodeScorer;
import org.omdb.fixtures.ColdDirectory;
import org.omdb.lucene.OmdbCodec;
import org.omdb.pages.RecordedAdvice;

/** Rows and codes that are on disk are asked for together; those in memory are not. */
@SuppressFileSystems("*") // memory-mapped
public class TestResidency extends LuceneTestCase {

  private static final int COUNT = 6_000;
  private static final int DIMENSION = 64;
  private static final int ROW_BYTES = DIMENSION * Float.BYTES;
  private static final int TARGETS = 20;
  private static final int K = 10;
  private static final int THREADS = 4;

  private final NoisyDocuments documents =
      new NoisyDocuments(31, COUNT, DIMENSION, TARGETS, VectorSimilarityFunction.EUCLIDEAN);

  /** A search, by its number. */
  @FunctionalInterface
  private interface Queries {
    Query query(int target);
  }

  private static ScoreDoc[] search(DirectoryReader reader, Query query) throws IOException {
    return new IndexSearcher(reader).search(query, K).scoreDocs;
  }

  private Query floats(int target) {
    return new KnnFloatVectorQuery(FLOATS, documents.targets[target], K);
  }

  private void write(Directory dir, boolean isMerged) throws IOException {
    documents.write(dir, new OmdbCodec(), 0, COUNT, COUNT / 3, isMerged, true);
  }

  /**
   * Searches, and checks that each row was asked for once, before it was read, and that no row was
   * asked for in vain. A row that is read alone need not be asked for: it would be waited for
   * anyway.
   */
  private void checkRows(ColdDirectory dir, DirectoryReader reader, Queries queries, int rowBytes)
      throws IOException {
    for (int target = 0; target < TARGETS; target++) {
      dir.record();
      search(reader, queries.query(target));
      Map<String, Integer> asked = new HashMap<>();
      Set<String> read = new HashSet<>();
      boolean isAfterLoneRow = false;
      for (ColdDirectory.Access access : dir.recorded()) {
        if (access.isOf("omdb")) {
          assertEquals(rowBytes, access.length());
          String row = access.file() + " at " + access.offset();
          if (access.isPrefetch()) {
            asked.merge(row, 1, Integer::sum);
          } else {
            read.add(row);
          }
          boolean isLoneRow = asked.containsKey(row) == false;
          assertFalse(row + " was not asked for", isLoneRow && isAfterLoneRow);
          isAfterLoneRow = isLoneRow;
        } else {
          isAfterLoneRow = false;
        }
      }
      assertTrue("only " + asked.size() + " rows", asked.size() >= K);
      assertTrue(read.containsAll(asked.keySet()));
      asked.forEach((row, times) -> assertEquals(row, 1, (int) times));
    }
  }

  /** Candidates of codes are. A walk by rows may come to a node again on the next level. */
  public void testEachRowIsAskedForOnce() throws IOException {
    assumeTrue("without SIMD codes are not used", CodeScorer.isFast());
    for (boolean isMerged : new boolean[] {false, true}) {
      try (ColdDirectory dir = new ColdDirectory(new MMapDirectory(createTempDir()))) {
        write(dir, isMerged);
        dir.setCold(true);
        try (DirectoryReader reader = DirectoryReader.open(dir)) {
          checkRows(dir, reader, this::floats, ROW_BYTES);
          // Not so few that Lucene compares them itself.
          for (int part : new int[] {100, 500}) {
            checkRows(
                dir,
                reader,
                target ->
                    new KnnFloatVectorQuery(
                        FLOATS, documents.targets[target], K, NoisyDocuments.filter(part)),
                ROW_BYTES);
          }
        }
      }
    }
  }

  /** Codes that are on disk are asked for, and rows of a walk by rows. */
  public void testCodesAreAskedFor() throws IOException {
    try (ColdDirectory dir = new ColdDirectory(new MMapDirectory(createTempDir()))) {
      write(dir, true);
      dir.setCold(true);
      try (DirectoryReader reader = DirectoryReader.open(dir)) {
        for (int target = 0; target < TARGETS; target++) {
          dir.record();
          search(reader, floats(target));
          List<ColdDirectory.Access> byCodes = dir.recorded();
          if (CodeScorer.isFast()) {
            assertAsked(byCodes, "omdc");
          }
          // Byte vectors have no codes, so their graph is walked by rows.
          dir.record();
          search(reader, new KnnByteVectorQuery(BYTES, documents.byteTargets[target], K));
          List<ColdDirectory.Access> byRows = dir.recorded();
          assertAsked(byRows, "omdb");
        }
      }
    }
  }

  private static void assertAsked(List<ColdDirectory.Access> accesses, String extension) {
    long asked =
        accesses.stream().filter(access -> access.isOf(extension) && access.isPrefetch()).count();
    assertTrue(asked + " parts of ." + extension, asked >= K);
  }

  public void testNothingIsAskedForInMemory() throws IOException {
    for (boolean isMerged : new boolean[] {false, true}) {
      try (ColdDirectory dir = new ColdDirectory(new MMapDirectory(createTempDir()))) {
        write(dir, isMerged);
        try (DirectoryReader reader = DirectoryReader.open(dir)) {
          dir.record();
          for (int target = 0; target < TARGETS; target++) {
            search(reader, floats(target));
            search(reader, new KnnByteVectorQuery(BYTES, documents.byteTargets[target], K));
          }
          List<ColdDirectory.Access> accesses = dir.recorded();
          for (String extension : List.of("omdb", "omdc", "omda")) {
            assertTrue(
                extension,
                accesses.stream()
                    .noneMatch(access -> access.isPrefetch() && access.isOf(extension)));
          }
          assertTrue(accesses.stream().anyMatch(access -> access.isOf("omdb")));
        }
      }
    }
  }

  /**
   * While rows are on disk, the system is told which codes and links were read, and never that rows
   * were: codes and links are to stay in memory instead.
   */
  public void testCodesAndLinksAreToStayInMemory() throws IOException {
    assumeTrue("without SIMD codes are not used", CodeScorer.isFast());
    try (ColdDirectory dir = new ColdDirectory(new MMapDirectory(createTempDir()));
        RecordedAdvice advice = new RecordedAdvice()) {
      write(dir, true);
      try (DirectoryReader reader = DirectoryReader.open(dir)) {
        search(reader, floats(0));
        for (String extension : List.of("omdb", "omdc", "omda")) {
          assertEquals(extension, 0, advice.willRead(extension) + advice.wereRead(extension));
        }
      }
      dir.setCold(true);
      try (DirectoryReader reader = DirectoryReader.open(dir)) {
        int samples = 0;
        for (int target = 0; target <= 16; target++) {
          advice.clear();
          search(reader, floats(target));
          assertTrue(advice.willRead("omdb") >= K);
          assertTrue(advice.wereRead("omdc") >= K);
          advice.clear();
          search(reader, new KnnByteVectorQuery(BYTES, documents.byteTargets[target], K));
          // Fields without codes: the search that takes the sample tells it for all.
          boolean isSample = advice.wereRead("omda") > 0;
          assertTrue(target > 0 || isSample);
          samples += target > 0 && isSample ? 1 : 0;
          assertEquals(0, advice.wereRead("omdb"));
        }
        assertEquals(2, samples); // one in eight, beside the first
      }
    }
  }

  /**
   * Rows are given up after they were compared only where codes leave memory: not after a start,
   * when all is on disk, and not where codes stay.
   */
  public void testRowsMakeRoomForCodes() throws IOException {
    assumeTrue("without SIMD codes are not used", CodeScorer.isFast());
    try (ColdDirectory dir = new ColdDirectory(new MMapDirectory(createTempDir()));
        RecordedAdvice advice = new RecordedAdvice()) {
      write(dir, true);
      keepWhatIsRead(dir);
      try (DirectoryReader reader = DirectoryReader.open(dir)) {
        searchManyTimes(reader);
        assertTrue(advice.willRead("omdb") > 0);
        assertEquals(0, advice.done("omdb"));
        dir.setOnDisk(file -> file.endsWith(".omdb"));
        searchManyTimes(reader);
        assertEquals(0, advice.done("omdb"));
        dir.setCold(true);
        search(reader, floats(0));
        int searches = 1;
        for (; advice.done("omdb") == 0 && searches < 100; searches++) {
          search(reader, floats(searches % TARGETS));
        }
        assertTrue("after " + searches + " searches", searches <= 9);
        advice.clear();
        search(reader, floats(0));
        assertEquals(advice.willRead("omdb"), advice.done("omdb"));
        assertEquals(0, advice.done("omdc") + advice.done("omda"));
        dir.setOnDisk(file -> file.endsWith(".omdb"));
        searches = 0;
        for (int done = -1; advice.done("omdb") > done && searches < 5_000; searches++) {
          done = advice.done("omdb");
          search(reader, floats(searches % TARGETS));
        }
        assertTrue("after " + searches + " searches", searches > 256 && searches <= 2_200);
        advice.clear();
        searchManyTimes(reader);
        assertEquals(0, advice.done("omdb"));
      }
    }
  }

  /** As after a start: all is on disk, and what is read comes into memory and stays there. */
  private static void keepWhatIsRead(ColdDirectory dir) {
    Set<String> inMemory = new HashSet<>();
    dir.listen((file, offset) -> inMemory.add(file + " at " + offset));
    dir.setPartsOnDisk((file, offset) -> inMemory.contains(file + " at " + offset) == false);
  }

  /** More often than it takes to remember which codes are in memory. */
  private void searchManyTimes(DirectoryReader reader) throws IOException {
    searchManyTimes(reader, TARGETS);
  }

  private void searchManyTimes(DirectoryReader reader, int targets) throws IOException {
    for (int i = 0; i < 160; i++) {
      search(reader, floats(i % targets));
    }
  }

  /** What is found does not depend on where rows are, but for what codes miss. */
  public void testHits() throws IOException {
    for (boolean isMerged : new boolean[] {false, true}) {
      try (ColdDirectory dir = new ColdDirectory(new MMapDirectory(createTempDir()))) {
        write(dir, isMerged);
        try (DirectoryReader reader = DirectoryReader.open(dir)) {
          int[] numbers = NoisyDocuments.numbers(reader);
          int found = 0;
          for (int target = 0; target < TARGETS; target++) {
            dir.setCold(false);
            Set<Integer> inMemory = new HashSet<>();
            for (ScoreDoc hit : search(reader, floats(target))) {
              inMemory.add(hit.doc);
            }
            dir.setCold(true);
            for (ScoreDoc hit : search(reader, floats(target))) {
              assertEquals(
                  documents.score(numbers[hit.doc], target, false), hit.score, 1e-4f * hit.score);
              found += inMemory.contains(hit.doc) ? 1 : 0;
            }
          }
          assertTrue(found + " of " + TARGETS * K, found >= .95 * TARGETS * K);
        }
      }
    }
  }

  /** Readers that are closed while threads search end these searches, and nothing else. */
  public void testClosedWhileSearching() throws Exception {
    ExecutorService executor =
        Executors.newFixedThreadPool(THREADS, new NamedThreadFactory("searches"));
    try (ColdDirectory dir = new ColdDirectory(new MMapDirectory(createTempDir()))) {
      write(dir, random().nextBoolean());
      dir.setCold(true);
      for (int round = 0; round < 10; round++) {
        DirectoryReader reader = DirectoryReader.open(dir);
        CountDownLatch begun = new CountDownLatch(THREADS);
        List<Future<Integer>> searches = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
          searches.add(executor.submit(() -> searchUntilClosed(reader, begun)));
        }
        assertTrue("a search failed", begun.await(5, TimeUnit.MINUTES));
        reader.close();
        for (Future<Integer> search : searches) {
          assertTrue(search.get() > 0);
        }
      }
    } finally {
      executor.shutdown();
    }
  }

  private int searchUntilClosed(DirectoryReader reader, CountDownLatch begun) throws IOException {
    for (int searches = 0; ; searches++) {
      try {
        search(reader, floats(searches % TARGETS));
        if (searches == 0) {
          begun.countDown();
        }
      } catch (AlreadyClosedException | NullPointerException e) {
        assertTrue(e.toString(), e instanceof AlreadyClosedException || isFromLucenesSlice(e));
        return searches;
      }
    }
  }

  /** Lucene's mapped files throw it if they are closed while a slice of them is made. */
  private static boolean isFromLucenesSlice(RuntimeException e) {
    StackTraceElement[] trace = e.getStackTrace(); // empty if it was thrown very often
    return trace.length == 0 || trace[0].getMethodName().equals("buildSlice");
  }

  /** A search of many segments takes samples of some of them, and the first one of all. */
  public void testSegmentsTakeTurns() throws IOException {
    try (Directory dir = newDirectory()) {
      try (IndexOutput out = dir.createOutput("rows", IOContext.DEFAULT)) {
        out.writeLong(1);
      }
      try (IndexInput file = dir.openInput("rows", IOContext.DEFAULT)) {
        Residency[] segments = new Residency[24];
        Arrays.setAll(segments, i -> new Residency(1, () -> file, () -> file, slowSearches()));
        for (int search = 0; search < 20; search++) {
          int samples = 0;
          for (Residency segment : segments) {
            samples += segment.begin() ? 1 : 0;
          }
          int others = segments.length / 8;
          assertEquals(search == 0 ? segments.length : others, samples);
        }
        for (Residency segment : segments) {
          int turns = 0;
          for (int search = Integer.MIN_VALUE; search < Integer.MIN_VALUE + 80; search++) {
            turns += segment.isTurn(search) ? 1 : 0;
          }
          assertEquals("when the number of searches has overflowed", 10, turns);
        }
      }
    }
  }

  /** A clock by which each search takes so long that samples may follow each other. */
  private static LongSupplier slowSearches() {
    long[] nanos = {random().nextLong()};
    return () -> nanos[0] += 1_000_000;
  }

  /** A look takes as long as a tenth of a small search: once a millisecond is enough in memory. */
  public void testSamplesOfFastSearches() throws IOException {
    try (ColdDirectory dir = new ColdDirectory(new MMapDirectory(createTempDir()))) {
      write(dir, true);
      try (IndexInput file = openRows(dir)) {
        long[] nanos = {random().nextLong()};
        Residency residency = new Residency(COUNT, () -> file, null, () -> nanos[0]);
        assertEquals("the first", 1, samples(residency, 100));
        nanos[0] += 999_999;
        assertEquals(0, samples(residency, 100));
        nanos[0]++;
        assertEquals(1, samples(residency, 100));
        nanos[0] += 1_000_000;
        dir.setCold(true);
        // From the first that finds rows on disk: the clock stands still.
        assertEquals(10, samples(residency, 80));
        dir.setCold(false);
        int samples = samples(residency, 800);
        assertTrue(samples + " samples until it is forgotten", 1 < samples && samples <= 8);
        assertEquals(0, samples(residency, 100));
      }
    }
  }

  private static int samples(Residency residency, int searches) throws IOException {
    int samples = 0;
    for (int i = 0; i < searches; i++) {
      samples += search(residency) ? 1 : 0;
    }
    return samples;
  }

  private static IndexInput openRows(Directory dir) throws IOException {
    for (String file : dir.listAll()) {
      if (file.endsWith(".omdb")) {
        return dir.openInput(file, IOContext.DEFAULT);
      }
    }
    throw new AssertionError("no rows in " + Arrays.toString(dir.listAll()));
  }

  /** Reads a batch of rows, and returns whether that was a sample. */
  private static boolean search(Residency residency) throws IOException {
    boolean isSample = residency.begin();
    if (isSample) {
      residency.willRead(new int[] {5, COUNT - 1}, 2);
    }
    return isSample;
  }

  /** Nodes that a walk begins with are read by many searches, so that those are not all. */
  public void testSomeBatchesAreLookedAt() throws IOException {
    try (ColdDirectory dir = new ColdDirectory(new MMapDirectory(createTempDir()))) {
      write(dir, true);
      try (IndexInput file = openRows(dir)) {
        long rowBytes = file.length() / COUNT;
        Set<Long> looks = new HashSet<>();
        dir.setPartsOnDisk((part, offset) -> looks.add(offset / rowBytes));
        Residency residency = new Residency(COUNT, () -> file, null, slowSearches());
        assertTrue(residency.begin());
        assertEquals("the first search looks at any row", 1, looks.size());
        looks.clear();
        for (int batch = 1; batch <= 100; batch++) {
          residency.willRead(new int[] {batch, batch}, batch == 4 ? 0 : 2);
        }
        assertEquals("an empty batch is passed over", Set.of(1L, 5L, 20L, 80L), looks);
      }
    }
  }

  /**
   * Most of the index is on disk, but what is searched for was searched for before: nothing is
   * asked for, and the system is told nothing.
   */
  public void testWhatIsNotReadDoesNotMatter() throws IOException {
    assumeTrue("without SIMD codes are not used", CodeScorer.isFast());
    try (ColdDirectory dir = new ColdDirectory(new MMapDirectory(createTempDir()));
        RecordedAdvice advice = new RecordedAdvice()) {
      write(dir, random().nextBoolean());
      keepWhatIsRead(dir);
      try (DirectoryReader reader = DirectoryReader.open(dir)) {
        search(reader, floats(0));
        assertTrue(advice.willRead("omdb") >= K);
        searchManyTimes(reader, 2);
        advice.clear();
        searchManyTimes(reader, 2);
        for (String extension : List.of("omdb", "omdc", "omda")) {
          int told = advice.willRead(extension) + advice.wereRead(extension);
          assertEquals(extension, 0, told + advice.done(extension));
        }
      }
    }
  }

  /** A look at what is on disk counts for some looks, then it is forgotten. */
  public void testSamples() throws IOException {
    try (ColdDirectory dir = new ColdDirectory(new MMapDirectory(createTempDir()))) {
      write(dir, true);
      try (IndexInput file = openRows(dir)) {
        Residency residency = new Residency(COUNT, () -> file, null, slowSearches());
        search(residency);
        assertFalse(residency.areRowsOnDisk());
        dir.setCold(true);
        int until = 0;
        for (; residency.areRowsOnDisk() == false && until < 1_000; until++) {
          search(residency);
        }
        assertTrue("after " + until + " searches", until <= 8);
        dir.setCold(false);
        for (until = 0; residency.areRowsOnDisk() && until < 1_000; until++) {
          search(residency);
        }
        assertTrue("after " + until + " searches", until > 8 && until <= 64);
      }
    }
  }
}
