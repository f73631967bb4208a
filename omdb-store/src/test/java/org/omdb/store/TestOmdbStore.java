// SPDX-License-Identifier: Apache-2.0
package org.omdb.store;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.tests.util.LuceneTestCase;

/** What is written comes back, is found and is deleted. */
public class TestOmdbStore extends LuceneTestCase {

  private static OmdbDocument document(String id, float... vector) {
    return new OmdbDocument(id, vector);
  }

  static List<String> ids(List<Hit> hits) {
    return hits.stream().map(Hit::id).toList();
  }

  public void testAllTypesComeBackAsTheyWere() throws Exception {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("string", "Grüße, 𝄞");
    metadata.put("empty", "");
    metadata.put("true", true);
    metadata.put("false", false);
    metadata.put("int", Integer.MIN_VALUE);
    metadata.put("long", Long.MAX_VALUE);
    metadata.put("float", 1.1f);
    metadata.put("floatNaN", Float.NaN);
    metadata.put("double", -0.0);
    metadata.put("infinite", Double.NEGATIVE_INFINITY);
    metadata.put("instant", Instant.parse("2026-02-03T04:05:06.123456789Z"));
    metadata.put("uuid", UUID.randomUUID());
    metadata.put("list", List.of("a", 1, 2L, 3.5, true, Instant.EPOCH));
    metadata.put("emptyList", List.of());
    metadata.put("long string", "x".repeat(100_000));
    metadata.put(" odd.key\n", 1);
    float[] vector = {1f, -0f, Float.MIN_VALUE, -1e15f};
    OmdbDocument written = new OmdbDocument("id/ü", vector, "a text", metadata);
    Path path = createTempDir().resolve("store");
    try (OmdbStore store = OmdbStore.open(path)) {
      store.upsert(written);
      assertSame(written, store.get("id/ü").orElseThrow());
    }
    try (OmdbStore store = OmdbStore.open(path)) {
      assertSame(written, store.get("id/ü").orElseThrow());
      assertSame(written, store.search(Search.byVector(vector)).get(0).document());
    }
  }

  private static void assertSame(OmdbDocument expected, OmdbDocument actual) {
    assertEquals(expected, actual);
    assertEquals(
        new ArrayList<>(expected.metadata().keySet()), new ArrayList<>(actual.metadata().keySet()));
    assertEquals(bits(expected), bits(actual));
  }

  private static List<Integer> bits(OmdbDocument document) {
    List<Integer> bits = new ArrayList<>();
    for (float component : document.vector()) {
      bits.add(Float.floatToRawIntBits(component));
    }
    return bits;
  }

  public void testTextAndMetadataMayBeAbsent() throws Exception {
    try (OmdbStore store = OmdbStore.open(createTempDir())) {
      store.upsert(document("1", 1, 2));
      store.upsert(new OmdbDocument("2", new float[] {1, 2}, "", null));
      assertEquals(Optional.of(document("1", 1, 2)), store.get("1"));
      assertNull(store.get("1").orElseThrow().text());
      assertEquals("", store.get("2").orElseThrow().text());
      assertEquals(Map.of(), store.get("2").orElseThrow().metadata());
      assertEquals(List.of("2"), ids(store.search(Search.all().filter(new Filter.HasText()))));
      assertEquals(1, store.count(Filter.not(new Filter.HasText())));
    }
  }

  public void testUpsertReplacesAndTheLastOfACallCounts() throws Exception {
    try (OmdbStore store = OmdbStore.open(createTempDir())) {
      store.upsert(List.of(document("1", 1, 1), document("2", 2, 2), document("1", 3, 3)));
      assertEquals(2, store.count());
      store.upsert(List.of(document("2", 4, 4), document("3", 5, 5)));
      store.upsert(document("3", 6, 6));
      assertEquals(3, store.count());
      assertEquals(
          List.of(document("3", 6, 6), document("2", 4, 4), document("1", 3, 3)),
          store.get(List.of("3", "none", "2", "1")));
      store.upsert(List.of());
      assertEquals(3, store.count());
    }
  }

