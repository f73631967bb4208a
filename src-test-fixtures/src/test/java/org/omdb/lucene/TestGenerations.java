// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.Directory;
import org.apache.lucene.tests.util.LuceneTestCase;

/**
 * Documents come and go for many generations, each merged into one segment that reuses the graph of
 * the last. Where vectors have few diverse neighbors, deletes would tear such a graph apart.
 */
public class TestGenerations extends LuceneTestCase {

  private static final String FIELD = "vector";
  private static final int COUNT = 1_500;
  private static final int GENERATIONS = 15;
  private static final int CHANGED = COUNT / 50;
  private static final int K = 10;

  private final Map<String, float[]> live = new HashMap<>();
  private final List<String> ids = new ArrayList<>();
  private int nextId;

  private void add(IndexWriter writer, int dimension) throws IOException {
    String id = "user_" + nextId++;
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = random().nextFloat();
    }
    Document document = new Document();
    document.add(new OmdbVectorField(FIELD, id, vector, VectorSimilarityFunction.EUCLIDEAN));
    writer.addDocument(document);
    live.put(id, vector);
    ids.add(id);
  }

  private void checkEachFindsItself(Directory dir) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(dir)) {
      assertEquals(1, reader.leaves().size());
      assertEquals(live.size(), reader.numDocs());
      LeafReader leaf = reader.leaves().get(0).reader();
      OmdbVectorIds hitIds = OmdbVectorIds.of(leaf, FIELD);
      IndexSearcher searcher = new IndexSearcher(reader);
      int found = 0;
      for (Map.Entry<String, float[]> entry : live.entrySet()) {
        KnnFloatVectorQuery query = new KnnFloatVectorQuery(FIELD, entry.getValue(), K);
        ScoreDoc[] hits = searcher.search(query, K).scoreDocs;
        assertEquals(entry.getKey(), K, hits.length);
        Set<String> of = new HashSet<>();
        for (ScoreDoc hit : hits) {
          of.add(hitIds.documentToId(hit.doc));
        }
        found += of.contains(entry.getKey()) ? 1 : 0;
      }
      assertTrue(found + " of " + live.size(), found >= 0.998 * live.size());
    }
  }

  private void check(int dimension) throws IOException {
    try (Directory dir = newDirectory()) {
      try (IndexWriter writer =
          new IndexWriter(dir, new IndexWriterConfig().setCodec(new OmdbCodec()))) {
        for (int i = 0; i < COUNT; i++) {
          add(writer, dimension);
        }
        writer.forceMerge(1);
        for (int generation = 0; generation < GENERATIONS; generation++) {
          for (int i = 0; i < CHANGED; i++) {
            String id = ids.remove(random().nextInt(ids.size()));
            live.remove(id);
            writer.deleteDocuments(OmdbVectorField.idTerm(FIELD, id));
          }
          for (int i = 0; i < CHANGED; i++) {
            add(writer, dimension);
          }
          writer.commit();
          writer.forceMerge(1);
        }
        writer.commit();
      }
      checkEachFindsItself(dir);
    }
  }

  public void testOneDimension() throws IOException {
    check(1);
  }

  public void testTwoDimensions() throws IOException {
    check(2);
  }
}
