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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnByteVectorQuery;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.PatienceKnnVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SeededKnnVectorQuery;
import org.apache.lucene.search.join.BitSetProducer;
import org.apache.lucene.search.join.DiversifyingChildrenByteKnnVectorQuery;
import org.apache.lucene.search.join.DiversifyingChildrenFloatKnnVectorQuery;
import org.apache.lucene.search.join.QueryBitSetProducer;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.LuceneTestCase.SuppressFileSystems;
import org.apache.lucene.util.NamedThreadFactory;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.omdb.code.CodeScorer;
import org.omdb.fixtures.SimilarityQueries;
import org.omdb.lucene.OmdbCodec;

/**
 * Every collector of Lucene's searches, by codes: for each kind of search and each shape of an
 * index all hits are right, and as many of the nearest are among them as Lucene's own format finds
 * in the same documents. Vectors and graphs are the same in every run, whatever the seed.
 */
@SuppressFileSystems("*") // memory-mapped
public class TestCollectors extends LuceneTestCase {

  private static final int COUNT = 3_000;
  private static final int PER_FLUSH = COUNT / 3;
  private static final int DIMENSION = 96;
  private static final int TARGETS = 100;
  private static final int DELETED = 3; // one in

  /** More hits than this make up for fewer targets. */
  private static final int MANY = 20;

  private static final int FEW_TARGETS = 25;

  /** Recall that may be less than Lucene's; and one search of all may be. */
  private static final double TOLERANCE = 0.01 + 1e-9;

  /** Scores of SIMD code may differ from others by this part, as it adds in another order. */
  private static final float ROUNDING = 1e-5f;

  private static ExecutorService executor;

  @BeforeClass
  public static void startThreads() {
    executor = Executors.newFixedThreadPool(3, new NamedThreadFactory("searches"));
  }

  @AfterClass
  public static void stopThreads() {
    executor.shutdown();
    executor = null;
  }

  /** What is looked for. */
  private enum Wanted {
    NEAREST,
    /** The nearest child of each of the parents that have the nearest ones. */
    NEAREST_CHILDREN,
    /** All that are as near as the k-th. */
    SIMILAR
  }

  /** Makes a query for a target. */
  @FunctionalInterface
  private interface QueryMaker {
    /**
     * @param threshold between the k-th score and the next
     */
    Query of(int target, float threshold);
  }

  /**
   * A kind of search.
   *
   * @param part of documents that pass its filter, of {@link NoisyDocuments#PARTS}; 0 for no filter
   */
  private record Kind(
      String name, Wanted wanted, int k, int part, boolean isBytes, QueryMaker maker) {

    @Override
    public String toString() {
      return name
          + (isBytes ? " of bytes" : "")
          + ", k = "
          + k
          + (part == 0 ? "" : ", " + part + " per mille accepted");
    }
  }

  /** An index of ours, and Lucene's with the same documents. */
  private final class Pair implements AutoCloseable {

    private final NoisyDocuments documents;
    private final boolean hasDeletions;
    private final RowReads omdbDir = new RowReads(new MMapDirectory(createTempDir()));
    private final RowReads luceneDir = new RowReads(new MMapDirectory(createTempDir()));
    private final DirectoryReader omdb;
    private final DirectoryReader lucene;
    private final int[] omdbNumbers;
    private final int[] luceneNumbers;
    private final Map<String, float[]> sortedScores = new HashMap<>();

    Pair(VectorSimilarityFunction similarity, Shape shape) throws IOException {
      documents = new NoisyDocuments(17, COUNT, DIMENSION, TARGETS, similarity);
      hasDeletions = shape == Shape.WITH_DELETIONS;
      OmdbCodec ours = OmdbCodec.builder().reproducible(true).build();
      Lucene104Codec theirs = new Lucene104Codec();
      shape.write(documents, omdbDir, ours);
      shape.write(documents, luceneDir, theirs);
      omdb = DirectoryReader.open(omdbDir);
      lucene = DirectoryReader.open(luceneDir);
      omdbNumbers = NoisyDocuments.numbers(omdb);
      luceneNumbers = NoisyDocuments.numbers(lucene);
    }