  public void testDeleteByIdFilterAndAll() throws Exception {
    try (OmdbStore store = OmdbStore.open(createTempDir())) {
      for (int i = 0; i < 10; i++) {
        store.upsert(
            new OmdbDocument("" + i, new float[] {1, i}, "text " + i, Map.of("even", i % 2 == 0)));
      }
      store.delete("3");
      store.delete("not there");
      store.delete(List.of("4", "5", "5"));
      assertEquals(7, store.count());
      store.delete(Filter.eq("even", true));
      assertEquals(
          List.of("1", "7", "9"), ids(store.search(Search.all())).stream().sorted().toList());
      store.deleteAll();
      assertEquals(0, store.count());
      assertEquals(List.of(), store.search(Search.byVector(new float[] {1, 1})));
      assertEquals(Optional.empty(), store.get("1"));
      store.upsert(document("1", 1, 1));
      assertEquals(1, store.count());
      assertEquals(2, store.statistics().dimension());
    }
  }

  public void testSearchesPagesAndScores() throws Exception {
    try (OmdbStore store = OmdbStore.open(createTempDir())) {
      assertEquals(List.of(), store.search(Search.byVector(new float[] {1, 0})));
      assertEquals(List.of(), store.search(Search.hybrid(new float[] {1, 0}, "word")));
      for (int i = 0; i < 20; i++) {
        double angle = Math.PI * i / 40;
        float[] vector = {(float) Math.cos(angle), (float) Math.sin(angle)};
        store.upsert(new OmdbDocument("" + i, vector, "word" + i + (i > 14 ? " word" : "")));
      }
      float[] query = {1, 0};
      List<Hit> hits = store.search(Search.byVector(query).limit(100));
      assertEquals(20, hits.size());
      for (int i = 0; i < 20; i++) {
        assertEquals("" + i, hits.get(i).id());
        assertEquals((1 + Math.cos(Math.PI * i / 40)) / 2, hits.get(i).score(), 1e-6);
      }
      assertEquals(hits.subList(5, 8), store.search(Search.byVector(query).offset(5).limit(3)));
      assertEquals(List.of(), store.search(Search.byVector(query).offset(20)));
      assertEquals(
          hits.subList(19, 20),
          store.search(Search.byVector(query).offset(19).limit(Integer.MAX_VALUE)));
      assertEquals(
          hits.subList(0, 4), store.search(Search.byVector(query).minScore(hits.get(3).score())));
      assertEquals(
          List.of("15", "16", "17", "18", "19"), ids(store.search(Search.byText("WORD, unknown"))));
      assertEquals(List.of("3"), ids(store.search(Search.byText("word3"))));
      assertEquals(List.of(), store.search(Search.byText("  ?! ")));

      List<Hit> hybrid = store.search(Search.hybrid(query, "word17").limit(2));
      assertEquals("17", hybrid.get(0).id());
      assertEquals(1 / 61f + 1 / 78f, hybrid.get(0).score(), 1e-6);
      assertEquals("0", hybrid.get(1).id());
      assertEquals(1 / 61f, hybrid.get(1).score(), 1e-6);
    }
  }

  public void testAllSimilarities() throws Exception {
    for (VectorSimilarityFunction similarity : VectorSimilarityFunction.values()) {
      Path path = createTempDir().resolve("store");
      OmdbStoreOptions options = OmdbStoreOptions.defaults().similarity(similarity).dimension(2);
      try (OmdbStore store = OmdbStore.open(path, options)) {
        store.upsert(List.of(document("x", 1, 0), document("y", 0, 1)));
      }
      try (OmdbStore store = OmdbStore.open(path)) {
        float[] query = {0.8f, 0.6f};
        List<Hit> hits = store.search(Search.byVector(query));
        assertEquals(List.of("x", "y"), ids(hits));
        assertEquals(similarity.compare(query, new float[] {1, 0}), hits.get(0).score(), 1e-6f);
        assertEquals(similarity, store.statistics().similarity());
      }
    }
  }

