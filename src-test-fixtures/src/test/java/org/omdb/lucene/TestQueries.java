// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import com.carrotsearch.randomizedtesting.generators.RandomPicks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnByteVectorQuery;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PatienceKnnVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SeededKnnVectorQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.join.BitSetProducer;
import org.apache.lucene.search.join.DiversifyingChildrenByteKnnVectorQuery;
import org.apache.lucene.search.join.DiversifyingChildrenFloatKnnVectorQuery;
import org.apache.lucene.search.join.QueryBitSetProducer;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.LuceneTestCase.SuppressFileSystems;
import org.omdb.fixtures.SimilarityQueries;

/**
 * Every vector query of Lucene, on the same documents in OMDB and in Lucene's default format with
 * the same graph settings. The graphs are not the same, so that neither are all hits. What must
 * hold:
 *
 * <ul>
 *   <li>each hit has to the bit the score that its vector has by the similarity, passes the filter,
 *       is not deleted, and is there once; hits are in order
 *   <li>there are no fewer than Lucene finds for the same k, unless the query gives up early
 *   <li>where every vector that passes is compared, they are Lucene's
 *   <li>all queries of a kind together find vectors about as near as those that Lucene finds
 * </ul>
 */
@SuppressFileSystems("*") // memory-mapped
public class TestQueries extends LuceneTestCase {

  private static final String FLOATS = "floats";
  private static final String BYTES = "bytes";
  private static final int MAX_CONN = 8;
  private static final int BEAM_WIDTH = 40;
  private static final int ROUNDS = 10;

  /** The least part of the scores that Lucene's hits have together. */
  private static final double MIN_PART = 0.98;

  private VectorSimilarityFunction similarity;
  private int dimension;
  private int count;