    @Override
    public void close() throws IOException {
      omdb.close();
      lucene.close();
      omdbDir.close();
      luceneDir.close();
    }

    boolean isAccepted(int number, int part) {
      return documents.passes(number, part) && (hasDeletions && number % DELETED == 0) == false;
    }

    /** Scores of what may be found by a search, the best first. */
    float[] sortedScores(Kind kind, int target) {
      boolean ofChildren = kind.wanted == Wanted.NEAREST_CHILDREN;
      return sortedScores.computeIfAbsent(
          ofChildren + " " + kind.part + " " + kind.isBytes + " " + target,
          key -> sort(kind, target));
    }

    private float[] sort(Kind kind, int target) {
      float[] best = new float[COUNT]; // per document, or per parent
      for (int i = 0; i < COUNT; i++) {
        if (isAccepted(i, kind.part)) {
          int at = kind.wanted == Wanted.NEAREST_CHILDREN ? documents.parents[i] : i;
          best[at] = Math.max(best[at], documents.score(i, target, kind.isBytes));
        }
      }
      Arrays.sort(best);
      int count = 0;
      float[] sorted = new float[COUNT];
      for (int i = COUNT - 1; i >= 0 && best[i] > 0; i--) {
        sorted[count++] = best[i];
      }
      return Arrays.copyOf(sorted, count);
    }

    /** The part of what is looked for that all searches of a kind find together. */
    double recall(Kind kind, IndexSearcher searcher, int[] numbers) throws IOException {
      int found = 0;
      int wanted = 0;
      int targets = kind.k > MANY ? FEW_TARGETS : TARGETS;
      for (int target = 0; target < targets; target++) {
        float[] scores = sortedScores(kind, target);
        int expected = Math.min(kind.k, scores.length);
        float least = scores[expected - 1];
        float next = expected < scores.length ? scores[expected] : 0;
        Query query = kind.maker.of(target, (least + next) / 2);
        ScoreDoc[] hits = searcher.search(query, COUNT).scoreDocs;
        checkHits(kind, target, hits, numbers);
        if (numbers == omdbNumbers && kind.wanted != Wanted.SIMILAR) {
          assertEquals(kind + ", " + documents.similarity, expected, hits.length);
        }
        for (ScoreDoc hit : hits) {
          found += hit.score >= least * (1 - ROUNDING) ? 1 : 0;
        }
        wanted += expected;
      }
      return (double) found / wanted;
    }

    void checkHits(Kind kind, int target, ScoreDoc[] hits, int[] numbers) {
      Set<Integer> seen = new HashSet<>();
      ScoreDoc last = null;
      for (ScoreDoc hit : hits) {
        int number = numbers[hit.doc];
        String message = kind + ": document " + number + " with score " + hit.score;
        assertTrue(message + " is not accepted", isAccepted(number, kind.part));
        assertTrue(message + " is there twice", seen.add(number));
        if (kind.wanted == Wanted.NEAREST_CHILDREN) {
          assertTrue(message + " has a sibling", seen.add(-1 - documents.parents[number]));
        }
        float score = documents.score(number, target, kind.isBytes);
        assertEquals(message, score, hit.score, ROUNDING * score);
        assertTrue(
            message + " is out of order",
            last == null
                || last.score > hit.score
                || (last.score == hit.score && last.doc < hit.doc));
        last = hit;
      }
    }

    void check(Kind kind) throws IOException {
      check(kind, new IndexSearcher(omdb));
    }

    void check(Kind kind, IndexSearcher searcher) throws IOException {
      double ours = recall(kind, searcher, omdbNumbers);
      double theirs = recall(kind, new IndexSearcher(lucene), luceneNumbers);
      String message = kind + ", " + documents.similarity + ": " + ours + ", Lucene " + theirs;
      assertTrue(message, ours >= theirs - TOLERANCE);
    }

    /** How many rows all searches of a kind read. */
    long rowsRead(Kind kind, RowReads dir, DirectoryReader reader, int[] numbers)
        throws IOException {
      AtomicLong bytes = new AtomicLong();
      dir.setHook(bytes::addAndGet);
      recall(kind, new IndexSearcher(reader), numbers);
      dir.setHook(size -> {});
      return bytes.get() / (DIMENSION * Float.BYTES);
    }
  }

