// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import static org.omdb.lucene.search.NoisyDocuments.BYTES;
import static org.omdb.lucene.search.NoisyDocuments.FLOATS;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.LuceneTestCase.SuppressFileSystems;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.NamedThreadFactory;
import org.omdb.fixtures.FaultyDirectory;
import org.omdb.fixtures.FaultyDirectory.FaultException;
import org.omdb.lucene.OmdbCodec;

/**
 * A search that fails, wherever it does, takes no other search with it: later ones, and those in
 * other threads, find what they found before. Scores may differ in their last bits once more code
 * is compiled: SIMD code adds in another order then.
 */
@SuppressFileSystems("*") // memory-mapped
public class TestFailedSearches extends LuceneTestCase {

  private static final int COUNT = 3_000;
  private static final int DIMENSION = 64;
  private static final int TARGETS = 8;
  private static final int K = 10;
  private static final int THREADS = 4;

  private final NoisyDocuments documents =
      new NoisyDocuments(
          29, COUNT, DIMENSION, TARGETS, VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT);

  /** What a search throws that was told to. */
  private static final class CollectException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Throws when it gets a hit too many. */
  private static final class Throwing extends KnnCollector.Decorator {

    private int left;

    Throwing(KnnCollector collector, int left) {
      super(collector);
      this.left = left;
    }

    @Override
    public boolean collect(int doc, float score) {
      if (left-- == 0) {
        throw new CollectException();
      }
      return super.collect(doc, score);
    }
  }

  /** Ends a search after it was asked some times whether to. */
  private static final class Ending extends KnnCollector.Decorator {

    private int left;

    Ending(KnnCollector collector, int left) {
      super(collector);
      this.left = left;
    }

    @Override
    public boolean earlyTerminated() {
      return left-- <= 0 || super.earlyTerminated();
    }
  }

  private static KnnCollector collector() {
    return new TopKnnCollector(K, Integer.MAX_VALUE);
  }

  private void search(
      LeafReader leaf, boolean isBytes, int target, KnnCollector collector, boolean isFiltered)
      throws IOException {
    AcceptDocs acceptDocs =
        isFiltered
            ? AcceptDocs.fromLiveDocs(new EveryOther(leaf.maxDoc()), leaf.maxDoc())
            : AcceptDocs.fromLiveDocs(null, leaf.maxDoc());
    if (isBytes) {
      leaf.searchNearestVectors(BYTES, documents.byteTargets[target], collector, acceptDocs);
    } else {
      leaf.searchNearestVectors(FLOATS, documents.targets[target], collector, acceptDocs);
    }
  }

  /** Every other document. */
  private record EveryOther(int length) implements Bits {
    @Override
    public boolean get(int index) {
      return index % 2 == 0;
    }
  }

  /** Hits of all kinds of searches, one line each. */
  private List<String> allHits(DirectoryReader reader) throws IOException {
    List<String> lines = new ArrayList<>();
    for (LeafReaderContext leaf : reader.leaves()) {
      for (int target = 0; target < TARGETS; target++) {
        for (int kind = 0; kind < 4; kind++) {
          KnnCollector collector = collector();
          search(leaf.reader(), kind % 2 == 1, target, collector, kind > 1);
          StringBuilder line = new StringBuilder(leaf.ord + " " + kind + " " + target + ":");
          ScoreDoc[] hits = collector.topDocs().scoreDocs;
          assertEquals(K, hits.length);
          for (ScoreDoc hit : hits) {
            line.append(' ').append(hit.doc);
          }
          lines.add(line.toString());
        }
      }
    }
    return lines;
  }

  /** Two segments without graphs beside one with the draft of one, or all merged. */
  private void write(MMapDirectory dir, boolean isMerged) throws IOException {
    documents.write(dir, new OmdbCodec(), 0, COUNT, COUNT / 3, isMerged, true);
  }

  private static DirectoryReader open(Directory dir) throws IOException {
    return DirectoryReader.open(dir);
  }

  /** A search that may fail. */
  @FunctionalInterface
  private interface Search {
    void run(LeafReader leaf, int target) throws IOException;
  }

  /** Runs it in every segment; returns how often it failed. */
  private int fail(DirectoryReader reader, Search search) throws IOException {
    int failures = 0;
    for (LeafReaderContext leaf : reader.leaves()) {
      for (int target = 0; target < TARGETS; target++) {
        try {
          search.run(leaf.reader(), target);
        } catch (FaultException | CollectException expected) {
          failures++;
        } catch (
            RuntimeException e) { // documents of ordinals are read where IOException is unknown
          assertTrue(e.toString(), e.getCause() instanceof FaultException);
          failures++;
        }
      }
    }
    return failures;
  }