  public void testBadInputIsRefusedAndChangesNothing() throws Exception {
    try (OmdbStore store = OmdbStore.open(createTempDir())) {
      assertRefused(store, "id", document("", 1, 2));
      assertRefused(store, "zero vector", document("zero", 0, 0));
      assertRefused(store, "non-finite", document("nan", 1, Float.NaN));
      store.upsert(document("any dimension is left", 1, 2, 3));
      assertRefused(store, "2 dimensions, expected 3", document("short", 1, 2));
      assertRefused(store, "", document("empty"));
      assertEquals(1, store.count());
      assertEquals(3, store.statistics().dimension());
      IllegalArgumentException refused =
          expectThrows(
              IllegalArgumentException.class,
              () -> store.search(Search.byVector(new float[] {1, 2})));
      assertTrue(refused.getMessage(), refused.getMessage().contains("2 dimensions"));
      expectThrows(
          IllegalArgumentException.class,
          () -> store.search(Search.byVector(new float[] {0, 0, 0})));
      expectThrows(
          IllegalArgumentException.class,
          () -> store.search(Search.byVector(new float[] {0, 0, Float.NEGATIVE_INFINITY})));
    }
    for (Object bad : Arrays.asList(new Object(), null, List.of(List.of()), Map.of(), 'c')) {
      Map<String, Object> metadata = new LinkedHashMap<>();
      metadata.put("key", bad);
      IllegalArgumentException refused =
          expectThrows(
              IllegalArgumentException.class,
              () -> new OmdbDocument("7", new float[] {1}, null, metadata));
      assertTrue(refused.getMessage(), refused.getMessage().contains("\"7\": metadata \"key\""));
    }
    expectThrows(
        IllegalArgumentException.class,
        () -> new OmdbDocument("7", new float[] {1}, null, Map.of("", 1)));
    IllegalArgumentException half =
        expectThrows(
            IllegalArgumentException.class,
            () -> new OmdbDocument("7", new float[] {1}, null, Map.of("k\uD83D", 1)));
    assertTrue(half.getMessage(), half.getMessage().contains("surrogate"));
  }

  /** A term of more than 32,766 bytes is refused by the index writer only. */
  public void testAFirstDocumentThatFailsLeavesTheDimensionOpen() throws Exception {
    Path folder = createTempDir();
    StandardAnalyzer longWords = new StandardAnalyzer();
    longWords.setMaxTokenLength(50_000);
    OmdbStoreOptions options = OmdbStoreOptions.defaults().analyzer(longWords);
    OmdbDocument bad = new OmdbDocument("bad", new float[] {1, 2}, "x".repeat(40_000), null);
    try (OmdbStore store = OmdbStore.open(folder, options)) {
      expectThrows(IllegalArgumentException.class, () -> store.upsert(bad));
      assertEquals(0, store.statistics().dimension());
      store.upsert(document("good", 1, 2, 3));
      expectThrows(IllegalArgumentException.class, () -> store.upsert(bad));
      store.upsert(List.of());
      assertEquals(3, store.statistics().dimension());
    }
    try (OmdbStore store = OmdbStore.open(folder, options)) {
      assertEquals(3, store.statistics().dimension());
      assertEquals(1, store.count());
    }
  }

  public void testLengthsThatFloat32CannotCompareAreRefused() throws Exception {
    for (VectorSimilarityFunction similarity : VectorSimilarityFunction.values()) {
      OmdbStoreOptions options = OmdbStoreOptions.defaults().similarity(similarity);
      try (OmdbStore store = OmdbStore.open(createTempDir().resolve("store"), options)) {
        for (float component : new float[] {1e-25f, 1, 1e19f, Float.MAX_VALUE}) {
          boolean isRefused =
              component > 1
                  ? similarity != VectorSimilarityFunction.EUCLIDEAN
                  : component < 1 && similarity == VectorSimilarityFunction.COSINE;
          Search search = Search.byVector(new float[] {component, component});
          if (isRefused) {
            assertRefused(store, "length is ", document("bad", component, component));
            String refusal =
                expectThrows(IllegalArgumentException.class, () -> store.search(search))
                    .getMessage();
            assertTrue(refusal, refusal.startsWith("search: the vector's length is "));
          } else {
            store.upsert(document("" + component, component, component));
            assertEquals(store.count(), store.search(search).size());
          }
        }
      }
    }
  }