  /** Segments that an index consists of. */
  private enum Shape {
    /** A segment with a graph, and two without any. */
    FLUSHED {
      @Override
      void write(NoisyDocuments documents, RowReads dir, Codec codec) throws IOException {
        documents.write(dir, codec, 0, COUNT, PER_FLUSH, false, true);
      }
    },

    /** One that was flushed, with the graph of a merge. */
    LONE {
      @Override
      void write(NoisyDocuments documents, RowReads dir, Codec codec) throws IOException {
        documents.write(dir, codec, 0, COUNT, COUNT, false, true);
      }
    },
    MERGED {
      @Override
      void write(NoisyDocuments documents, RowReads dir, Codec codec) throws IOException {
        documents.write(dir, codec, 0, COUNT, PER_FLUSH, true, true);
      }
    },

    /** One that was merged, two that were flushed; documents of all of them are deleted. */
    WITH_DELETIONS {
      @Override
      void write(NoisyDocuments documents, RowReads dir, Codec codec) throws IOException {
        int merged = documents.blockFrom(COUNT / 2);
        documents.write(dir, codec, 0, merged, PER_FLUSH, true, true);
        documents.write(dir, codec, merged, COUNT, COUNT / 4, false, true);
        NoisyDocuments.delete(dir, codec, COUNT, DELETED);
      }
    };

    abstract void write(NoisyDocuments documents, RowReads dir, Codec codec) throws IOException;
  }

  private static Query filter(int part) {
    return part == 0 ? null : NoisyDocuments.filter(part);
  }

  private static KnnFloatVectorQuery nearest(
      NoisyDocuments documents, int target, int k, int part, KnnSearchStrategy strategy) {
    return new KnnFloatVectorQuery(FLOATS, documents.targets[target], k, filter(part), strategy);
  }

  private static KnnByteVectorQuery nearestBytes(
      NoisyDocuments documents, int target, int k, int part, KnnSearchStrategy strategy) {
    return new KnnByteVectorQuery(BYTES, documents.byteTargets[target], k, filter(part), strategy);
  }

  private static final KnnSearchStrategy USUAL = KnnSearchStrategy.Hnsw.DEFAULT;

  /** For the nearest, with what Lucene makes of that. */
  private static List<Kind> nearestKinds(NoisyDocuments docs, int k, int part) {
    Query seeds = NoisyDocuments.filter(10);
    BitSetProducer parents = new QueryBitSetProducer(NoisyDocuments.parentFilter());
    KnnSearchStrategy selective = new KnnSearchStrategy.Hnsw(60);
    List<Kind> kinds = new ArrayList<>();
    kinds.add(
        new Kind(
            "nearest", Wanted.NEAREST, k, part, false, (t, s) -> nearest(docs, t, k, part, USUAL)));
    kinds.add(
        new Kind(
            "nearest",
            Wanted.NEAREST,
            k,
            part,
            true,
            (t, s) -> nearestBytes(docs, t, k, part, USUAL)));
    kinds.add(
        new Kind(
            "nearest by Hnsw(60)",
            Wanted.NEAREST,
            k,
            part,
            false,
            (t, s) -> nearest(docs, t, k, part, selective)));
    kinds.add(
        new Kind(
            "nearest by Hnsw(60)",
            Wanted.NEAREST,
            k,
            part,
            true,
            (t, s) -> nearestBytes(docs, t, k, part, selective)));
    kinds.add(
        new Kind(
            "patience",
            Wanted.NEAREST,
            k,
            part,
            false,
            (t, s) -> PatienceKnnVectorQuery.fromFloatQuery(nearest(docs, t, k, part, USUAL))));
    kinds.add(
        new Kind(
            "seeded",
            Wanted.NEAREST,
            k,
            part,
            false,
            (t, s) ->
                SeededKnnVectorQuery.fromFloatQuery(nearest(docs, t, k, part, USUAL), seeds)));
    kinds.add(
        new Kind(
            "seeded",
            Wanted.NEAREST,
            k,
            part,
            true,
            (t, s) ->
                SeededKnnVectorQuery.fromByteQuery(nearestBytes(docs, t, k, part, USUAL), seeds)));
    kinds.add(
        new Kind(
            "children",
            Wanted.NEAREST_CHILDREN,
            k,
            part,
            false,
            (t, s) ->
                new DiversifyingChildrenFloatKnnVectorQuery(
                    FLOATS, docs.targets[t], filter(part), k, parents)));
    kinds.add(
        new Kind(
            "children",
            Wanted.NEAREST_CHILDREN,
            k,
            part,
            true,
            (t, s) ->
                new DiversifyingChildrenByteKnnVectorQuery(
                    BYTES, docs.byteTargets[t], filter(part), k, parents)));
    return kinds;
  }

