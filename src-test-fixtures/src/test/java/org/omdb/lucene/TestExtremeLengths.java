// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.omdb.fixtures.SimilarityQueries;

/**
 * Vectors so long or so short that products of their components are no float32: no document is
 * lost, and all scores are finite, and those of what they stand for. Lucene's own format loses
 * documents, and has scores that are NaN.
 */
public class TestExtremeLengths extends LuceneTestCase {

  private static final String VECTOR = "vector";
  private static final String COLOR = "color";
  private static final int MAX_EXPONENT = 37;

  /** Between these lengths, float32 still has squares, with fewer digits. */
  private static final double MIN_VANISHING = 1e-25;

  private static final double MAX_VANISHING = 1e-17;

  /** One vector in so many has any length; the others have ordinary ones. */
  private static final int ORDINARY = 10;

  /** The first ones of any length have the greatest and the least. */
  private static float[] vector(int number, int dimension) {
    int exponent =
        switch (number) {
          case 0 -> MAX_EXPONENT;
          case ORDINARY -> -MAX_EXPONENT;
          default ->
              number % ORDINARY == 0 ? random().nextInt(2 * MAX_EXPONENT + 1) - MAX_EXPONENT : 0;
        };
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      double component = Math.max(-3, Math.min(3, random().nextGaussian()));
      vector[i] = (float) (component * Math.pow(10, exponent));
    }
    vector[0] = (float) Math.pow(10, exponent); // never all zeros
    return vector;
  }

  private static List<float[]> index(Directory dir, int count, VectorSimilarityFunction similarity)
      throws IOException {
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setCodec(new OmdbCodec())
            .setMergeScheduler(new SerialMergeScheduler())
            .setMergePolicy(new LogDocMergePolicy()); // documents stay in order
    int dimension = List.of(3, 48, 70).get(random().nextInt(3));
    List<float[]> vectors = new ArrayList<>();
    try (IndexWriter writer = new IndexWriter(dir, config)) {
      for (int i = 0; i < count; i++) {
        vectors.add(vector(i, dimension));
        Document document = new Document();
        document.add(new OmdbVectorField(VECTOR, "id " + i, vectors.get(i), similarity));
        document.add(new StringField(COLOR, i % 5 == 0 ? "red" : "blue", Field.Store.NO));
        writer.addDocument(document);
        if (i == count / 3) {
          writer.flush();
        }
      }
      if (random().nextBoolean()) {
        writer.forceMerge(1);
      }
    }
    return vectors;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private static double squareDistance(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
    }
    return sum;
  }

  private static double length(float[] vector) {
    return Math.sqrt(dot(vector, vector));
  }

  private static double score(VectorSimilarityFunction similarity, float[] a, float[] b) {
    double dot = Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, dot(a, b)));
    return switch (similarity) {
      case COSINE -> (1 + dot(a, b) / (length(a) * length(b))) / 2;
      case DOT_PRODUCT -> Math.max((1 + dot) / 2, 0);
      case MAXIMUM_INNER_PRODUCT -> dot < 0 ? 1 / (1 - dot) : 1 + dot;
      case EUCLIDEAN -> 1 / (1 + squareDistance(a, b));
    };
  }

  private static boolean canLoseDigits(float[] vector) {
    double length = length(vector);
    return length > MIN_VANISHING && length < MAX_VANISHING;
  }

  private static void checkScore(
      VectorSimilarityFunction similarity, float[] target, float[] vector, float found) {
    double expected = score(similarity, target, vector);
    boolean isExact =
        switch (similarity) {
          case EUCLIDEAN -> true;
          case COSINE -> canLoseDigits(target) == false && canLoseDigits(vector) == false;
          // Where products cancel each other out, digits are lost at any length.
          default -> Math.abs(dot(target, vector)) > length(target) * length(vector) / 20;
        };
    if (isExact) {
      assertEquals(similarity.toString(), expected, found, 1e-5 + 1e-4 * expected);
    }
  }

  public void testNoDocumentIsLostAndScoresAreFinite() throws IOException {
    for (VectorSimilarityFunction similarity : VectorSimilarityFunction.values()) {
      int count = random().nextInt(3) > 0 ? 50 : 1_500; // without a graph, and with one and codes
      try (Directory dir = newDirectory()) {
        List<float[]> vectors = index(dir, count, similarity);
        try (DirectoryReader reader = DirectoryReader.open(dir)) {
          for (int number : new int[] {0, 1, ORDINARY, ORDINARY + 1, 2 * ORDINARY}) {
            float[] target = vector(number, vectors.get(0).length);
            for (int k : new int[] {10, count}) {
              check(reader, similarity, vectors, target, k, null);
              check(reader, similarity, vectors, target, k, new TermQuery(new Term(COLOR, "red")));
            }
            checkByScore(reader, target);
          }
        }
      }
    }
  }

  private static void checkByScore(DirectoryReader reader, float[] target) throws IOException {
    Query query = SimilarityQueries.floats(VECTOR, target, -1, 0.5f, null); // any score
    int count = reader.numDocs();
    ScoreDoc[] hits = new IndexSearcher(reader).search(query, count).scoreDocs;
    assertTrue(hits.length + " of " + count, hits.length > count / 2); // it is approximate
    for (ScoreDoc hit : hits) {
      assertTrue(hit.toString(), hit.score >= 0 && hit.score < Float.POSITIVE_INFINITY);
    }
  }

  private static void check(
      DirectoryReader reader,
      VectorSimilarityFunction similarity,
      List<float[]> vectors,
      float[] target,
      int k,
      Query filter)
      throws IOException {
    IndexSearcher searcher = new IndexSearcher(reader);
    int accepted = filter == null ? vectors.size() : searcher.count(filter);
    ScoreDoc[] hits =
        searcher.search(new KnnFloatVectorQuery(VECTOR, target, k, filter), k).scoreDocs;
    assertEquals(similarity.toString(), Math.min(k, accepted), hits.length);
    Set<Integer> seen = new HashSet<>();
    float last = Float.MAX_VALUE;
    for (ScoreDoc hit : hits) {
      assertTrue("twice: " + hit, seen.add(hit.doc));
      assertTrue(hit + " after " + last, hit.score >= 0 && hit.score <= last);
      last = hit.score;
      checkScore(similarity, target, vectors.get(hit.doc), hit.score);
    }
  }
}