  private static void assertRefused(OmdbStore store, String because, OmdbDocument bad)
      throws Exception {
    int dimension = store.statistics().dimension();
    float[] vector = new float[dimension == 0 ? bad.vector().length : dimension];
    Arrays.fill(vector, 1);
    OmdbDocument good = document("good", vector);
    IllegalArgumentException refused =
        expectThrows(IllegalArgumentException.class, () -> store.upsert(List.of(good, bad)));
    assertTrue(refused.getMessage(), refused.getMessage().contains(because));
    assertTrue(refused.getMessage(), refused.getMessage().contains("\"" + bad.id() + "\""));
    assertEquals(Optional.empty(), store.get("good"));
  }

  public void testUseAfterCloseIsAClearError() throws Exception {
    Path path = createTempDir().resolve("store");
    OmdbStore store = OmdbStore.open(path);
    store.upsert(document("1", 1));
    store.close();
    store.close();
    OmdbStoreReader reader = OmdbStore.openReadOnly(path);
    assertEquals(1, reader.count());
    reader.close();
    reader.close();
    List<ThrowingRunnable> uses =
        List.of(
            () -> store.upsert(document("2", 1)),
            () -> store.delete("1"),
            () -> store.delete(Filter.exists("x")),
            store::deleteAll,
            store::commit,
            store::refresh,
            store::statistics,
            () -> store.forceMerge(1),
            () -> store.snapshot(path.resolveSibling("copy")),
            () -> store.get("1"),
            () -> store.search(Search.all()),
            () -> reader.search(Search.all()),
            () -> reader.get("1"),
            reader::refresh,
            reader::statistics);
    for (ThrowingRunnable use : uses) {
      AlreadyClosedException closed = expectThrows(AlreadyClosedException.class, use);
      assertEquals("the store in " + path + " is closed", closed.getMessage());
    }
  }

  public void testStatistics() throws Exception {
    Path path = createTempDir().resolve("store");
    OmdbStoreOptions options = OmdbStoreOptions.defaults().commitInterval(java.time.Duration.ZERO);
    try (OmdbStore store = OmdbStore.open(path, options)) {
      StoreStatistics empty = store.statistics();
      assertEquals(0, empty.documents());
      assertEquals(0, empty.dimension());
      assertEquals(0, empty.pendingChanges());
      Instant created = empty.lastCommit();
      store.upsert(List.of(document("1", 1, 1), document("2", 1, 2), document("3", 1, 3)));
      store.delete("1");
      StoreStatistics written = store.statistics();
      assertEquals(2, written.documents());
      assertEquals(4, written.pendingChanges());
      assertEquals(created, written.lastCommit());
      assertTrue(written.bytes() > empty.bytes());
      assertTrue(written.memory().rows() >= 16);
      store.commit();
      StoreStatistics committed = store.statistics();
      assertEquals(0, committed.pendingChanges());
      assertFalse(committed.lastCommit().isBefore(created));
      assertEquals(Optional.empty(), committed.commitFailure());
      store.forceMerge(1);
      StoreStatistics merged = store.statistics();
      assertEquals(1, merged.segments());
      assertEquals(0, merged.deleted());
      assertEquals(2, merged.documents());
    }
    try (OmdbStoreReader reader = OmdbStore.openReadOnly(path)) {
      assertEquals(2, reader.statistics().documents());
      assertEquals(2, reader.statistics().dimension());
      assertEquals(1, reader.statistics().segments());
    }
  }
}