  private static List<Kind> similarKinds(NoisyDocuments docs, int k, int part) {
    List<Kind> kinds = new ArrayList<>();
    for (float decay : new float[] {0, 0.5f, 0.9f, 1}) {
      kinds.add(
          new Kind(
              "similar with decay " + decay,
              Wanted.SIMILAR,
              k,
              part,
              false,
              (t, s) -> SimilarityQueries.floats(FLOATS, docs.targets[t], s, decay, filter(part))));
      kinds.add(
          new Kind(
              "similar with decay " + decay,
              Wanted.SIMILAR,
              k,
              part,
              true,
              (t, s) ->
                  SimilarityQueries.bytes(BYTES, docs.byteTargets[t], s, decay, filter(part))));
    }
    return kinds;
  }

  /** A similarity for each shape, so that all are searched. */
  private static VectorSimilarityFunction similarityOf(Shape shape) {
    return VectorSimilarityFunction.values()[shape.ordinal()];
  }

  private void checkNearest(Shape shape) throws IOException {
    try (Pair pair = new Pair(similarityOf(shape), shape)) {
      for (int k : new int[] {1, 10, 100, COUNT + 10}) {
        for (Kind kind : nearestKinds(pair.documents, k, 0)) {
          pair.check(kind);
        }
      }
      for (int part : NoisyDocuments.PARTS) {
        for (Kind kind : nearestKinds(pair.documents, 10, part)) {
          pair.check(kind);
        }
      }
    }
  }

  public void testNearestInFlushed() throws IOException {
    checkNearest(Shape.FLUSHED);
  }

  public void testNearestInLone() throws IOException {
    checkNearest(Shape.LONE);
  }

  public void testNearestInMerged() throws IOException {
    checkNearest(Shape.MERGED);
  }

  public void testNearestWithDeletions() throws IOException {
    checkNearest(Shape.WITH_DELETIONS);
  }

  public void testSimilar() throws IOException {
    for (Shape shape : Shape.values()) {
      try (Pair pair = new Pair(similarityOf(shape), shape)) {
        for (int k : new int[] {5, 50, 500}) {
          for (int part : new int[] {0, 100, 500}) {
            for (Kind kind : similarKinds(pair.documents, k, part)) {
              pair.check(kind);
            }
          }
        }
      }
    }
  }

  private IndexSearcher withTimeout(DirectoryReader reader, int polls) {
    AtomicLong left = new AtomicLong(polls);
    IndexSearcher searcher = new IndexSearcher(reader);
    searcher.setTimeout(() -> left.decrementAndGet() < 0);
    return searcher;
  }

  public void testTimeoutThatIsNeverReached() throws IOException {
    for (Shape shape : Shape.values()) {
      try (Pair pair = new Pair(similarityOf(shape), shape)) {
        IndexSearcher searcher = new IndexSearcher(pair.omdb);
        searcher.setTimeout(() -> false);
        for (int part : new int[] {0, 10, 500}) {
          for (Kind kind : nearestKinds(pair.documents, 10, part)) {
            pair.check(kind, searcher);
          }
        }
      }
    }
  }

