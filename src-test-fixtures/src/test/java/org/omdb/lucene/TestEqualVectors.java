// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
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

/**
 * Where nine of ten vectors are equal, a search brings as many hits as it is asked for, none twice,
 * in order of their scores, flushed and merged. Lucene's own graph falls apart there.
 */
public class TestEqualVectors extends LuceneTestCase {

  private static final String VECTOR = "vector";
  private static final String COLOR = "color";
  private static final int COLORS = 5;
  private static final int VECTORS = 4_500;

  private static float[] vector(int dimension) {
    float[] vector = new float[dimension];
    double square = 0;
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) random().nextGaussian();
      square += vector[i] * vector[i];
    }
    for (int i = 0; i < dimension; i++) {
      vector[i] /= (float) Math.sqrt(square); // for any similarity
    }
    return vector;
  }

  private static void index(
      Directory dir, float[] equal, VectorSimilarityFunction similarity, boolean isMerged)
      throws IOException {
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setCodec(new OmdbCodec())
            .setMergeScheduler(new SerialMergeScheduler());
    if (isMerged == false) {
      config.setMergePolicy(NoMergePolicy.INSTANCE);
    }
    try (IndexWriter writer = new IndexWriter(dir, config)) {
      for (int i = 0; i < VECTORS; i++) {
        Document document = new Document();
        float[] vector = random().nextInt(10) > 0 ? equal : vector(equal.length);
        document.add(new OmdbVectorField(VECTOR, "id " + i, vector, similarity));
        document.add(new StringField(COLOR, "" + random().nextInt(COLORS), Field.Store.NO));
        writer.addDocument(document);
        if (isMerged && i == VECTORS / 3) {
          writer.flush();
        }
      }
      writer.forceMerge(1);
      if (random().nextBoolean()) {
        writer.deleteDocuments(new Term(COLOR, "0"));
      }
    }
  }

  private static void check(DirectoryReader reader, float[] target, int k, Query filter)
      throws IOException {
    IndexSearcher searcher = new IndexSearcher(reader);
    int accepted = filter == null ? reader.numDocs() : searcher.count(filter);
    ScoreDoc[] hits =
        searcher.search(new KnnFloatVectorQuery(VECTOR, target, k, filter), k).scoreDocs;
    assertEquals(Math.min(k, accepted), hits.length);
    Set<Integer> seen = new HashSet<>();
    ScoreDoc last = null;
    for (ScoreDoc hit : hits) {
      assertTrue("twice: " + hit, seen.add(hit.doc));
      assertTrue(
          hit + " after " + last,
          last == null
              || hit.score < last.score
              || (hit.score == last.score && hit.doc > last.doc));
      last = hit;
    }
  }

  public void testHitsAreAsManyAndInOrder() throws IOException {
    for (VectorSimilarityFunction similarity : VectorSimilarityFunction.values()) {
      boolean isMerged = random().nextBoolean();
      float[] equal = vector(List.of(3, 16, 64).get(random().nextInt(3)));
      try (Directory dir = newDirectory()) {
        index(dir, equal, similarity, isMerged);
        try (DirectoryReader reader = DirectoryReader.open(dir)) {
          for (int k : new int[] {1, 10, 100, 1_000, VECTORS}) {
            for (float[] target : List.of(equal, vector(equal.length), vector(equal.length))) {
              check(reader, target, k, null);
              check(reader, target, k, new TermQuery(new Term(COLOR, "1")));
            }
          }
        }
      }
    }
  }
}
