// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnByteVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.junit.Test;
import org.omdb.lucene.OmdbCodec;
import org.omdb.opensearch.cluster.SeededTestCase;
import org.omdb.opensearch.vector.DataType;

/** All queries find the same vectors of bytes as comparing each, with Lucene's scores. */
public class TestByteVectors extends SeededTestCase {

  private static final int SIZE = 500;

  private static final Set<VectorSimilarityFunction> SIMILARITIES =
      Set.of(
          VectorSimilarityFunction.EUCLIDEAN,
          VectorSimilarityFunction.COSINE,
          VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT);

  private float[][] vectors;

  private static float[] randomVector(int dimension) {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = random().nextInt(256) - 128;
    }
    return vector;
  }

  private void index(Directory directory, VectorSimilarityFunction similarity) throws Exception {
    IndexWriterConfig config = new IndexWriterConfig().setCodec(new OmdbCodec());
    int dimension = 2 + random().nextInt(40);
    vectors = new float[SIZE][];
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      for (int i = 0; i < SIZE; i++) {
        vectors[i] = randomVector(dimension);
        Document document = new Document();
        document.add(DataType.BYTE.field("e", "" + i, vectors[i], similarity));
        document.add(new StringField("n", "" + i, StringField.Store.YES));
        document.add(new StringField("even", "" + (i % 2 == 0), StringField.Store.NO));
        document.add(new StringField("few", "" + (i % 100 == 0), StringField.Store.NO));
        writer.addDocument(document);
        if (random().nextInt(100) == 0) {
          writer.flush();
        }
      }
    }
  }

  @Test
  public void testHitsAndScores() throws Exception {
    for (VectorSimilarityFunction similarity : SIMILARITIES) {
      try (Directory directory = new ByteBuffersDirectory()) {
        index(directory, similarity);
        try (DirectoryReader reader = DirectoryReader.open(directory)) {
          IndexSearcher searcher = new IndexSearcher(reader);
          float[] target = randomVector(vectors[0].length);
          float[] scores = new float[SIZE];
          for (int i = 0; i < SIZE; i++) {
            scores[i] = similarity.compare(DataType.bytes(target), DataType.bytes(vectors[i]));
          }
          check(searcher, target, scores, null, 1);
          check(searcher, target, scores, new TermQuery(new Term("even", "true")), 2);
          check(searcher, target, scores, new TermQuery(new Term("few", "true")), 100);
        }
      }
    }
  }

  /**
   * @param filter matches every {@code step}th vector
   */
  private static void check(
      IndexSearcher searcher, float[] target, float[] scores, Query filter, int step)
      throws Exception {
    List<Integer> bestFirst = new ArrayList<>();
    for (int i = 0; i < SIZE; i += step) {
      bestFirst.add(i);
    }
    bestFirst.sort(Comparator.comparing(i -> -scores[i]));
    int k = 1 + random().nextInt(bestFirst.size());
    KnnByteVectorQuery all = new KnnByteVectorQuery("e", DataType.bytes(target), SIZE, filter);
    OmdbKnnQuery nearest = new OmdbKnnQuery(all, target, k, 0, null, null, null);
    checkHits(bestFirst.subList(0, k), scores, searcher, nearest);

    float least = scores[bestFirst.get(k - 1)] * (1 - 1e-6f);
    long count = bestFirst.stream().filter(i -> scores[i] >= least).count();
    Query within = new RadialQuery("e", DataType.BYTE, target, least, filter, null, SIZE);
    checkHits(bestFirst.subList(0, (int) count), scores, searcher, within);

    checkHits(bestFirst, scores, searcher, new OmdbScoreQuery("e", target, filter));
  }

  /** Equal scores may be in any order. */
  private static void checkHits(
      List<Integer> expected, float[] scores, IndexSearcher searcher, Query query)
      throws Exception {
    ScoreDoc[] hits = searcher.search(query, SIZE).scoreDocs;
    assertEquals(query.toString(), expected.size(), hits.length);
    for (int i = 0; i < hits.length; i++) {
      int n = Integer.parseInt(searcher.storedFields().document(hits[i].doc).get("n"));
      assertEquals(query.toString(), scores[n], hits[i].score, 1e-5 * scores[n]);
      assertEquals(query.toString(), scores[expected.get(i)], hits[i].score, 1e-5 * scores[n]);
    }
    assertEquals(hits.length, Arrays.stream(hits).mapToInt(hit -> hit.doc).distinct().count());
  }
}