  /** What is found until then is right, and nothing fails. */
  public void testTimeout() throws IOException {
    for (Shape shape : Shape.values()) {
      try (Pair pair = new Pair(similarityOf(shape), shape)) {
        for (int polls : new int[] {0, 1, 2, 3, 5, 10, 20, 50}) {
          for (int part : new int[] {0, 100}) {
            List<Kind> kinds = nearestKinds(pair.documents, 10, part);
            kinds.addAll(similarKinds(pair.documents, 50, part));
            for (Kind kind : kinds) {
              int target = random().nextInt(TARGETS);
              float[] scores = pair.sortedScores(kind, target);
              Query query = kind.maker.of(target, scores[Math.min(kind.k, scores.length) - 1]);
              ScoreDoc[] hits = withTimeout(pair.omdb, polls).search(query, COUNT).scoreDocs;
              pair.checkHits(kind, target, hits, pair.omdbNumbers);
            }
          }
        }
        // and later searches are none the worse
        for (Kind kind : nearestKinds(pair.documents, 10, 0)) {
          pair.check(kind);
        }
      }
    }
  }

  public void testExecutor() throws IOException {
    for (Shape shape : new Shape[] {Shape.FLUSHED, Shape.WITH_DELETIONS}) {
      try (Pair pair = new Pair(similarityOf(shape), shape)) {
        IndexSearcher searcher = new IndexSearcher(pair.omdb, executor);
        for (int k : new int[] {10, 100}) {
          for (Kind kind : nearestKinds(pair.documents, k, 0)) {
            pair.check(kind, searcher);
          }
        }
      }
    }
  }

  /**
   * The nearest are all in one leaf: Lucene asks each leaf for a part first, then that for more.
   */
  public void testAllNearestInOneLeaf() throws IOException {
    NoisyDocuments documents =
        new NoisyDocuments(17, COUNT, DIMENSION, TARGETS, VectorSimilarityFunction.EUCLIDEAN);
    Integer[] byScore = new Integer[COUNT];
    for (int i = 0; i < COUNT; i++) {
      byScore[i] = i;
    }
    Arrays.sort(
        byScore,
        (a, b) -> Float.compare(documents.score(b, 0, false), documents.score(a, 0, false)));
    float[][] floats = documents.floats.clone();
    byte[][] bytes = documents.bytes.clone();
    for (int i = 0; i < COUNT; i++) {
      documents.floats[i] = floats[byScore[i]];
      documents.bytes[i] = bytes[byScore[i]];
    }
    try (MMapDirectory dir = new MMapDirectory(createTempDir())) {
      documents.write(dir, new OmdbCodec(), 0, COUNT, COUNT / 4, false, true);
      try (DirectoryReader reader = DirectoryReader.open(dir)) {
        assertEquals(4, reader.leaves().size());
        int[] numbers = NoisyDocuments.numbers(reader);
        for (int k : new int[] {10, 100}) {
          Query query = nearest(documents, 0, k, 0, USUAL);
          int found = 0;
          for (ScoreDoc hit : new IndexSearcher(reader).search(query, k).scoreDocs) {
            found += numbers[hit.doc] < k ? 1 : 0;
          }
          assertTrue(found + " of " + k, found >= 0.95 * k);
        }
      }
    }
  }

  /** By codes, of whatever kind: far fewer rows are read than Lucene's searches read. */
  public void testSearchesForNearestGoByCodes() throws IOException {
    assumeTrue("needs SIMD", CodeScorer.isFast());
    for (Shape shape : List.of(Shape.FLUSHED, Shape.LONE, Shape.MERGED)) {
      try (Pair pair = new Pair(similarityOf(shape), shape)) {
        List<Kind> kinds = nearestKinds(pair.documents, 10, 0);
        kinds.removeIf(Kind::isBytes);
        for (Kind kind : kinds) {
          long ours = pair.rowsRead(kind, pair.omdbDir, pair.omdb, pair.omdbNumbers);
          long theirs = pair.rowsRead(kind, pair.luceneDir, pair.lucene, pair.luceneNumbers);
          String message = shape + ", " + kind + ": " + ours + " rows, Lucene " + theirs;
          assertTrue(message, ours > 0 && ours <= theirs / 2);
        }
      }
    }
  }
}
