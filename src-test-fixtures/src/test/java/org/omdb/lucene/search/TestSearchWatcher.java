// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.apache.lucene.store.Directory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.omdb.lucene.OmdbCodec;
import org.omdb.lucene.OmdbVectorField;

/** A strategy is told how each segment is searched. */
public class TestSearchWatcher extends LuceneTestCase {

  /** One document in forty has it. */
  private static final Term ACCEPTED = new Term("accepted", "yes");

  private static final class Listing extends SegmentSearcher.Watcher {

    private final List<String> ways = Collections.synchronizedList(new ArrayList<>());

    Listing() {
      super(KnnSearchStrategy.DEFAULT_FILTERED_SEARCH_THRESHOLD);
    }

    @Override
    public void searched(String way) {
      ways.add(way);
    }
  }

  public void testSmallSegments() throws IOException {
    assertEquals(Set.of(SegmentSearcher.Watcher.LUCENE), waysOf(50, null));
  }

  public void testLargeSegments() throws IOException {
    assertEquals(Set.of("walk_by_rows"), waysOf(2_000, null));
  }

  public void testFewAcceptedDocuments() throws IOException {
    assertEquals(Set.of("exact"), waysOf(2_000, new TermQuery(ACCEPTED)));
  }

  private static float[] vector() {
    float[] vector = new float[32];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) random().nextGaussian();
    }
    return vector;
  }

  /** How segments of a size are searched. */
  private static Set<String> waysOf(int size, Query filter) throws IOException {
    int segments = 1 + random().nextInt(4);
    try (Directory directory = newDirectory()) {
      IndexWriterConfig config =
          new IndexWriterConfig()
              .setCodec(new OmdbCodec())
              .setMergePolicy(NoMergePolicy.INSTANCE)
              .setMaxBufferedDocs(size + 1);
      try (IndexWriter writer = new IndexWriter(directory, config)) {
        for (int segment = 0; segment < segments; segment++) {
          for (int i = 0; i < size; i++) {
            Document document = new Document();
            float[] vector = vector();
            document.add(
                new OmdbVectorField(
                    "v", segment + "-" + i, vector, VectorSimilarityFunction.EUCLIDEAN));
            if (i % 40 == 0) {
              document.add(new StringField(ACCEPTED.field(), ACCEPTED.text(), Field.Store.NO));
            }
            writer.addDocument(document);
          }
          writer.commit();
        }
      }
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        assertEquals(segments, reader.leaves().size());
        IndexSearcher searcher = new IndexSearcher(reader);
        Listing listing = new Listing();
        float[] target = vector();
        TopDocs watched =
            searcher.search(new KnnFloatVectorQuery("v", target, 5, filter, listing), 5);
        assertEquals(5, watched.scoreDocs.length);
        // Lucene searches a segment a second time if it has many of the hits.
        int told = listing.ways.size();
        assertTrue(listing.ways.toString(), told >= segments && told <= 2 * segments);
        return Set.copyOf(listing.ways);
      }
    }
  }
}
