// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.VectorUtil;
import org.junit.Test;
import org.omdb.opensearch.cluster.SeededTestCase;

/** Scores are those of Lucene but for the last bits, which are the same in every index. */
public class TestExactScores extends SeededTestCase {

  private static final int SIZE = 300;

  @Test
  public void testScoresDoNotDependOnSegments() throws Exception {
    for (VectorSimilarityFunction similarity : VectorSimilarityFunction.values()) {
      int dimension = 1 + random().nextInt(130);
      List<float[]> vectors = new ArrayList<>();
      for (int i = 0; i < SIZE + 1; i++) {
        vectors.add(vector(dimension));
      }
      float[] target = vectors.remove(SIZE);
      float[] some = scores(vectors, target, similarity);
      float[] others = scores(vectors, target, similarity);
      for (int i = 0; i < SIZE; i++) {
        String where = similarity + " " + dimension + " " + i;
        assertEquals(where, some[i], others[i], 0);
        float expected = similarity.compare(target, vectors.get(i));
        assertEquals(where, expected, some[i], 1e-5 * Math.max(1, expected));
      }
    }
  }

  private static float[] vector(int dimension) {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) random().nextGaussian();
    }
    return VectorUtil.l2normalize(vector);
  }

  /** The scores of all vectors, in an index with random segments. */
  private static float[] scores(
      List<float[]> vectors, float[] target, VectorSimilarityFunction similarity) throws Exception {
    try (Directory directory = new ByteBuffersDirectory()) {
      IndexWriterConfig config = new IndexWriterConfig().setMergePolicy(NoMergePolicy.INSTANCE);
      try (IndexWriter writer = new IndexWriter(directory, config)) {
        for (int i = 0; i < vectors.size(); i++) {
          if (random().nextInt(4) == 0) {
            writer.addDocument(new Document()); // has no vector
          }
          Document document = new Document();
          document.add(new KnnFloatVectorField("e", vectors.get(i), similarity));
          document.add(new StoredField("n", i));
          writer.addDocument(document);
          if (random().nextInt(100) == 0) {
            writer.flush();
          }
        }
      }
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        IndexSearcher searcher = new IndexSearcher(reader);
        KnnFloatVectorQuery all = new KnnFloatVectorQuery("e", target, SIZE);
        ScoreDoc[] hits = new OmdbKnnQuery(all, SIZE, 0, null).hits(searcher, new SearchCounts());
        assertEquals(SIZE, hits.length);
        float[] scores = new float[SIZE];
        Arrays.fill(scores, Float.NaN);
        float last = Float.POSITIVE_INFINITY;
        for (ScoreDoc hit : hits) {
          assertTrue(hit.score <= last);
          last = hit.score;
          int n = searcher.storedFields().document(hit.doc).getField("n").numericValue().intValue();
          scores[n] = hit.score;
        }
        return scores;
      }
    }
  }

  /** Finds all documents, with made-up scores, without a look at the time. */
  private static final class Everything extends VectorQuery {

    Everything(float[] target) {
      super("e", target, 0, null);
    }

    @Override
    ScoreDoc[] find(IndexSearcher searcher, FixedBitSet excludedDocs, SearchCounts counts) {
      ScoreDoc[] found = new ScoreDoc[searcher.getIndexReader().maxDoc()];
      for (int doc = 0; doc < found.length; doc++) {
        found[doc] = new ScoreDoc(doc, formerScore(doc));
      }
      Collections.shuffle(Arrays.asList(found), random());
      return found;
    }

    /** The last documents are the best. */
    private static float formerScore(int doc) {
      return doc / 1e6f;
    }

    @Override
    String description() {
      return "everything";
    }
  }

  @Test
  public void testHitsThatAreNotScoredInTimeAreLeftOut() throws Exception {
    int size = 3 * ExactScores.BATCH + 1 + random().nextInt(ExactScores.BATCH);
    try (Directory directory = new ByteBuffersDirectory()) {
      IndexWriterConfig config = new IndexWriterConfig().setMergePolicy(NoMergePolicy.INSTANCE);
      try (IndexWriter writer = new IndexWriter(directory, config)) {
        for (int i = 0; i < size; i++) {
          Document document = new Document();
          document.add(new KnnFloatVectorField("e", vector(3), VectorSimilarityFunction.EUCLIDEAN));
          writer.addDocument(document);
          if (random().nextInt(200) == 0) {
            writer.flush();
          }
        }
      }
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        Everything query = new Everything(vector(3));
        ScoreDoc[] all = query.hits(new IndexSearcher(reader), new SearchCounts());
        assertEquals(size, all.length);
        for (int batches = 1; batches <= 4; batches++) {
          int last = batches;
          AtomicInteger looks = new AtomicInteger();
          IndexSearcher searcher = new IndexSearcher(reader);
          searcher.setTimeout(() -> looks.incrementAndGet() == last);
          SearchCounts counts = new SearchCounts();
          ScoreDoc[] hits = query.hits(searcher, counts);
          assertEquals(Math.min(size, batches * ExactScores.BATCH), hits.length);
          assertEquals(hits.length, counts.rescored());
          assertEquals(Math.min(3, batches), looks.get());
          checkSubsequence(all, hits);
          Set<Integer> documents = new HashSet<>();
          for (ScoreDoc hit : hits) {
            documents.add(hit.doc);
          }
          for (int doc = size - ExactScores.BATCH; doc < size; doc++) {
            assertTrue("" + doc, documents.contains(doc));
          }
        }
      }
    }
  }

  /** The same hits with the same scores, in the same order, but for those that are left out. */
  private static void checkSubsequence(ScoreDoc[] all, ScoreDoc[] some) {
    int next = 0;
    for (ScoreDoc hit : all) {
      if (next < some.length && some[next].doc == hit.doc) {
        assertEquals(hit.score, some[next].score, 0);
        next++;
      }
    }
    assertEquals(some.length, next);
  }
}