  public void testCollectorThatThrows() throws IOException {
    for (boolean isMerged : new boolean[] {false, true}) {
      try (MMapDirectory dir = new MMapDirectory(createTempDir())) {
        write(dir, isMerged);
        try (DirectoryReader reader = open(dir)) {
          List<String> before = allHits(reader);
          for (int hits = 0; hits < K; hits++) {
            for (boolean isBytes : new boolean[] {false, true}) {
              int limit = hits;
              boolean isFiltered = random().nextBoolean();
              int failures =
                  fail(
                      reader,
                      (leaf, target) ->
                          search(
                              leaf, isBytes, target, new Throwing(collector(), limit), isFiltered));
              assertEquals(reader.leaves().size() * TARGETS, failures);
            }
            assertEquals(before, allHits(reader));
          }
        }
      }
    }
  }

  public void testSearchesThatEndEarly() throws IOException {
    for (boolean isMerged : new boolean[] {false, true}) {
      try (MMapDirectory dir = new MMapDirectory(createTempDir())) {
        write(dir, isMerged);
        try (DirectoryReader reader = open(dir)) {
          List<String> before = allHits(reader);
          for (int polls : new int[] {0, 1, 2, 3, 5, 10, 30, 100}) {
            boolean isBytes = random().nextBoolean();
            boolean isFiltered = random().nextBoolean();
            int failures =
                fail(
                    reader,
                    (leaf, target) ->
                        search(leaf, isBytes, target, new Ending(collector(), polls), isFiltered));
            assertEquals(0, failures);
            assertEquals(before, allHits(reader));
          }
        }
      }
    }
  }

  /** Rows that can't be read, while codes are memory-mapped. */
  public void testRowsThatCannotBeRead() throws IOException {
    for (boolean isMerged : new boolean[] {false, true}) {
      try (MMapDirectory mapped = new MMapDirectory(createTempDir())) {
        write(mapped, isMerged);
        RowReads dir = new RowReads(mapped);
        try (DirectoryReader reader = open(dir)) {
          List<String> before = allHits(reader);
          for (int reads = 0; reads < K; reads++) { // no search gets along with as few
            AtomicInteger left = new AtomicInteger();
            dir.setHook(
                bytes -> {
                  if (left.getAndDecrement() <= 0) {
                    throw new FaultException("a row");
                  }
                });
            int limit = reads;
            boolean isBytes = random().nextBoolean();
            int failures =
                fail(
                    reader,
                    (leaf, target) -> {
                      left.set(limit);
                      search(leaf, isBytes, target, collector(), random().nextBoolean());
                    });
            assertEquals(reader.leaves().size() * TARGETS, failures);
            dir.setHook(bytes -> {});
            assertEquals(before, allHits(reader));
          }
        }
      }
    }
  }

  /** Any file; none is memory-mapped. */
  public void testFilesThatCannotBeRead() throws IOException {
    for (boolean isMerged : new boolean[] {false, true}) {
      try (MMapDirectory mapped = new MMapDirectory(createTempDir())) {
        write(mapped, isMerged);
        FaultyDirectory dir = new FaultyDirectory(mapped);
        dir.setCold(random().nextBoolean());
        try (DirectoryReader reader = open(dir)) {
          List<String> before = allHits(reader);
          int failed = 0;
          for (int reads = 0; reads < 20_000; reads = 2 * reads + 1 + random().nextInt(3)) {
            AtomicInteger left = new AtomicInteger();
            dir.setFault(
                (operation, file) -> {
                  if (left.getAndDecrement() <= 0) {
                    throw new FaultException(operation + " " + file);
                  }
                });
            int limit = reads;
            boolean isBytes = random().nextBoolean();
            failed +=
                fail(
                    reader,
                    (leaf, target) -> {
                      left.set(limit);
                      search(leaf, isBytes, target, collector(), random().nextBoolean());
                    });
            dir.setFault(FaultyDirectory.Fault.NONE);
            assertEquals(before, allHits(reader));
          }
          assertTrue(failed > 0);
        }
      }
    }
  }

  /** What threads share of their working memory is never that of two. */
  public void testOtherThreads() throws IOException, InterruptedException, ExecutionException {
    ExecutorService executor =
        Executors.newFixedThreadPool(THREADS, new NamedThreadFactory("searches"));
    try (MMapDirectory dir = new MMapDirectory(createTempDir())) {
      write(dir, random().nextBoolean());
      try (DirectoryReader reader = open(dir)) {
        List<String> before = allHits(reader);
        List<Future<Integer>> failures = new ArrayList<>();
        List<Future<List<String>>> hits = new ArrayList<>();
        for (int round = 0; round < 5 * THREADS; round++) {
          int limit = round % K;
          failures.add(
              executor.submit(
                  () ->
                      fail(
                          reader,
                          (leaf, target) ->
                              search(
                                  leaf, false, target, new Throwing(collector(), limit), false))));
          hits.add(executor.submit(() -> allHits(reader)));
        }
        for (Future<Integer> failed : failures) {
          assertEquals(reader.leaves().size() * TARGETS, (int) failed.get());
        }
        for (Future<List<String>> found : hits) {
          assertEquals(before, found.get());
        }
      }
    } finally {
      executor.shutdown();
    }
  }
}
