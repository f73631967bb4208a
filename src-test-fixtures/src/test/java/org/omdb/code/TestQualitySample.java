// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import static org.apache.lucene.index.VectorSimilarityFunction.COSINE;
import static org.apache.lucene.index.VectorSimilarityFunction.DOT_PRODUCT;
import static org.apache.lucene.index.VectorSimilarityFunction.EUCLIDEAN;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.util.VectorUtil;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.omdb.work.Progress;
import org.omdb.work.WorkThreads;

/** What is measured of codes is what counting one by one says, and tells hard vectors from easy. */
public class TestQualitySample extends LuceneTestCase {

  private static final int DIMENSION = 64;

  /** What the vectors of an easy set differ in, but for noise. */
  private static final int LATENT = 8;

  private VectorSimilarityFunction similarity = EUCLIDEAN;
  private WorkThreads threads = new WorkThreads(1, Progress.NONE);

  /** The targets of the last measurement. */
  private final List<float[]> targets = new ArrayList<>();

  /** What is to be found out about codes in a file. */
  @FunctionalInterface
  private interface Use<T> {
    T of(FieldCodes codes, IndexInput in) throws IOException;
  }

  private <T> T withCodes(List<float[]> vectors, Use<T> use) throws IOException {
    try (Directory dir = new ByteBuffersDirectory()) {
      FieldCodes codes;
      try (IndexOutput out = dir.createOutput("codes", IOContext.DEFAULT)) {
        codes = FieldCodes.write(similarity, values(vectors), out, threads);
      }
      try (IndexInput in = dir.openInput("codes", IOContext.DEFAULT)) {
        return use.of(codes, in);
      }
    }
  }

  private static FloatVectorValues values(List<float[]> vectors) {
    return FloatVectorValues.fromFloats(vectors, DIMENSION);
  }

  private RandomVectorScorer scorer(List<float[]> vectors, float[] target) {
    return new RandomVectorScorer.AbstractRandomVectorScorer(values(vectors)) {
      @Override
      public float score(int node) {
        return plainScore(vectors.get(node), target);
      }
    };
  }

  /** With SIMD, a score may change in its last bit once the JVM has compiled it. */
  private float plainScore(float[] a, float[] b) {
    double dot = 0;
    double squaresOfA = 0;
    double squaresOfB = 0;
    for (int i = 0; i < DIMENSION; i++) {
      dot += (double) a[i] * b[i];
      squaresOfA += (double) a[i] * a[i];
      squaresOfB += (double) b[i] * b[i];
    }
    double score =
        switch (similarity) {
          case EUCLIDEAN -> 1 / (1 + Math.max(0, squaresOfA + squaresOfB - 2 * dot));
          case DOT_PRODUCT -> (1 + dot) / 2;
          case COSINE -> (1 + dot / Math.sqrt(squaresOfA * squaresOfB)) / 2;
          case MAXIMUM_INNER_PRODUCT -> dot < 0 ? 1 / (1 - dot) : 1 + dot;
        };
    return (float) score;
  }

  private CodeQuality measure(FieldCodes codes, IndexInput in, List<float[]> vectors)
      throws IOException {
    targets.clear();
    return codes.measure(
        in,
        values(vectors),
        target -> {
          synchronized (targets) {
            if (targets.contains(target) == false) {
              targets.add(target);
            }
          }
          return scorer(vectors, target);
        },
        threads);
  }

  private CodeQuality measure(List<float[]> vectors) throws IOException {
    return withCodes(vectors, (codes, in) -> measure(codes, in, vectors));
  }