  // Per document that may have vectors, by its number; null for none.
  private float[][] floats;
  private byte[][] bytes;
  private int[] blocks;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    similarity = RandomPicks.randomFrom(random(), VectorSimilarityFunction.values());
    dimension = 2 + random().nextInt(60);
    count = atLeast(1_500); // enough for a graph
    floats = new float[count][];
    bytes = new byte[count][];
    blocks = new int[count];
  }

  /**
   * Small whole numbers, whose products and sums are exact: SIMD code may add in another order than
   * other code, and a score could differ in its last bit.
   */
  private float[] randomFloats() {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = random().nextInt(21) - 10;
    }
    vector[0] += vector[0] == 0 ? 1 : 0; // not all zeros
    return vector;
  }

  private byte[] randomBytes() {
    byte[] vector = new byte[dimension];
    random().nextBytes(vector);
    vector[0] |= 1;
    return vector;
  }

  private static boolean isDeleted(int number) {
    return number % 17 == 0;
  }

  /** Blocks of children and a parent; some documents without vectors, some deleted. */
  private List<List<Document>> blocks() {
    List<List<Document>> documents = new ArrayList<>();
    for (int i = 0; i < count; ) {
      List<Document> block = new ArrayList<>();
      for (int child = 1 + random().nextInt(4); child > 0 && i < count; child--, i++) {
        Document document = new Document();
        document.add(new StringField("id", "child" + i, Field.Store.YES));
        document.add(new StringField("parity", i % 2 == 0 ? "even" : "odd", Field.Store.NO));
        document.add(new IntPoint("number", i));
        document.add(new StoredField("number", i));
        if (random().nextInt(20) > 0) {
          floats[i] = randomFloats();
          document.add(new KnnFloatVectorField(FLOATS, floats[i], similarity));
        }
        if (random().nextInt(20) > 0) {
          bytes[i] = randomBytes();
          document.add(new KnnByteVectorField(BYTES, bytes[i], similarity));
        }
        blocks[i] = documents.size();
        block.add(document);
      }
      Document parent = new Document();
      parent.add(new StringField("type", "parent", Field.Store.NO));
      block.add(parent);
      documents.add(block);
    }
    return documents;
  }

  private void index(Directory dir, Codec codec, List<List<Document>> documents, boolean merge)
      throws IOException {
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setCodec(codec)
            .setMergeScheduler(new SerialMergeScheduler())
            .setMergePolicy(merge ? new TieredMergePolicy() : NoMergePolicy.INSTANCE);
    try (IndexWriter writer = new IndexWriter(dir, config)) {
      for (int i = 0; i < documents.size(); i++) {
        writer.addDocuments(documents.get(i));
        if (merge
            ? i == documents.size() - 5
            : i == documents.size() / 3 || i == documents.size() / 2) {
          writer.flush();
        }
      }
      if (merge) {
        // One of the two segments is too small for a graph, and nothing is deleted: how Lucene
        // 10.5.1 joins several graphs, or mends one, is random.
        writer.forceMerge(1);
      }
      for (int i = 0; i < count; i++) {
        if (isDeleted(i)) {
          writer.deleteDocuments(new Term("id", "child" + i));
        }
      }
    }
  }

  public void testHitsAreAsGoodAsLucenes() throws IOException {
    List<List<Document>> documents = blocks();
    Map<String, double[]> sums = new TreeMap<>(); // by kind: ours, Lucene's
    for (boolean merge : new boolean[] {false, true}) {
      boolean mapped = random().nextBoolean();
      try (Directory omdbDir = directory(mapped);
          Directory luceneDir = directory(mapped)) {
        index(
            omdbDir,
            OmdbCodec.builder()
                .maxConn(MAX_CONN)
                .beamWidth(BEAM_WIDTH)
                .mergeWorkers(1) // the same graph in every run
                .build(),
            documents,
            merge);
        KnnVectorsFormat format = new Lucene99HnswVectorsFormat(MAX_CONN, BEAM_WIDTH);
        index(
            luceneDir,
            new Lucene104Codec() {
              @Override
              public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                return format;
              }
            },
            documents,
            merge);
        try (DirectoryReader omdb = DirectoryReader.open(omdbDir);
            DirectoryReader lucene = DirectoryReader.open(luceneDir)) {
          assertEquals(merge ? 1 : 3, omdb.leaves().size());
          IndexSearcher omdbSearcher = new IndexSearcher(omdb);
          IndexSearcher luceneSearcher = new IndexSearcher(lucene);
          for (int i = 0; i < ROUNDS; i++) {
            for (Search search : searches()) {
              check(search, omdbSearcher, luceneSearcher, sums);
            }
          }
        }
      }
    }
    sums.forEach(
        (kind, sum) -> {
          String message = kind + ", " + similarity + ": " + sum[0] + ", Lucene " + sum[1];
          assertTrue(message, sum[0] >= MIN_PART * sum[1]);
        });
  }

  private static Directory directory(boolean mapped) throws IOException {
    return mapped ? new MMapDirectory(createTempDir()) : new ByteBuffersDirectory();
  }

  /**
   * Which documents may be found.
   *
   * @param isExhaustive whether so few pass that each is compared, whatever the query
   */
  private record Filter(Query query, IntPredicate passes, boolean isExhaustive) {}

  /**
   * A query and what to know of its hits.
   *
   * @param kind of which all searches together are as good as Lucene's
   * @param target float32 or bytes
   * @param minScore 0 for queries for the nearest
   */
  private record Search(
      String kind, Query query, Filter filter, Object target, boolean isTopK, float minScore) {

    boolean isDiversifying() {
      return kind.startsWith("Diversifying");
    }

    /** Whether it may give up before it has found k, which depends on the graph. */
    boolean mayGiveUp() {
      return kind.startsWith("Patience");
    }
  }

  private List<Search> searches() {
    float[] floatTarget = randomFloats();
    byte[] byteTarget = randomBytes();
    int k = 1 + random().nextInt(20);
    BitSetProducer parents = new QueryBitSetProducer(new TermQuery(new Term("type", "parent")));
    Query seeds =
        new BooleanQuery.Builder()
            .add(new TermQuery(new Term("id", "child7")), BooleanClause.Occur.SHOULD)
            .add(new TermQuery(new Term("id", "child700")), BooleanClause.Occur.SHOULD)
            .build();
    List<Filter> filters =
        List.of(
            new Filter(null, number -> true, false),
            new Filter(new TermQuery(new Term("parity", "even")), n -> n % 2 == 0, false),
            new Filter(
                IntPoint.newRangeQuery("number", 100, 130), n -> n >= 100 && n <= 130, false),
            // Fewer than the least that a search by graph is expected to compare.
            new Filter(IntPoint.newRangeQuery("number", 101, 104), n -> n > 100 && n < 105, true),
            new Filter(MatchNoDocsQuery.INSTANCE, number -> false, true));
    List<Search> searches = new ArrayList<>();
    for (Filter filter : filters) {
      Query query = filter.query;
      KnnFloatVectorQuery floatQuery = new KnnFloatVectorQuery(FLOATS, floatTarget, k, query);
      KnnByteVectorQuery byteQuery = new KnnByteVectorQuery(BYTES, byteTarget, k, query);
      Map<String, Query> ofFloats = new HashMap<>();
      Map<String, Query> ofBytes = new HashMap<>();
      ofFloats.put("Nearest", floatQuery);
      ofBytes.put("Nearest", byteQuery);
      for (int threshold : new int[] {0, 100}) {
        KnnSearchStrategy strategy = new KnnSearchStrategy.Hnsw(threshold);
        ofFloats.put(
            "Nearest, filtered search from " + threshold + " %",
            new KnnFloatVectorQuery(FLOATS, floatTarget, k, query, strategy));
        ofBytes.put(
            "Nearest, filtered search from " + threshold + " %",
            new KnnByteVectorQuery(BYTES, byteTarget, k, query, strategy));
      }
      ofFloats.put("Seeded", SeededKnnVectorQuery.fromFloatQuery(floatQuery, seeds));
      ofBytes.put("Seeded", SeededKnnVectorQuery.fromByteQuery(byteQuery, seeds));
      ofFloats.put("Patience", PatienceKnnVectorQuery.fromFloatQuery(floatQuery));
      ofBytes.put("Patience", PatienceKnnVectorQuery.fromByteQuery(byteQuery));
      ofFloats.put(
          "Diversifying",
          new DiversifyingChildrenFloatKnnVectorQuery(FLOATS, floatTarget, query, k, parents));
      ofBytes.put(
          "Diversifying",
          new DiversifyingChildrenByteKnnVectorQuery(BYTES, byteTarget, query, k, parents));
      ofFloats.forEach(
          (kind, q) ->
              searches.add(new Search(kind + ", float32", q, filter, floatTarget, true, 0)));
      ofBytes.forEach(
          (kind, q) -> searches.add(new Search(kind + ", byte", q, filter, byteTarget, true, 0)));
      searches.add(
          new Search(
              "Similar, float32",
              SimilarityQueries.floats(FLOATS, floatTarget, 0.001f, 0.002f, query),
              filter,
              floatTarget,
              false,
              0.001f));
      searches.add(
          new Search(
              "Similar, byte",
              SimilarityQueries.bytes(BYTES, byteTarget, 0.3f, 0.5f, query),
              filter,
              byteTarget,
              false,
              0.3f));
    }
    return searches;
  }

  private void check(
      Search search, IndexSearcher omdb, IndexSearcher lucene, Map<String, double[]> sums)
      throws IOException {
    ScoreDoc[] expected = lucene.search(search.query, count).scoreDocs;
    ScoreDoc[] actual = omdb.search(search.query, count).scoreDocs;
    checkHits(search, omdb.getIndexReader().storedFields(), actual);
    if (search.isTopK && search.mayGiveUp() == false) {
      // Lucene's graph has nodes that no path leads to, where many vectors are equal: ours has not.
      String message = search + ": " + actual.length + " hits, Lucene " + expected.length;
      assertTrue(message, actual.length >= expected.length);
    }
    if (search.filter.isExhaustive) {
      assertEquals(search.toString(), expected.length, actual.length);
      for (int i = 0; i < expected.length; i++) {
        assertEquals(search + " hit " + i, expected[i].doc, actual[i].doc);
        assertEquals(search + " score of hit " + i, expected[i].score, actual[i].score, 0f);
      }
    }
    double[] sum = sums.computeIfAbsent(search.kind, kind -> new double[2]);
    sum[0] += sum(actual);
    sum[1] += sum(expected);
  }

  private static double sum(ScoreDoc[] hits) {
    double sum = 0;
    for (ScoreDoc hit : hits) {
      sum += hit.score;
    }
    return sum;
  }

  /** What must hold of hits, whatever graph they were found by. */
  private void checkHits(Search search, StoredFields fields, ScoreDoc[] hits) throws IOException {
    Set<Integer> seen = new HashSet<>();
    ScoreDoc last = null;
    for (ScoreDoc hit : hits) {
      int number = fields.document(hit.doc).getField("number").numericValue().intValue();
      String message = search + ": document " + number + " with score " + hit.score;
      assertTrue(message + " is there twice", seen.add(hit.doc));
      assertTrue(message + " does not pass", search.filter.passes.test(number));
      assertFalse(message + " is deleted", isDeleted(number));
      float score =
          search.target instanceof float[] target
              ? similarity.compare(target, floats[number])
              : similarity.compare((byte[]) search.target, bytes[number]);
      assertEquals(message, score, hit.score, 0f);
      assertTrue(message, score >= search.minScore);
      if (search.isDiversifying()) {
        assertTrue(message + " has a sibling", seen.add(-1 - blocks[number]));
      }
      assertTrue(
          message + " is out of order",
          last == null
              || last.score > hit.score
              || (last.score == hit.score && last.doc < hit.doc));
      last = hit;
    }
  }
}
