// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.hnsw.HnswGraphProvider;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.PatienceKnnVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.SeededKnnVectorQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TotalHits;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.LuceneTestCase.SuppressFileSystems;
import org.apache.lucene.tests.util.TestUtil;
import org.omdb.code.CodeScorer;
import org.omdb.fixtures.SimilarityQueries;

/**
 * Segments so small that a scan of binary codes takes the place of a graph walk, where there is
 * SIMD, and flushed ones that have no graph for that: what is found is nearly all of the nearest,
 * with ids and exact scores, whatever is deleted or filtered.
 */
@SuppressFileSystems("*") // memory-mapped
public class TestScannedSegments extends LuceneTestCase {

  private static final int COUNT = 3_000;
  private static final int DIMENSION = 96;

  /** What the vectors differ in, but for noise: as with real ones, that is less than they show. */
  private static final int LATENT = 10;

  private static final float NOISE = 0.2f;
  private static final int QUERIES = 50;

  /** Two segments that are scanned. */
  private static final int HALF = COUNT / 2;

  private static final double MIN_RECALL = 0.91;

  private final float[][] vectors = new float[COUNT][];
  private final float[][] targets = new float[QUERIES][];
  private VectorSimilarityFunction similarity;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    VectorSimilarityFunction[] all = VectorSimilarityFunction.values();
    similarity = all[random().nextInt(all.length)];
    Random random = new Random(random().nextLong());
    float[][] directions = new float[LATENT][];
    for (int i = 0; i < LATENT; i++) {
      directions[i] = gaussian(DIMENSION, 1, random);
    }
    for (int i = 0; i < COUNT + QUERIES; i++) {
      float[] vector = gaussian(DIMENSION, NOISE, random);
      float[] latent = gaussian(LATENT, 1, random);
      for (int j = 0; j < LATENT; j++) {
        for (int c = 0; c < DIMENSION; c++) {
          vector[c] += latent[j] * directions[j][c];
        }
      }
      if (similarity == VectorSimilarityFunction.DOT_PRODUCT) {
        normalize(vector);
      }
      if (i < COUNT) {
        vectors[i] = vector;
      } else {
        targets[i - COUNT] = vector;
      }
    }
  }

  private static float[] gaussian(int size, float factor, Random random) {
    float[] vector = new float[size];
    for (int i = 0; i < size; i++) {
      vector[i] = factor * (float) random.nextGaussian();
    }
    return vector;
  }

  private static void normalize(float[] vector) {
    double square = 0;
    for (float component : vector) {
      square += (double) component * component;
    }
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= (float) Math.sqrt(square);
    }
  }

  /** Of every part documents one has the mark of that number. */
  private static final int[] PARTS = {2, 12, 200};

  private void write(Directory dir, int perSegment) throws IOException {
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setCodec(new OmdbCodec())
            .setMergePolicy(perSegment < COUNT ? NoMergePolicy.INSTANCE : newMergePolicy());
    config.setUseCompoundFile(random().nextBoolean());
    try (IndexWriter writer = new IndexWriter(dir, config)) {
      for (int i = 0; i < COUNT; i++) {
        Document document = new Document();
        document.add(new OmdbVectorField("v", "user_" + i, vectors[i], similarity));
        for (int part : PARTS) {
          if (i % part == 0) {
            document.add(new StringField("mark", "of " + part, Field.Store.NO));
          }
        }
        writer.addDocument(document);
        if ((i + 1) % perSegment == 0) {
          writer.flush();
        }
      }
      if (perSegment == COUNT) {
        writer.forceMerge(1);
      }
    }
    TestUtil.checkIndex(dir);
  }

  private interface Accepted {
    boolean test(int i);
  }

  /** Searches for all targets; returns the part of the nearest that was found. */
  private double recall(DirectoryReader reader, int k, Query filter, Accepted accepted)
      throws IOException {
    IndexSearcher searcher = newSearcher(reader);
    int found = 0;
    int all = 0;
    for (float[] target : targets) {
      float[] scores = new float[COUNT];
      int count = 0;
      for (int i = 0; i < COUNT; i++) {
        scores[i] = accepted.test(i) ? similarity.compare(target, vectors[i]) : -1;
        count += accepted.test(i) ? 1 : 0;
      }
      float[] sorted = scores.clone();
      Arrays.sort(sorted);
      int expected = Math.min(k, count);
      float least = sorted[COUNT - expected];
      TopDocs hits = searcher.search(new KnnFloatVectorQuery("v", target, k, filter), k);
      assertEquals(expected, hits.scoreDocs.length);
      Set<String> ids = new HashSet<>();
      for (OmdbVectorIds.Hit hit : OmdbVectorIds.resolve(reader, "v", hits)) {
        assertTrue("twice: " + hit.id(), ids.add(hit.id()));
        int i = Integer.parseInt(hit.id().substring("user_".length()));
        assertEquals(hit.id(), scores[i], hit.score(), 1e-4f * Math.abs(scores[i]));
        found += scores[i] >= least ? 1 : 0;
      }
      all += expected;
    }
    return (double) found / all;
  }

  private void checkRecall(DirectoryReader reader, Query filter, Accepted accepted)
      throws IOException {
    for (int k : new int[] {10, 30, 100}) {
      double recall = recall(reader, k, filter, accepted);
      assertTrue(similarity + ", k = " + k + ": " + recall, recall >= MIN_RECALL);
    }
  }

  public void testFound() throws IOException {
    for (int perSegment : new int[] {COUNT, 800}) {
      try (Directory dir = new MMapDirectory(createTempDir())) {
        write(dir, perSegment);
        try (DirectoryReader reader = DirectoryReader.open(dir)) {
          checkRecall(reader, null, i -> true);
          assertEquals(1.0, recall(reader, COUNT, null, i -> true), 0);
          assertEquals(1.0, recall(reader, COUNT - 1, null, i -> true), 1e-2);
        }
      }
    }
  }

  /** Where few are accepted, as good as all of them are found, since Lucene finds all. */
  public void testFiltered() throws IOException {
    for (int perSegment : new int[] {COUNT, HALF}) {
      try (Directory dir = new MMapDirectory(createTempDir())) {
        write(dir, perSegment);
        try (DirectoryReader reader = DirectoryReader.open(dir)) {
          for (int part : PARTS) {
            Query filter = new TermQuery(new Term("mark", "of " + part));
            checkRecall(reader, filter, i -> i % part == 0);
            if (part > 4) {
              double recall = recall(reader, 10, filter, i -> i % part == 0);
              assertTrue("1 of " + part + ": " + recall, recall >= 0.99);
            }
          }
        }
      }
    }
  }

  private static int graphSize(LeafReaderContext leaf) throws IOException {
    KnnVectorsReader reader = ((CodecReader) leaf.reader()).getVectorReader();
    if (reader instanceof PerFieldKnnVectorsFormat.FieldsReader perField) {
      reader = perField.getFieldReader("v");
    }
    return ((HnswGraphProvider) reader).getGraph("v").size();
  }

  /** The first flushed segment has a graph, since it may stay the only one. A merge makes one. */
  public void testFlushedSegmentsHaveNoGraph() throws IOException {
    assumeTrue("needs SIMD", CodeScorer.isFast());
    Codec codec = random().nextBoolean() ? new OmdbCodec() : TestUtil.getDefaultCodec();
    try (Directory dir = new MMapDirectory(createTempDir())) {
      write(dir, HALF);
      try (DirectoryReader reader = DirectoryReader.open(dir)) {
        assertEquals(2, reader.leaves().size());
        assertEquals(HALF, graphSize(reader.leaves().get(0)));
        assertEquals(0, graphSize(reader.leaves().get(1)));
      }
      try (IndexWriter writer = new IndexWriter(dir, new IndexWriterConfig().setCodec(codec))) {
        writer.forceMerge(1);
      }
      TestUtil.checkIndex(dir);
      try (DirectoryReader reader = DirectoryReader.open(dir)) {
        assertEquals(COUNT, graphSize(reader.leaves().get(0)));
        if (codec instanceof OmdbCodec) {
          checkRecall(reader, null, i -> true);
        }
      }
    }
  }

  /** Searches for more than the nearest, which are Lucene's to do: it scores all vectors. */
  public void testOtherSearchesWithoutGraph() throws IOException {
    try (Directory dir = new MMapDirectory(createTempDir())) {
      write(dir, HALF);
      try (DirectoryReader reader = DirectoryReader.open(dir)) {
        IndexSearcher searcher = newSearcher(reader);
        for (float[] target : targets) {
          float[] scores = new float[COUNT];
          for (int i = 0; i < COUNT; i++) {
            scores[i] = similarity.compare(target, vectors[i]);
          }
          float[] sorted = scores.clone();
          Arrays.sort(sorted);
          KnnFloatVectorQuery plain = new KnnFloatVectorQuery("v", target, 100);
          Query seeded =
              SeededKnnVectorQuery.fromFloatQuery(plain, new TermQuery(new Term("mark", "of 12")));
          checkNearest(reader, searcher.search(seeded, 10), scores, sorted);
          Query patient = PatienceKnnVectorQuery.fromFloatQuery(plain);
          checkNearest(reader, searcher.search(patient, 10), scores, sorted);
          float atLeast = sorted[COUNT - 20];
          Query range = SimilarityQueries.floats("v", target, atLeast, 0.5f, null);
          checkNearest(reader, searcher.search(range, 10), scores, sorted);
        }
      }
    }
  }

  /** Hits have ids and exact scores; at least half of them are of the nearest. */
  private static void checkNearest(
      DirectoryReader reader, TopDocs hits, float[] scores, float[] sorted) throws IOException {
    assertEquals(10, hits.scoreDocs.length);
    int found = 0;
    for (OmdbVectorIds.Hit hit : OmdbVectorIds.resolve(reader, "v", hits)) {
      float score = scores[Integer.parseInt(hit.id().substring("user_".length()))];
      assertEquals(hit.id(), score, hit.score(), 1e-4f * Math.abs(score));
      found += score >= sorted[COUNT - 10] ? 1 : 0;
    }
    assertTrue(found + " of 10", found >= 5);
  }

  private static void delete(Directory dir, Query query) throws IOException {
    IndexWriterConfig config = new IndexWriterConfig().setCodec(new OmdbCodec());
    config.setMergePolicy(NoMergePolicy.INSTANCE);
    try (IndexWriter writer = new IndexWriter(dir, config)) {
      writer.deleteDocuments(query);
    }
  }

  public void testDeleted() throws IOException {
    try (Directory dir = new MMapDirectory(createTempDir())) {
      write(dir, COUNT);
      delete(dir, new TermQuery(new Term("mark", "of 2")));
      try (DirectoryReader reader = DirectoryReader.open(dir)) {
        checkRecall(reader, null, i -> i % 2 != 0);
      }
    }
  }

  /** What is left are live documents, and no filter that lists them. */
  public void testNearlyAllDeleted() throws IOException {
    try (Directory dir = new MMapDirectory(createTempDir())) {
      write(dir, COUNT);
      delete(
          dir,
          new BooleanQuery.Builder()
              .add(MatchAllDocsQuery.INSTANCE, BooleanClause.Occur.MUST)
              .add(new TermQuery(new Term("mark", "of 12")), BooleanClause.Occur.MUST_NOT)
              .build());
      try (DirectoryReader reader = DirectoryReader.open(dir)) {
        for (int k : new int[] {10, 30, 100}) {
          double recall = recall(reader, k, null, i -> i % 12 == 0);
          assertTrue("k = " + k + ": " + recall, recall >= 0.99);
        }
      }
    }
  }

  /** A search ends soon after its limit, with what it has found, and who asks is told so. */
  public void testVisitLimit() throws IOException {
    try (Directory dir = new MMapDirectory(createTempDir())) {
      write(dir, COUNT);
      try (DirectoryReader reader = DirectoryReader.open(dir)) {
        LeafReader leaf = reader.leaves().get(0).reader();
        AcceptDocs all = AcceptDocs.fromLiveDocs(null, COUNT);
        for (int limit : new int[] {1, 7, 12}) {
          TopDocs hits = leaf.searchNearestVectors("v", targets[0], 10, all, limit);
          long visited = hits.totalHits.value();
          assertTrue("" + visited, visited >= limit && visited < COUNT / 10);
          assertEquals(TotalHits.Relation.GREATER_THAN_OR_EQUAL_TO, hits.totalHits.relation());
          assertTrue(hits.scoreDocs.length <= Math.min(10, hits.totalHits.value()));
        }
        TopDocs hits = leaf.searchNearestVectors("v", targets[0], 10, all, Integer.MAX_VALUE);
        assertEquals(TotalHits.Relation.EQUAL_TO, hits.totalHits.relation());
        assertEquals(10, hits.scoreDocs.length);
      }
    }
  }
}
