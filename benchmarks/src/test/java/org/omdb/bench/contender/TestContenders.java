// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.contender;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.omdb.bench.data.VectorSet;
import org.omdb.bench.data.Vectors;

/**
 * Each contender returns the right ids, reports the right sizes, and can be searched by two
 * threads. Otherwise its figures would be wrong.
 */
@LuceneTestCase.SuppressSysoutChecks(bugUrl = "none: JVector writes to a logger")
@LuceneTestCase.SuppressFileSystems("*") // JVector maps files, which mocks do not support
public class TestContenders extends LuceneTestCase {

  private static final int K = 10;
  private static final int FANOUT = 150;

  /** Ids that do not follow from row numbers, with UTF-8 sequences of 1, 2 and 3 bytes. */
  private static String id(int row) {
    return "é".repeat(row % 3) + "item/" + (row * 7919L % 100_003) + "€".repeat(row % 2);
  }

  private static VectorSet randomSet(VectorSimilarityFunction similarity, int rows, int dimension) {
    List<String> ids = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      ids.add(id(row));
    }
    return new VectorSet(
        "random",
        VectorSet.Origin.SYNTHETIC,
        "for a test",
        similarity,
        randomVectors(rows, dimension),
        ids,
        randomVectors(20, dimension),
        null);
  }

  /** Unit vectors, so that any similarity can be used. */
  private static Vectors randomVectors(int rows, int dimension) {
    Random random = random();
    List<float[]> vectors = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      double[] components = random.doubles(dimension, -1, 1).toArray();
      double length = Math.sqrt(Arrays.stream(components).map(x -> x * x).sum());
      float[] vector = new float[dimension];
      for (int i = 0; i < dimension; i++) {
        vector[i] = (float) (components[i] / length);
      }
      vectors.add(vector);
    }
    return Vectors.of(vectors);
  }

  /** The ids of the nearest vectors, nearest first, by brute force. */
  private static List<String> nearest(VectorSet set, float[] query) {
    List<Integer> rows = new ArrayList<>();
    for (int row = 0; row < set.size(); row++) {
      rows.add(row);
    }
    rows.sort(
        (a, b) ->
            Float.compare(
                set.similarity().compare(query, set.base().get(b)),
                set.similarity().compare(query, set.base().get(a))));
    return rows.subList(0, K).stream().map(set.ids()::get).toList();
  }

  public void testFindsRightIdsInOrder() throws IOException {
    for (VectorSimilarityFunction similarity :
        List.of(
            VectorSimilarityFunction.EUCLIDEAN,
            VectorSimilarityFunction.COSINE,
            VectorSimilarityFunction.DOT_PRODUCT)) {
      VectorSet set = randomSet(similarity, 600, 24);
      for (Contender contender : Contenders.all()) {
        Path folder = createTempDir();
        contender.build(set, folder, BuildOptions.DEFAULT);
        try (Searcher searcher = contender.open(folder)) {
          int found = 0;
          int first = 0;
          for (float[] query : set.queries().asList()) {
            List<String> expected = nearest(set, query);
            String[] ids = searcher.search(query, K, FANOUT).ids();
            assertEquals(contender.name(), K, ids.length);
            assertEquals(contender.name(), K, new HashSet<>(Arrays.asList(ids)).size());
            found += (int) Arrays.stream(ids).filter(expected::contains).count();
            first += ids[0].equals(expected.get(0)) ? 1 : 0;
          }
          int queries = set.queries().size();
          String figures = contender.name() + " " + similarity + " " + found + ", " + first;
          assertTrue(figures, found >= 0.97 * queries * K);
          assertTrue(figures, first >= 0.9 * queries);
          assertTrue(contender.hasFanout() || found == queries * K);
        }
      }
    }
  }

  /** However files are read, the hits are the same. */
  public void testAccess() throws IOException {
    VectorSet set = randomSet(VectorSimilarityFunction.EUCLIDEAN, 600, 24);
    for (Contender contender : Contenders.all()) {
      assertEquals(
          contender.name(),
          contender.hasSegments() || contender.name().equals("jvector"),
          contender.readsFromFiles());
      if (contender.readsFromFiles()) {
        Path folder = createTempDir();
        contender.build(set, folder, BuildOptions.DEFAULT);
        float[] query = set.queries().get(0);
        String[] expected = null;
        for (IndexAccess.Kind kind : IndexAccess.Kind.values()) {
          for (IndexAccess.Advice advice : IndexAccess.Advice.values()) {
            try (Searcher searcher = contender.open(folder, new IndexAccess(kind, advice))) {
              String[] ids = searcher.search(query, K, FANOUT).ids();
              expected = expected == null ? ids : expected;
              assertArrayEquals(contender.name() + " " + kind + " " + advice, expected, ids);
            }
          }
        }
      }
    }
  }

  public void testHitsStayReadable() throws IOException {
    VectorSet set = randomSet(VectorSimilarityFunction.EUCLIDEAN, 300, 8);
    for (Contender contender : Contenders.all()) {
      Path folder = createTempDir();
      contender.build(set, folder, BuildOptions.DEFAULT);
      try (Searcher searcher = contender.open(folder)) {
        Hits hits = searcher.search(set.queries().get(0), K, FANOUT);
        String[] ids = hits.ids();
        searcher.search(set.queries().get(1), K, FANOUT).ids();
        assertArrayEquals(contender.name(), ids, hits.ids());
      }
    }
  }

  public void testTwoThreadsFindTheSame() throws Exception {
    VectorSet set = randomSet(VectorSimilarityFunction.EUCLIDEAN, 500, 16);
    for (Contender contender : Contenders.all()) {
      Path folder = createTempDir();
      contender.build(set, folder, BuildOptions.DEFAULT);
      try (Searcher searcher = contender.open(folder);
          ExecutorService threads = Executors.newFixedThreadPool(2)) {
        List<Future<List<List<String>>>> results = new ArrayList<>();
        for (int thread = 0; thread < 2; thread++) {
          results.add(threads.submit(() -> searchAll(searcher, set)));
        }
        List<List<String>> alone = searchAll(searcher, set);
        for (Future<List<List<String>>> result : results) {
          assertEquals(contender.name(), alone, result.get());
        }
      }
    }
  }

  private static List<List<String>> searchAll(Searcher searcher, VectorSet set) throws IOException {
    List<List<String>> all = new ArrayList<>();
    for (int round = 0; round < 5; round++) {
      for (float[] query : set.queries().asList()) {
        all.add(List.of(searcher.search(query, K, FANOUT).ids()));
      }
    }
    return all;
  }

  public void testSizesAreThoseOfTheFiles() throws IOException {
    VectorSet set = randomSet(VectorSimilarityFunction.EUCLIDEAN, 2_000, 32);
    long vectorBytes = 4L * set.size() * set.dimension();
    long idBytes = set.ids().stream().mapToLong(id -> id.length()).sum();
    for (Contender contender : Contenders.all()) {
      String name = contender.name();
      Path folder = createTempDir();
      BuildReport report = contender.build(set, folder, BuildOptions.DEFAULT);
      boolean hasSegments = contender instanceof LuceneContender;
      assertEquals(name, hasSegments, report.flushSeconds() != null);
      Sizes sizes = report.sizes();
      assertEquals(name, bytesIn(folder), sizes.total());
      assertTrue(name + sizes, sizes.vectors() >= vectorBytes);
      assertTrue(name + sizes, sizes.vectors() < vectorBytes + 1_000);
      int bits = codeBits(name);
      assertEquals(name + sizes, bits > 0, sizes.codes() > 0);
      if (bits > 0) {
        assertTrue(name + sizes, sizes.codes() >= vectorBytes * bits / 32);
        assertTrue(name + sizes, sizes.codes() < vectorBytes * (bits + 8) / 32);
      }
      assertEquals(name + sizes, contender.hasFanout(), sizes.graph() > 0);
      assertTrue(name + sizes, sizes.ids() > idBytes / 2); // Lucene compresses them
      assertTrue(name + sizes, sizes.other() < 10_000);
    }
  }

  /** Bits per component of the codes of a contender; 0 if it has no codes. */
  private static int codeBits(String contender) {
    if (contender.contains("-sq")) {
      return Integer.parseInt(contender.substring(contender.length() - 1));
    }
    return contender.startsWith("omdb") ? 4 : 0;
  }

  private static long bytesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          // Lucene's lock, an empty file that is not deleted
          .filter(file -> file.getFileName().toString().equals("write.lock") == false)
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }

  public void testManyFlushesMergeIntoOneSegment() throws IOException {
    VectorSet set = randomSet(VectorSimilarityFunction.EUCLIDEAN, 3_000, 32);
    BuildOptions small = BuildOptions.DEFAULT.withBuffer(100_000);
    for (String name : List.of("omdb", "lucene")) {
      Path folder = createTempDir();
      BuildReport report = Contenders.named(name).build(set, folder, small);
      assertTrue(report.toString(), report.flushSeconds() > 0);
      assertTrue(report.toString(), report.mergeSeconds() > 0);
      assertTrue(report.toString(), report.forceMergeSeconds() > 0);
      assertTrue(
          report.toString(), report.flushSeconds() + report.mergeSeconds() < report.indexSeconds());
      try (Stream<Path> files = Files.list(folder)) {
        assertEquals(name, 1, files.filter(file -> file.toString().endsWith(".si")).count());
      }
    }
  }

  public void testShapesHaveTheSegmentsTheySay() throws IOException {
    VectorSet set = randomSet(VectorSimilarityFunction.EUCLIDEAN, 3_000, 32);
    BuildOptions small = BuildOptions.DEFAULT.withBuffer(100_000);
    for (String name : List.of("omdb", "lucene")) {
      for (IndexShape.Threads threads : IndexShape.Threads.values()) {
        for (IndexShape.Pieces pieces : IndexShape.Pieces.values()) {
          IndexShape shape = IndexShape.DEFAULT.with(threads).withEvenSegments(30).with(pieces);
          Path folder = createTempDir();
          BuildReport report = Contenders.named(name).build(set, folder, small.withShape(shape));
          String what = name + " " + threads + " " + pieces + " " + report;
          try (Directory directory = FSDirectory.open(folder);
              DirectoryReader reader = DirectoryReader.open(directory)) {
            assertEquals(what, set.size(), reader.numDocs());
            int segments = reader.leaves().size();
            switch (pieces) {
              case ONE -> assertEquals(what, 1, segments);
              case EVEN -> {
                assertEquals(what, 30, segments);
                reader.leaves().forEach(leaf -> assertEquals(what, 100, leaf.reader().maxDoc()));
              }
              case AS_FLUSHED -> assertTrue(what + segments, segments > 2);
            }
          }
          assertEquals(what, pieces == IndexShape.Pieces.ONE, report.forceMergeSeconds() != null);
          assertEquals(what, bytesIn(folder), report.sizes().total());
        }
      }
    }
  }

  public void testFiltersAndDeletesHideDocuments() throws IOException {
    VectorSet set = randomSet(VectorSimilarityFunction.EUCLIDEAN, 800, 16);
    IndexShape shape =
        IndexShape.DEFAULT
            .marking(
                row ->
                    row % 3 == 0 ? List.of("third", "x") : row % 3 == 1 ? List.of("y") : List.of())
            .deleting("y");
    List<String> thirds = new ArrayList<>();
    List<String> gone = new ArrayList<>();
    for (int row = 0; row < set.size(); row++) {
      if (row % 3 < 2) {
        (row % 3 == 0 ? thirds : gone).add(set.ids().get(row));
      }
    }
    for (Contender contender : Contenders.all()) {
      if (contender.hasSegments()) {
        Path folder = createTempDir();
        contender.build(set, folder, BuildOptions.DEFAULT.withShape(shape));
        try (Searcher all = contender.open(folder);
            Searcher filtered = contender.openFiltered(folder, "third")) {
          for (float[] query : set.queries().asList()) {
            List<String> found = List.of(filtered.search(query, K, FANOUT).ids());
            assertEquals(contender.name(), K, found.size());
            assertTrue(contender.name() + found, thirds.containsAll(found));
            List<String> ids = List.of(all.search(query, K, FANOUT).ids());
            assertEquals(contender.name(), K, ids.size());
            assertTrue(contender.name() + ids, Collections.disjoint(ids, gone));
          }
        }
      } else {
        expectThrows(
            UnsupportedOperationException.class,
            () -> contender.openFiltered(createTempDir(), "third"));
      }
    }
  }

  public void testAnIndexThatChanges() throws IOException {
    VectorSet set = randomSet(VectorSimilarityFunction.EUCLIDEAN, 400, 16);
    IndexShape shape = IndexShape.DEFAULT.marking(row -> List.of("part-" + row / 100));
    for (String name : List.of("omdb", "lucene")) {
      Path folder = createTempDir();
      Contender contender = Contenders.named(name);
      try (EvolvingIndex index = contender.evolve(folder, BuildOptions.DEFAULT.withShape(shape))) {
        index.add(set, IntStream.range(0, 200).toArray());
        index.merge();
        index.delete("part-0");
        index.add(set, IntStream.range(300, 400).toArray());
        index.merge();
      }
      VectorSet left =
          set.only(IntStream.range(0, 400).filter(row -> row / 100 % 2 == 1).toArray());
      try (Searcher searcher = contender.open(folder);
          Directory directory = FSDirectory.open(folder);
          DirectoryReader reader = DirectoryReader.open(directory)) {
        assertEquals(name, 1, reader.leaves().size());
        assertEquals(name, 200, reader.maxDoc());
        for (float[] query : set.queries().asList()) {
          List<String> ids = List.of(searcher.search(query, K, FANOUT).ids());
          assertEquals(name, nearest(left, query).getFirst(), ids.getFirst());
        }
      }
    }
  }

  public void testUnknownNameListsContenders() {
    IllegalArgumentException e =
        expectThrows(IllegalArgumentException.class, () -> Contenders.named("luzene"));
    for (Contender contender : Contenders.all()) {
      assertTrue(e.getMessage(), e.getMessage().contains(contender.name()));
      assertEquals(contender.name(), Contenders.named(contender.name()).name());
    }
  }
}
