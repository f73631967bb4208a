// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
}
