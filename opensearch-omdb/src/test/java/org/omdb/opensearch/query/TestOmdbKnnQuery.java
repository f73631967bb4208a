// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.query;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.FilterDirectoryReader;
import org.apache.lucene.index.FilterLeafReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryRescorer;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TotalHits;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.junit.Test;
import org.omdb.opensearch.cluster.SeededTestCase;
import org.omdb.opensearch.vector.DataType;
import org.opensearch.index.mapper.Uid;

/** The query on a Lucene index with several segments and deleted documents. */
public class TestOmdbKnnQuery extends SeededTestCase {

  private static final VectorSimilarityFunction SIMILARITY = VectorSimilarityFunction.EUCLIDEAN;
  private static final int SIZE = 400;

  private final List<float[]> vectors = new ArrayList<>();
  private final Set<Integer> deleted = new HashSet<>();

  /** So that searches compare all vectors, and miss none. */
  private static final class WithoutGraphs extends Lucene104Codec {

    @Override
    public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
      return new Lucene99HnswVectorsFormat(16, 100, 1, null, 10 * SIZE);
    }
  }

  private void index(Directory directory) throws Exception {
    IndexWriterConfig config = new IndexWriterConfig().setCodec(new WithoutGraphs());
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      for (int i = 0; i < SIZE; i++) {
        float[] vector = {random().nextFloat(), random().nextFloat(), random().nextFloat()};
        vectors.add(vector);
        Document document = new Document();
        document.add(new KnnFloatVectorField("e", vector, SIMILARITY));
        document.add(new StringField("id", "" + i, StringField.Store.YES));
        document.add(new StringField("_id", Uid.encodeId("" + i), StringField.Store.NO));
        if (i % 3 == 0) {
          document.add(new StringField("_routing", "r", StringField.Store.YES));
        }
        document.add(new StringField("even", "" + (i % 2 == 0), StringField.Store.NO));
        document.add(
            new TextField(
                "text", (i % 2 == 0 ? "even number" : "number even"), TextField.Store.NO));
        writer.addDocument(document);
        if (random().nextInt(50) == 0) {
          writer.flush();
        }
      }
      for (int i = 0; i < 40; i++) {
        int n = 2 + random().nextInt(SIZE - 2);
        deleted.add(n);
        writer.deleteDocuments(new Term("id", "" + n));
      }
    }
  }

  private List<Integer> nearest(float[] query, int except, boolean evenOnly) {
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < SIZE; i++) {
      if (deleted.contains(i) == false && i != except && (evenOnly == false || i % 2 == 0)) {
        all.add(i);
      }
    }
    all.sort(Comparator.comparing((Integer i) -> -SIMILARITY.compare(query, vectors.get(i))));
    return all;
  }

  private static List<Integer> search(IndexSearcher searcher, Query query) throws Exception {
    TopDocs found = searcher.search(query, SIZE);
    List<Integer> ids = new ArrayList<>();
    for (ScoreDoc hit : found.scoreDocs) {
      ids.add(Integer.valueOf(searcher.storedFields().document(hit.doc).get("id")));
      assertEquals(hit.score, searcher.explain(query, hit.doc).getValue().floatValue(), 0);
    }
    return ids;
  }

  /** Shows everything but what fields there are, as the security plugin does for some users. */
  private static final class WithoutFields extends FilterDirectoryReader {

    WithoutFields(DirectoryReader in) throws IOException {
      super(
          in,
          new SubReaderWrapper() {
            @Override
            public LeafReader wrap(LeafReader leaf) {
              return new FilterLeafReader(leaf) {
                @Override
                public FieldInfos getFieldInfos() {
                  return FieldInfos.EMPTY;
                }

                @Override
                public CacheHelper getCoreCacheHelper() {
                  return null;
                }

                @Override
                public CacheHelper getReaderCacheHelper() {
                  return null;
                }
              };
            }
          });
    }

    @Override
    protected DirectoryReader doWrapDirectoryReader(DirectoryReader in) throws IOException {
      return new WithoutFields(in);
    }

    @Override
    public CacheHelper getReaderCacheHelper() {
      return null;
    }
  }

  @Test
  public void testAHiddenFieldIsNotSearched() throws Exception {
    try (Directory directory = new ByteBuffersDirectory()) {
      index(directory);
      try (DirectoryReader reader = new WithoutFields(DirectoryReader.open(directory))) {
        IndexSearcher searcher = new IndexSearcher(reader);
        KnnFloatVectorQuery nearest = new KnnFloatVectorQuery("e", vectors.get(1), 10);
        assertTrue(searcher.search(nearest, 10).scoreDocs.length > 0); // what would be seen
        assertEquals(List.of(), search(searcher, new OmdbKnnQuery(nearest, 10, 0, null)));
        Query within =
            new RadialQuery(
                "e", DataType.FLOAT, vectors.get(1), .5f, null, null, RadialQuery.MAX_HITS);
        assertEquals(List.of(), search(searcher, within));
        assertEquals(List.of(), search(searcher, new OmdbScoreQuery("e", vectors.get(1), null)));
      }
    }
  }

  @Test
  public void testHitsAreTheNearest() throws Exception {
    try (Directory directory = new ByteBuffersDirectory()) {
      index(directory);
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        IndexSearcher searcher = new IndexSearcher(reader);
        for (int round = 0; round < 20; round++) {
          int n = random().nextInt(SIZE);
          float[] target = vectors.get(n);
          int k = 1 + random().nextInt(50);
          KnnFloatVectorQuery all = new KnnFloatVectorQuery("e", target, SIZE);
          Query plain = new OmdbKnnQuery(all, k, 0, null);
          assertEquals(nearest(target, -1, false).subList(0, k), search(searcher, plain));
          StoredDocument itself = new StoredDocument("" + n, n % 3 == 0 ? "r" : null);
          Query others = new OmdbKnnQuery(all, k, 0, itself);
          assertEquals(nearest(target, n, false).subList(0, k), search(searcher, others));
          StoredDocument namesake = new StoredDocument("" + n, n % 3 == 0 ? null : "r");
          Query allOthers = new OmdbKnnQuery(all, k, 0, namesake);
          assertEquals(nearest(target, -1, false).subList(0, k), search(searcher, allOthers));

          Query even = new TermQuery(new Term("even", "true"));
          Query filtered =
              new OmdbKnnQuery(new KnnFloatVectorQuery("e", target, SIZE, even), k, 0, null);
          assertEquals(nearest(target, -1, true).subList(0, k), search(searcher, filtered));

          List<Integer> bothConditions = new ArrayList<>(nearest(target, -1, false).subList(0, k));
          bothConditions.removeIf(i -> i % 2 != 0);
          Query conjunction =
              new BooleanQuery.Builder()
                  .add(plain, BooleanClause.Occur.MUST)
                  .add(even, BooleanClause.Occur.FILTER)
                  .build();
          assertEquals(bothConditions, search(searcher, conjunction));
          assertEquals(k, searcher.count(plain));

          float least =
              SIMILARITY.compare(target, vectors.get(nearest(target, -1, false).get(k - 1)));
          Query close = new OmdbKnnQuery(all, SIZE, least * 0.9999999f, null);
          assertTrue(search(searcher, close).size() >= k);
          assertEquals(0, searcher.count(new OmdbKnnQuery(all, k, 1.5f, null)));
        }
      }
    }
  }

  @Test
  public void testAllWithinAScoreAreHits() throws Exception {
    try (Directory directory = new ByteBuffersDirectory()) {
      index(directory);
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        IndexSearcher searcher = new IndexSearcher(reader);
        Query even = new TermQuery(new Term("even", "true"));
        Query few = new TermQuery(new Term("id", "8"));
        for (int round = 0; round < 5; round++) {
          int n = random().nextInt(SIZE);
          float[] target = vectors.get(n);
          float least = 0.7f + 0.3f * random().nextFloat();
          Query all = new RadialQuery("e", DataType.FLOAT, target, least, null, null, SIZE);
          assertEquals(within(target, least, -1, false), search(searcher, all));
          StoredDocument itself = new StoredDocument("" + n, n % 3 == 0 ? "r" : null);
          Query others = new RadialQuery("e", DataType.FLOAT, target, least, null, itself, SIZE);
          assertEquals(within(target, least, n, false), search(searcher, others));
          Query filtered = new RadialQuery("e", DataType.FLOAT, target, least, even, null, SIZE);
          assertEquals(within(target, least, -1, true), search(searcher, filtered));
          List<Integer> one = new ArrayList<>(within(target, least, -1, true));
          one.removeIf(i -> i != 8);
          assertEquals(
              one,
              search(
                  searcher, new RadialQuery("e", DataType.FLOAT, target, least, few, null, SIZE)));
          assertEquals(
              0,
              searcher.count(new RadialQuery("e", DataType.FLOAT, target, 1.5f, null, null, SIZE)));
          assertEquals(
              SIZE - deleted.size(),
              searcher.count(new RadialQuery("e", DataType.FLOAT, target, 0, null, null, SIZE)));
        }
      }
    }
  }

  /** Lucene's format, which the index has, tells nobody how it is searched. */
  @Test
  public void testComparingAllVectorsOfAFilterIsCounted() throws Exception {
    try (Directory directory = new ByteBuffersDirectory()) {
      index(directory);
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        IndexSearcher searcher = new IndexSearcher(reader);
        float[] target = vectors.get(random().nextInt(SIZE));
        Query one = new TermQuery(new Term("id", "0"));
        KnnFloatVectorQuery all = new KnnFloatVectorQuery("e", target, SIZE);
        KnnFloatVectorQuery narrow = new KnnFloatVectorQuery("e", target, SIZE, one);
        // Where there are several segments, Lucene looks again into those that may have more hits.
        long rounds = reader.leaves().size() > 1 ? 2 : 1;
        checkWays(Map.of("exact", rounds), searcher, new OmdbKnnQuery(narrow, 1, 0, null));
        checkWays(
            Map.of("exact", 1L),
            searcher,
            new RadialQuery("e", DataType.FLOAT, target, 0, one, null, SIZE));
        checkWays(Map.of(), searcher, new OmdbKnnQuery(all, SIZE, 0, null));
        checkWays(
            Map.of(), searcher, new RadialQuery("e", DataType.FLOAT, target, 0, null, null, SIZE));
      }
    }
  }

  private static void checkWays(Map<String, Long> ways, IndexSearcher searcher, VectorQuery query)
      throws Exception {
    SearchCounts counts = new SearchCounts();
    assertTrue(query.hits(searcher, counts).length > 0);
    assertEquals(ways, counts.ways());
  }

  private List<Integer> within(float[] query, float least, int except, boolean evenOnly) {
    List<Integer> all = nearest(query, except, evenOnly);
    all.removeIf(i -> SIMILARITY.compare(query, vectors.get(i)) < least);
    return all;
  }

  /** The same bits, whatever else a search asks for. */
  @Test
  public void testScoresOfWhatAnotherQueryFinds() throws Exception {
    try (Directory directory = new ByteBuffersDirectory()) {
      index(directory);
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        IndexSearcher searcher = new IndexSearcher(reader);
        float[] target = vectors.get(random().nextInt(SIZE));
        Query nearest = new OmdbKnnQuery(new KnnFloatVectorQuery("e", target, SIZE), SIZE, 0, null);
        Query even = new TermQuery(new Term("even", "true"));
        Query evenNearest =
            new OmdbKnnQuery(new KnnFloatVectorQuery("e", target, SIZE, even), SIZE, 0, null);
        Query afterAll =
            new BooleanQuery.Builder()
                .add(new OmdbScoreQuery("e", target, null), BooleanClause.Occur.MUST)
                .add(even, BooleanClause.Occur.FILTER)
                .build();
        checkSame(searcher, nearest, new OmdbScoreQuery("e", target, null));
        checkSame(searcher, nearest, new OmdbScoreQuery("e", target, MatchAllDocsQuery.INSTANCE));
        checkSame(searcher, evenNearest, new OmdbScoreQuery("e", target, even));
        checkSame(searcher, evenNearest, afterAll);
        // Its hits are found in two phases.
        PhraseQuery phrase = new PhraseQuery("text", "even", "number");
        checkSame(searcher, evenNearest, new OmdbScoreQuery("e", target, phrase));
        Query boosted = new BoostQuery(new OmdbScoreQuery("e", target, even), 3);
        checkSame(searcher, new BoostQuery(evenNearest, 3), boosted);
        assertEquals(0, searcher.count(new OmdbScoreQuery("nothing", target, null)));
        Query none = new TermQuery(new Term("even", "none"));
        assertEquals(0, searcher.count(new OmdbScoreQuery("e", target, none)));
        int zero = documentOf(searcher, 0);
        int one = documentOf(searcher, 1);
        ScoreDoc[] firstTwo = {new ScoreDoc(zero, 5), new ScoreDoc(one, 5)};
        assertFalse(searcher.explain(new OmdbScoreQuery("e", target, even), one).isMatch());
        TopDocs rescored =
            QueryRescorer.rescore(
                searcher,
                new TopDocs(new TotalHits(2, TotalHits.Relation.EQUAL_TO), firstTwo),
                new OmdbScoreQuery("e", target, even),
                1,
                2);
        assertEquals(zero, rescored.scoreDocs[0].doc);
        assertTrue(rescored.scoreDocs[0].score > 5);
        assertEquals(5, rescored.scoreDocs[1].score, 0);
      }
    }
  }

  private static int documentOf(IndexSearcher searcher, int n) throws Exception {
    return searcher.search(new TermQuery(new Term("id", "" + n)), 1).scoreDocs[0].doc;
  }

  private static void checkSame(IndexSearcher searcher, Query expected, Query query)
      throws Exception {
    ScoreDoc[] right = searcher.search(expected, SIZE).scoreDocs;
    ScoreDoc[] found = searcher.search(query, SIZE).scoreDocs;
    assertEquals(right.length, found.length);
    for (int i = 0; i < right.length; i++) {
      assertEquals(right[i].doc, found[i].doc);
      assertEquals(right[i].score, found[i].score, 0);
    }
    float explained = searcher.explain(query, found[0].doc).getValue().floatValue();
    assertEquals(found[0].score, explained, 0);
  }

  @Test
  public void testMoreHitsThanMemoryMayHoldAreAnError() throws Exception {
    try (Directory directory = new ByteBuffersDirectory()) {
      index(directory);
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        IndexSearcher searcher = new IndexSearcher(reader);
        int most = SIZE - deleted.size() - 1;
        Query tooMany = new RadialQuery("e", DataType.FLOAT, vectors.get(0), 0, null, null, most);
        Exception refused =
            assertThrows(IllegalArgumentException.class, () -> searcher.count(tooMany));
        assertTrue(refused.toString(), refused.getMessage().contains("more than " + most));
        Query all = new RadialQuery("e", DataType.FLOAT, vectors.get(0), 0, null, null, most + 1);
        assertEquals(most + 1, searcher.count(all));
      }
    }
  }

  @Test
  public void testHitsOfOneReaderAreNotAnothers() throws Exception {
    try (Directory directory = new ByteBuffersDirectory()) {
      index(directory);
      try (DirectoryReader one = DirectoryReader.open(directory);
          DirectoryReader other = DirectoryReader.open(directory)) {
        Query query =
            new OmdbKnnQuery(new KnnFloatVectorQuery("e", vectors.get(0), SIZE), 5, 0, null);
        Query rewritten = new IndexSearcher(one).rewrite(query);
        assertThrows(
            IllegalStateException.class, () -> new IndexSearcher(other).search(rewritten, 5));
        assertEquals(rewritten, new IndexSearcher(one).rewrite(query));
        assertNotEquals(rewritten, new IndexSearcher(other).rewrite(query));
      }
    }
  }
}
