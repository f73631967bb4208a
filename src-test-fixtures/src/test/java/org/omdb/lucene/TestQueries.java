// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import com.carrotsearch.randomizedtesting.generators.RandomPicks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.ByteVectorSimilarityQuery;
import org.apache.lucene.search.FloatVectorSimilarityQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnByteVectorQuery;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PatienceKnnVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SeededKnnVectorQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
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

/**
 * Every vector query of Lucene, on the same documents in OMDB and in Lucene's default format with
 * the same graph settings: the same hits with the same scores.
 */
@SuppressFileSystems("*") // memory-mapped
public class TestQueries extends LuceneTestCase {

  private static final String FLOATS = "floats";
  private static final String BYTES = "bytes";
  private static final int MAX_CONN = 8;
  private static final int BEAM_WIDTH = 40;

  private VectorSimilarityFunction similarity;
  private int dimension;
  private int count;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    similarity = RandomPicks.randomFrom(random(), VectorSimilarityFunction.values());
    dimension = 2 + random().nextInt(30);
    count = atLeast(1_500); // enough for a graph
  }

  /**
   * Small whole numbers, whose products and sums are exact: SIMD code may add in another order
   * before and after it is compiled, and one last bit of a score can lead to another graph.
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

  /** Blocks of children and a parent; some documents without vectors, some deleted. */
  private List<List<Document>> blocks() {
    List<List<Document>> blocks = new ArrayList<>();
    for (int i = 0; i < count; ) {
      List<Document> block = new ArrayList<>();
      for (int child = 1 + random().nextInt(4); child > 0 && i < count; child--, i++) {
        Document document = new Document();
        document.add(new StringField("id", "child" + i, Field.Store.YES));
        document.add(new StringField("parity", i % 2 == 0 ? "even" : "odd", Field.Store.NO));
        document.add(new IntPoint("number", i));
        if (random().nextInt(20) > 0) {
          document.add(new KnnFloatVectorField(FLOATS, randomFloats(), similarity));
        }
        if (random().nextInt(20) > 0) {
          document.add(new KnnByteVectorField(BYTES, randomBytes(), similarity));
        }
        block.add(document);
      }
      Document parent = new Document();
      parent.add(new StringField("type", "parent", Field.Store.NO));
      block.add(parent);
      blocks.add(block);
    }
    return blocks;
  }

  private void index(Directory dir, Codec codec, List<List<Document>> blocks, boolean merge)
      throws IOException {
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setCodec(codec)
            .setMergeScheduler(new SerialMergeScheduler())
            .setMergePolicy(merge ? new TieredMergePolicy() : NoMergePolicy.INSTANCE);
    try (IndexWriter writer = new IndexWriter(dir, config)) {
      for (int i = 0; i < blocks.size(); i++) {
        writer.addDocuments(blocks.get(i));
        if (merge ? i == blocks.size() - 5 : i == blocks.size() / 3 || i == blocks.size() / 2) {
          writer.flush();
        }
      }
      if (merge) {
        // One of the two segments is too small for a graph, and nothing is deleted: how Lucene
        // 10.5.1 joins several graphs, or mends one, is random, in its own format too.
        writer.forceMerge(1);
      }
      for (int i = 0; i < count; i += 17) {
        writer.deleteDocuments(new Term("id", "child" + i));
      }
    }
  }

  public void testSameHitsAsLucene() throws IOException {
    List<List<Document>> blocks = blocks();
    for (boolean merge : new boolean[] {false, true}) {
      // Of one kind: in mapped memory and on the heap scores may differ in their last bit.
      boolean mapped = random().nextBoolean();
      try (Directory omdbDir = directory(mapped);
          Directory luceneDir = directory(mapped)) {
        index(
            omdbDir,
            OmdbCodec.builder().maxConn(MAX_CONN).beamWidth(BEAM_WIDTH).build(),
            blocks,
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
            blocks,
            merge);
        try (DirectoryReader omdb = DirectoryReader.open(omdbDir);
            DirectoryReader lucene = DirectoryReader.open(luceneDir)) {
          IndexSearcher omdbSearcher = new IndexSearcher(omdb);
          IndexSearcher luceneSearcher = new IndexSearcher(lucene);
          for (int i = 0; i < 5; i++) {
            for (Query query : queries()) {
              assertSameHits(query, omdbSearcher, luceneSearcher);
            }
          }
        }
      }
    }
  }

  private static Directory directory(boolean mapped) throws IOException {
    return mapped ? new MMapDirectory(createTempDir()) : new ByteBuffersDirectory();
  }

  private List<Query> queries() {
    float[] floats = randomFloats();
    byte[] bytes = randomBytes();
    int k = 1 + random().nextInt(20);
    BitSetProducer parents = new QueryBitSetProducer(new TermQuery(new Term("type", "parent")));
    Query half = new TermQuery(new Term("parity", "even"));
    Query few = IntPoint.newRangeQuery("number", 100, 130);
    Query seeds =
        new BooleanQuery.Builder()
            .add(new TermQuery(new Term("id", "child7")), BooleanClause.Occur.SHOULD)
            .add(new TermQuery(new Term("id", "child700")), BooleanClause.Occur.SHOULD)
            .build();
    List<Query> queries = new ArrayList<>();
    for (Query filter : new Query[] {null, half, few, MatchNoDocsQuery.INSTANCE}) {
      KnnFloatVectorQuery floatQuery = new KnnFloatVectorQuery(FLOATS, floats, k, filter);
      KnnByteVectorQuery byteQuery = new KnnByteVectorQuery(BYTES, bytes, k, filter);
      queries.add(floatQuery);
      queries.add(byteQuery);
      queries.add(
          new KnnFloatVectorQuery(FLOATS, floats, k, filter, new KnnSearchStrategy.Hnsw(0)));
      queries.add(
          new KnnFloatVectorQuery(FLOATS, floats, k, filter, new KnnSearchStrategy.Hnsw(100)));
      queries.add(SeededKnnVectorQuery.fromFloatQuery(floatQuery, seeds));
      queries.add(SeededKnnVectorQuery.fromByteQuery(byteQuery, seeds));
      queries.add(PatienceKnnVectorQuery.fromFloatQuery(floatQuery));
      queries.add(PatienceKnnVectorQuery.fromByteQuery(byteQuery));
      queries.add(new DiversifyingChildrenFloatKnnVectorQuery(FLOATS, floats, filter, k, parents));
      queries.add(new DiversifyingChildrenByteKnnVectorQuery(BYTES, bytes, filter, k, parents));
      queries.add(new FloatVectorSimilarityQuery(FLOATS, floats, 0.001f, 0.002f, filter));
      queries.add(new ByteVectorSimilarityQuery(BYTES, bytes, 0.3f, 0.5f, filter));
    }
    return queries;
  }

  private static void assertSameHits(Query query, IndexSearcher omdb, IndexSearcher lucene)
      throws IOException {
    TopDocs expected = lucene.search(query, 50);
    TopDocs actual = omdb.search(query, 50);
    assertEquals(query.toString(), expected.scoreDocs.length, actual.scoreDocs.length);
    for (int i = 0; i < expected.scoreDocs.length; i++) {
      ScoreDoc e = expected.scoreDocs[i];
      ScoreDoc a = actual.scoreDocs[i];
      assertEquals(query + " hit " + i, e.doc, a.doc);
      assertEquals(query + " score of hit " + i, e.score, a.score, 0f);
    }
  }
}
