// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.search.TotalHits;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.LuceneTestCase.SuppressFileSystems;
import org.apache.lucene.util.FixedBitSet;
import org.omdb.code.CodeScorer;
import org.omdb.lucene.OmdbCodec;

/**
 * Filters that reject what is near to the target. The hits are then among many vectors that are
 * about as far, which codes can hardly tell from each other.
 */
@SuppressFileSystems("*") // codes are compared where they are mapped
public class TestRejectedNeighbors extends LuceneTestCase {

  private static final String FIELD = "v";
  private static final int COUNT = 5_000;
  private static final int DIMENSION = 256;
  private static final int DIRECTIONS = 16;
  private static final int TARGETS = 40;

  private final float[][] directions = new float[DIRECTIONS][DIMENSION];

  @Override
  public void setUp() throws Exception {
    super.setUp();
    for (float[] direction : directions) {
      for (int i = 0; i < DIMENSION; i++) {
        direction[i] = (float) random().nextGaussian();
      }
    }
  }

  /** Varies in few directions, as embeddings do, and a little in all. */
  private float[] vector() {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = 0.1f * (float) random().nextGaussian();
    }
    for (float[] direction : directions) {
      float coordinate = (float) random().nextGaussian();
      for (int i = 0; i < DIMENSION; i++) {
        vector[i] += coordinate * direction[i];
      }
    }
    return vector;
  }

  private void addAll(IndexWriter writer, VectorSimilarityFunction similarity) throws IOException {
    for (int i = 0; i < COUNT; i++) {
      Document document = new Document();
      document.add(new KnnFloatVectorField(FIELD, vector(), similarity));
      writer.addDocument(document);
    }
  }

  private static float[] scores(
      LeafReader reader, VectorSimilarityFunction similarity, float[] target) throws IOException {
    float[] scores = new float[COUNT];
    for (int doc = 0; doc < COUNT; doc++) {
      scores[doc] = similarity.compare(target, reader.getFloatVectorValues(FIELD).vectorValue(doc));
    }
    return scores;
  }

  /**
   * The part of the nearest k that is found if so many nearest vectors are rejected, and a part of
   * the others.
   */
  private double recall(
      LeafReader reader, VectorSimilarityFunction similarity, int rejected, double part, int k)
      throws IOException {
    int found = 0;
    for (int i = 0; i < TARGETS; i++) {
      float[] target = vector();
      float[] scores = scores(reader, similarity, target);
      float[] sorted = scores.clone();
      Arrays.sort(sorted);
      FixedBitSet accepted = new FixedBitSet(COUNT);
      for (int doc = 0; doc < COUNT; doc++) {
        if (scores[doc] <= sorted[COUNT - 1 - rejected] && random().nextDouble() < part) {
          accepted.set(doc);
        } else {
          scores[doc] = 0;
        }
      }
      Arrays.sort(sorted = scores.clone());
      for (ScoreDoc hit :
          reader.searchNearestVectors(
                  FIELD, target, k, AcceptDocs.fromLiveDocs(accepted, COUNT), Integer.MAX_VALUE)
              .scoreDocs) {
        found += scores[hit.doc] >= sorted[COUNT - k] ? 1 : 0;
      }
    }
    return found / (double) (TARGETS * k);
  }

  public void testRecall() throws IOException {
    for (VectorSimilarityFunction similarity :
        new VectorSimilarityFunction[] {
          VectorSimilarityFunction.COSINE, VectorSimilarityFunction.EUCLIDEAN
        }) {
      try (Directory dir = new MMapDirectory(createTempDir());
          IndexWriter writer =
              new IndexWriter(dir, new IndexWriterConfig().setCodec(new OmdbCodec()))) {
        addAll(writer, similarity);
        try (DirectoryReader opened = DirectoryReader.open(writer)) {
          LeafReader reader = getOnlyLeafReader(opened);
          for (int k : new int[] {1, 10}) {
            double near = recall(reader, similarity, COUNT / 20, 0.9, k);
            double nearAlone = recall(reader, similarity, COUNT / 20, 1, k);
            double half = recall(reader, similarity, COUNT / 2, 0.5, k);
            String message =
                similarity + ", k = " + k + ": " + near + ", " + nearAlone + ", " + half;
            double least = k == 1 ? 0.94 : 0.98; // of 40 and 400 hits
            assertTrue(message, near >= least && nearAlone >= least && half >= least);
          }
          // Codes go on here, and look at more: a walk meets twice as many that are better.
          double many = recall(reader, similarity, COUNT / 50, 1, 100);
          boolean isByCodes = similarity == VectorSimilarityFunction.COSINE; // rows take longer
          assertTrue(similarity + ", k = 100: " + many, many >= (isByCodes ? 0.998 : 0.995));
        }
      }
    }
  }

  private static void addNoise(IndexWriter writer, int dimension) throws IOException {
    for (int i = 0; i < COUNT; i++) {
      float[] vector = new float[dimension];
      for (int j = 0; j < dimension; j++) {
        vector[j] = (float) random().nextGaussian();
      }
      Document document = new Document();
      document.add(new KnnFloatVectorField(FIELD, vector));
      writer.addDocument(document);
    }
  }

  /**
   * A walk that visits too many rejected vectors is given up for an exact search. That keeps the
   * limit of a query, which is one more than the accepted vectors: otherwise Lucene would search
   * again. A smaller limit is kept too, by a walk alone.
   */
  public void testLimitsAreKept() throws IOException {
    checkLimits(4, false);
    checkLimits(DIMENSION, false); // codes do not tell noise apart
    checkLimits(DIMENSION, true);
  }

  private void checkLimits(int dimension, boolean hasGoodCodes) throws IOException {
    VectorSimilarityFunction similarity =
        hasGoodCodes ? VectorSimilarityFunction.COSINE : VectorSimilarityFunction.EUCLIDEAN;
    try (Directory dir = new MMapDirectory(createTempDir());
        IndexWriter writer =
            new IndexWriter(dir, new IndexWriterConfig().setCodec(new OmdbCodec()))) {
      if (hasGoodCodes) {
        addAll(writer, similarity);
      } else {
        addNoise(writer, dimension);
      }
      try (DirectoryReader opened = DirectoryReader.open(writer)) {
        LeafReader reader = getOnlyLeafReader(opened);
        float[] target = reader.getFloatVectorValues(FIELD).vectorValue(0).clone();
        float[] scores = scores(reader, similarity, target);
        float[] sorted = scores.clone();
        Arrays.sort(sorted);
        FixedBitSet accepted = new FixedBitSet(COUNT);
        for (int doc = 0; doc < COUNT; doc++) {
          if (scores[doc] < sorted[COUNT / 2]) {
            accepted.set(doc);
          }
        }
        int all = accepted.cardinality();
        for (int limit : new int[] {1, 100, all - 1, all + 1, Integer.MAX_VALUE}) {
          for (int k : new int[] {1, 10, 30, 100}) {
            TopDocs found =
                reader.searchNearestVectors(
                    FIELD, target, k, AcceptDocs.fromLiveDocs(accepted, COUNT), limit);
            String message = dimension + ", limit " + limit + ", k = " + k;
            long batch = hasGoodCodes ? COUNT : 64; // a scan proposes all at once
            assertTrue(message, found.totalHits.value() < limit + batch);
            if (limit <= 100 && k > 1 && dimension == 4) { // a scan would find them by codes
              boolean isExact = found.scoreDocs.length == k;
              for (int i = 0; isExact && i < k; i++) {
                isExact = found.scoreDocs[i].score == sorted[COUNT / 2 - 1 - i];
              }
              assertFalse(message + ": looked at more", isExact);
            }
            if (limit > all) {
              assertEquals(message, TotalHits.Relation.EQUAL_TO, found.totalHits.relation());
              assertEquals(message, k, found.scoreDocs.length);
              for (int i = 0; i < k; i++) {
                assertEquals(message, sorted[COUNT / 2 - 1 - i], found.scoreDocs[i].score, 1e-6f);
              }
            }
          }
        }
      }
    }
  }

  /**
   * A walk by codes that may visit no more is given up just before, so that all accepted vectors
   * can be compared within the limit. A walk by rows would only visit what is left.
   */
  public void testWalksByCodesThatReachTheLimit() throws IOException {
    VectorSimilarityFunction similarity = VectorSimilarityFunction.COSINE;
    int k = 100;
    try (Directory dir = new MMapDirectory(createTempDir());
        IndexWriter writer =
            new IndexWriter(dir, new IndexWriterConfig().setCodec(new OmdbCodec()))) {
      addAll(writer, similarity);
      try (DirectoryReader opened = DirectoryReader.open(writer)) {
        LeafReader reader = getOnlyLeafReader(opened);
        for (int left = 6; left < 20; left++) { // a walk begins with four
          float[] target = vector();
          float[] scores = scores(reader, similarity, target);
          FixedBitSet accepted = new FixedBitSet(COUNT);
          for (int doc = 0; doc < COUNT; doc++) {
            if (random().nextDouble() < 0.9) {
              accepted.set(doc);
            } else {
              scores[doc] = 0;
            }
          }
          Arrays.sort(scores);
          int limit = accepted.cardinality() + 1;
          TopKnnCollector collector = new TopKnnCollector(k, limit);
          collector.incVisitedCount(limit - left); // in other segments
          reader.searchNearestVectors(
              FIELD, target, collector, AcceptDocs.fromLiveDocs(accepted, COUNT));
          ScoreDoc[] found = collector.topDocs().scoreDocs;
          assertEquals(left + " left", k, found.length);
          for (int i = 0; i < k; i++) {
            assertEquals(left + " left", scores[COUNT - 1 - i], found[i].score, 1e-5f);
          }
        }
      }
    }
  }

  /** What was found is there if the time is up at the moment at which codes are given up. */
  public void testTimeoutsKeepWhatWasFound() throws IOException {
    assumeTrue("only scans propose several at once, which need SIMD", CodeScorer.isFast());
    try (Directory dir = new MMapDirectory(createTempDir());
        IndexWriter writer =
            new IndexWriter(dir, new IndexWriterConfig().setCodec(new OmdbCodec()))) {
      addAll(writer, VectorSimilarityFunction.COSINE);
      try (DirectoryReader opened = DirectoryReader.open(writer)) {
        LeafReader reader = getOnlyLeafReader(opened);
        int searches = 0;
        for (int i = 0; i < TARGETS; i++) {
          float[] target = reader.getFloatVectorValues(FIELD).vectorValue(i).clone();
          float[] scores = scores(reader, VectorSimilarityFunction.COSINE, target);
          float[] sorted = scores.clone();
          Arrays.sort(sorted);
          FixedBitSet accepted = new FixedBitSet(COUNT);
          for (int doc = 0; doc < COUNT; doc++) {
            if (scores[doc] < sorted[COUNT - 1 - 50 - i]) {
              accepted.set(doc);
            }
          }
          // A scan tells what it proposes at once, a walk begins with a single node.
          boolean[] isProposed = {false};
          KnnCollector collector =
              new KnnCollector.Decorator(new TopKnnCollector(10, Integer.MAX_VALUE)) {
                @Override
                public void incVisitedCount(int count) {
                  isProposed[0] |= visitedCount() == 0 && count > 1;
                  super.incVisitedCount(count);
                }

                @Override
                public boolean earlyTerminated() {
                  return isProposed[0];
                }
              };
          reader.searchNearestVectors(
              FIELD, target, collector, AcceptDocs.fromLiveDocs(accepted, COUNT));
          if (isProposed[0]) {
            searches++;
            assertTrue("target " + i, collector.topDocs().scoreDocs.length > 0);
          }
        }
        assertTrue("few searches found anything: " + searches, searches > TARGETS / 4);
      }
    }
  }
}