  private static float[] gaussian() {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) random().nextGaussian();
    }
    return vector;
  }

  private static float[] sum(float[] a, float[] b, float factor) {
    float[] sum = a.clone();
    for (int i = 0; i < DIMENSION; i++) {
      sum[i] += factor * b[i];
    }
    return sum;
  }

  /** As embeddings are, about: they differ in some directions more than in others. */
  private static List<float[]> easy(int count) {
    List<float[]> directions = new ArrayList<>();
    for (int i = 0; i < LATENT; i++) {
      directions.add(gaussian());
    }
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] vector = new float[DIMENSION];
      for (float[] direction : directions) {
        vector = sum(vector, direction, (float) random().nextGaussian());
      }
      vectors.add(sum(vector, gaussian(), 0.1f));
    }
    return vectors;
  }

  /** Groups whose vectors are much nearer to each other than to others. */
  private static List<float[]> groups(int count, int ofGroup, float spread) {
    List<float[]> vectors = new ArrayList<>();
    float[] center = null;
    for (int i = 0; i < count; i++) {
      center = i % ofGroup == 0 ? gaussian() : center;
      vectors.add(sum(center, gaussian(), spread));
    }
    return vectors;
  }

  /** Of some drawings, the one in the middle: a few targets of one may be hard. */
  private CodeQuality measureEasy() throws IOException {
    List<CodeQuality> measured = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      measured.add(measure(easy(3_000)));
    }
    measured.sort(Comparator.comparing(CodeQuality::candidates));
    return measured.get(2);
  }

  public void testTightGroupsNeedManyCandidates() throws IOException {
    CodeQuality easy = measureEasy();
    assertTrue(easy.toString(), easy.isGood(1));
    assertTrue(easy.toString(), easy.isGoodForScan());
    for (float spread : new float[] {0.05f, 0.01f}) {
      CodeQuality tight = measure(groups(3_000, 100, spread));
      assertFalse(tight.toString(), tight.isGood(1));
      assertTrue(tight.toString(), tight.candidates() > 2 * easy.candidates());
      assertTrue(tight.toString(), tight.binaryCandidates() > 50);
      assertTrue("no more than are in a group", tight.candidates() <= 110);
    }
  }

  /** For all targets that were drawn, the true nearest found by comparing, the rest by sorting. */
  public void testCountedOneByOne() throws IOException {
    for (VectorSimilarityFunction each : VectorSimilarityFunction.values()) {
      similarity = each;
      List<float[]> vectors = easy(200 + random().nextInt(500));
      if (each == DOT_PRODUCT) {
        vectors.replaceAll(VectorUtil::l2normalize);
      }
      withCodes(
          vectors,
          (codes, in) -> {
            CodeQuality quality = measure(codes, in, vectors);
            List<Integer> ranks = new ArrayList<>();
            List<Integer> binaryRanks = new ArrayList<>();
            for (float[] target : targets) {
              int self = indexOf(vectors, target);
              int[] nearest = nearest(vectors, target, self);
              addRanks(estimates(codes, in, vectors, target), self, nearest, ranks, false);
              addRanks(binaryEstimates(codes, in, target), self, nearest, binaryRanks, true);
            }
            assertEquals(each.toString(), candidates(ranks), quality.candidates());
            assertEquals(each.toString(), candidates(binaryRanks), quality.binaryCandidates());
            return null;
          });
    }
  }

  private static int indexOf(List<float[]> vectors, float[] target) {
    return IntStream.range(0, vectors.size())
        .filter(i -> Arrays.equals(vectors.get(i), target))
        .findFirst()
        .orElse(-1);
  }

  /** By the scores that were measured with, which are rounded. */
  private int[] nearest(List<float[]> vectors, float[] target, int self) throws IOException {
    RandomVectorScorer scorer = scorer(vectors, target);
    float[] scores = new float[vectors.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = scorer.score(i);
    }
    return IntStream.range(0, vectors.size())
        .filter(i -> i != self)
        .boxed()
        .sorted(
            Comparator.<Integer>comparingDouble(i -> -scores[i])
                .thenComparing(Comparator.naturalOrder()))
        .limit(CodeQuality.HITS)
        .mapToInt(i -> i)
        .toArray();
  }

  private static float[] estimates(
      FieldCodes codes, IndexInput in, List<float[]> vectors, float[] vector) throws IOException {
    CodeScorer scorer = codes.openScorer(in, values(vectors));
    scorer.setTarget(vector);
    float[] estimates = new float[vectors.size()];
    for (int i = 0; i < estimates.length; i++) {
      estimates[i] = scorer.score(i);
    }
    return estimates;
  }

  /** In plain Java, as they are measured: SIMD may round in another way. */
  private static float[] binaryEstimates(FieldCodes codes, IndexInput in, float[] vector)
      throws IOException {
    CodeTarget target = new CodeTarget(codes.coder());
    target.set(vector);
    BinaryQuery query = new BinaryQuery(DIMENSION);
    query.set(target);
    int blocks = BinaryRows.blocks(codes.count());
    float[] estimates = new float[blocks * BinaryRows.BLOCK];
    BinaryRows rows = BinaryRows.openPlain(codes.sliceBinary(in), DIMENSION);
    rows.estimate(query, 0, blocks, estimates);
    return Arrays.copyOf(estimates, codes.count());
  }

  private static void addRanks(
      float[] estimates, int self, int[] nearest, List<Integer> ranks, boolean withEqual) {
    for (int near : nearest) {
      int before = 0;
      for (int i = 0; i < estimates.length; i++) {
        boolean isBefore =
            estimates[i] > estimates[near] || (withEqual && estimates[i] == estimates[near]);
        before += i != self && isBefore ? 1 : 0;
      }
      ranks.add(before);
    }
  }

  /** Among as many, 97 of 100 are. */
  private static int candidates(List<Integer> ranks) {
    ranks.sort(null);
    return Math.max(CodeQuality.HITS, ranks.get((int) (0.97f * (ranks.size() - 1))) + 1);
  }

  public void testFewVectors() throws IOException {
    for (VectorSimilarityFunction each : VectorSimilarityFunction.values()) {
      similarity = each;
      for (int count = 1; count <= 12; count++) {
        List<float[]> vectors = easy(count);
        if (each == DOT_PRODUCT) {
          vectors.replaceAll(VectorUtil::l2normalize);
        }
        CodeQuality quality = measure(vectors);
        assertEquals("all that there are", CodeQuality.HITS, quality.candidates(), 2);
        assertEquals(CodeQuality.HITS, quality.binaryCandidates(), 2);
        assertEquals(0, quality.alarms());
        assertTrue(quality.isGood(1));
      }
    }
  }

  /** Any of them will do, and nothing says that codes are bad. */
  public void testEqualVectors() throws IOException {
    for (VectorSimilarityFunction each : VectorSimilarityFunction.values()) {
      similarity = each;
      for (float[] one : List.of(VectorUtil.l2normalize(gaussian()), new float[DIMENSION])) {
        if (each == COSINE && one[0] == 0) {
          continue; // Lucene has no cosine of it
        }
        List<float[]> vectors = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
          vectors.add(one);
        }
        CodeQuality quality = measure(vectors);
        assertEquals(each + ": " + quality, CodeQuality.HITS, quality.candidates());
        assertEquals(each + ": " + quality, 0, quality.alarms());
      }
    }
  }

  /** The same vectors have the same codes for ever, whatever else goes on. */
  public void testIsDeterministic() throws IOException {
    List<float[]> vectors = random().nextBoolean() ? easy(1_000) : groups(1_000, 50, 0.1f);
    CodeQuality first = measure(vectors);
    List<float[]> firstTargets = List.copyOf(targets);
    assertEquals(first, measure(vectors));
    assertEquals(firstTargets.size(), targets.size());
    for (int i = 0; i < targets.size(); i++) {
      assertArrayEquals(firstTargets.get(i), targets.get(i), 0f);
    }
  }

  /** Codes and their quality do not depend on how many threads make and measure them. */
  public void testThreadsMakeNoDifference() throws IOException {
    int count = 5_000 + random().nextInt(5_000);
    List<float[]> vectors = random().nextBoolean() ? easy(count) : groups(count, 50, 0.1f);
    byte[] alone = withCodes(vectors, (codes, in) -> bytes(in));
    CodeQuality quality = measure(vectors);
    threads = new WorkThreads(4, Progress.NONE);
    assertArrayEquals(alone, withCodes(vectors, (codes, in) -> bytes(in)));
    assertEquals(quality, measure(vectors));
  }

  private static byte[] bytes(IndexInput in) throws IOException {
    byte[] bytes = new byte[(int) in.length()];
    in.readBytes(bytes, 0, bytes.length);
    return bytes;
  }

  /** Members, and others. */
  public void testHalfOfTheTargetsAreVectors() throws IOException {
    List<float[]> vectors = easy(1_000);
    measure(vectors);
    long members = targets.stream().filter(target -> indexOf(vectors, target) >= 0).count();
    assertEquals(targets.size() / 2, members);
  }

  public void testHitsOfCandidates() {
    CodeQuality best = new CodeQuality(CodeQuality.HITS, 0, 0);
    for (int hits = 1; hits <= 10_000; hits++) {
      assertEquals(hits, CodeQuality.hitsFor((int) best.candidatesFor(hits)), 1);
    }
    assertEquals("never none", 1, CodeQuality.hitsFor(1));
  }

  /** Codes may be worse where rows are in no cache, and worse still where they may be on disk. */
  public void testGoodEnoughDependsOnBytes() {
    long cached = 32 << 20;
    long large = 128 << 20;
    assertTrue(new CodeQuality(16, 0, 30).isGood(cached));
    assertFalse(new CodeQuality(17, 0, 30).isGood(cached));
    assertTrue(new CodeQuality(32, 0, 30).isGood(large));
    assertFalse(new CodeQuality(33, 0, 30).isGood(large));
    assertFalse(new CodeQuality(32, 0, 31).isGood(large));
    assertTrue(new CodeQuality(64, 0, 60).isGood(large + 1));
    assertFalse(new CodeQuality(65, 0, 60).isGood(large + 1));
    assertFalse(new CodeQuality(64, 0, 61).isGood(large + 1));
    for (long bytes : new long[] {1, cached, large, Long.MAX_VALUE}) {
      assertFalse(CodeQuality.NONE.isGood(bytes));
    }
  }
}
