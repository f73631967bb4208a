// SPDX-License-Identifier: Apache-2.0
package org.omdb.springai;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.LuceneTestCase.SuppressSysoutChecks;
import org.apache.lucene.util.VectorUtil;
import org.omdb.store.OmdbDocument;
import org.omdb.store.OmdbStore;
import org.omdb.store.OmdbStoreOptions;
import org.omdb.store.OmdbStoreReader;
import org.springframework.ai.document.Document;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.SimpleVectorStore;

@SuppressSysoutChecks(bugUrl = "SimpleVectorStore of Spring AI 1 logs each document")
public class TestOmdbVectorStore extends LuceneTestCase {

  private Path path;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    path = createTempDir().resolve("store");
  }

  private OmdbVectorStoreBuilder builder() {
    return OmdbVectorStore.builder(new WordEmbeddingModel()).path(path).initializeSchema(true);
  }

  private static SearchRequest.Builder search(String query) {
    return SearchRequest.builder().query(query);
  }

  private static List<String> ids(List<Document> documents) {
    return documents.stream().map(Document::getId).toList();
  }

  public void testDocumentsComeBackWithTextMetadataTypesAndScore() {
    Map<String, Object> metadata = new HashMap<>();
    metadata.put("string", "s");
    metadata.put("boolean", true);
    metadata.put("int", 1);
    metadata.put("long", 1L << 40);
    metadata.put("float", 1.5f);
    metadata.put("double", 0.1);
    metadata.put("instant", Instant.ofEpochSecond(5, 7));
    metadata.put("uuid", new UUID(1, 2));
    metadata.put("list", List.of("a", "b"));
    Document written = new Document("1", "some words", metadata);
    try (OmdbVectorStore store = builder().build()) {
      store.add(List.of(written));
      Document found = store.similaritySearch("some words").get(0);
      assertEquals("1", found.getId());
      assertEquals("some words", found.getText());
      assertEquals(1, found.getScore(), 1e-6);
      assertEquals(1 - found.getScore(), (double) found.getMetadata().remove("distance"), 0);
      assertEquals(metadata, found.getMetadata());
    }
  }

  public void testValuesThatAStoreHasNoTypeForComeBackAsTheNearestOne() {
    Date date = new Date(1234567890123L);
    Map<String, Object> metadata =
        Map.of(
            "byte", (byte) 1, "list", List.of((short) 2), "date", date, "enum", Thread.State.NEW);
    try (OmdbVectorStore store = builder().build()) {
      store.add(List.of(new Document("1", "words", metadata)));
      Map<String, Object> found = store.similaritySearch("words").get(0).getMetadata();
      found.remove("distance");
      assertEquals(
          Map.of("byte", 1, "list", List.of(2), "date", date.toInstant(), "enum", "NEW"), found);
    }
  }

  public void testDatesOfDatabases() {
    Timestamp timestamp = Timestamp.from(Instant.parse("2026-02-03T04:05:06.123456789Z"));
    Map<String, Object> metadata =
        Map.of(
            "date", new java.sql.Date(1234567890000L),
            "time", new Time(12345000L),
            "timestamp", timestamp);
    try (OmdbVectorStore store = builder().build()) {
      store.add(List.of(new Document("1", "words", metadata)));
      Map<String, Object> found = store.similaritySearch("words").get(0).getMetadata();
      found.remove("distance");
      assertEquals(
          Map.of(
              "date", Instant.ofEpochMilli(1234567890000L),
              "time", Instant.ofEpochMilli(12345000L),
              "timestamp", timestamp.toInstant()),
          found);
    }
  }

  public void testNestedMetadataIsRefusedByItsKey() {
    try (OmdbVectorStore store = builder().build()) {
      for (Object nested :
          List.of(
              Map.of("name", "Ada"), List.of(Map.of("name", "Ada")), List.of(List.of("Ada", 1)))) {
        IllegalArgumentException e =
            expectThrows(
                IllegalArgumentException.class,
                () -> store.add(List.of(new Document("1", "text", Map.of("author", nested)))));
        assertTrue(e.getMessage(), e.getMessage().contains("\"1\": metadata \"author\""));
      }
      assertEquals(List.of(), store.similaritySearch("text"));
      store.add(List.of(new Document("1", "text", Map.of("author.name", "Ada"))));
      SearchRequest search =
          SearchRequest.builder().query("text").filterExpression("author.name == 'Ada'").build();
      assertEquals("1", store.similaritySearch(search).get(0).getId());
    }
  }

  public void testAddKeepsAllDocumentsOrNone() {
    try (OmdbVectorStore store = builder().build()) {
      List<Document> documents =
          List.of(
              new Document("1", "good", Map.of()),
              new Document("2", "bad", Map.of("a map", Map.of("key", "value"))));
      IllegalArgumentException e =
          expectThrows(IllegalArgumentException.class, () -> store.add(documents));
      assertTrue(e.getMessage(), e.getMessage().contains("\"2\": metadata \"a map\""));
      assertEquals(List.of(), store.similaritySearch("good"));
      store.add(List.of());
      assertEquals(List.of(), store.similaritySearch("good"));
    }
  }

  public void testDocumentThatIsAddedAgainReplacesTheOneBefore() {
    try (OmdbVectorStore store = builder().build()) {
      store.add(List.of(new Document("1", "before", Map.of("version", 1))));
      Document found = store.similaritySearch("before").get(0);
      store.add(List.of(found.mutate().text("after").build()));
      List<Document> all = store.similaritySearch("after");
      assertEquals(1, all.size());
      assertEquals("after", all.get(0).getText());
      assertEquals(1, all.get(0).getMetadata().get("version"));
      assertEquals(0, (double) all.get(0).getMetadata().get("distance"), 1e-6);
    }
  }

  public void testTopKThresholdAndFilterAreThoseOfSimpleVectorStore() {
    SimpleVectorStore simple = SimpleVectorStore.builder(new WordEmbeddingModel()).build();
    String[] words = {"red", "green", "blue", "black", "white"};
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      String text = "";
      for (int j = random().nextInt(1, 4); j > 0; j--) {
        text += words[random().nextInt(words.length)] + " ";
      }
      documents.add(new Document(Integer.toString(i), text, Map.of("year", 2000 + i % 20)));
    }
    simple.add(documents);
    try (OmdbVectorStore store = builder().build()) {
      store.add(documents);
      for (int i = 0; i < 50; i++) {
        SearchRequest request =
            search(words[random().nextInt(words.length)])
                .topK(random().nextInt(120))
                .similarityThreshold(0.01 + 0.9 * random().nextDouble())
                .filterExpression("year > " + random().nextInt(1999, 2020))
                .build();
        List<Document> expected = simple.similaritySearch(request);
        List<Document> actual = store.similaritySearch(request);
        assertEquals(expected.size(), actual.size());
        for (int rank = 0; rank < expected.size(); rank++) { // equal texts come in any order
          Document hit = actual.get(rank);
          assertEquals(expected.get(rank).getScore(), hit.getScore(), 1e-6);
          assertTrue(hit.getScore() >= request.getSimilarityThreshold());
        }
      }
    }
  }

  public void testThresholdOfZeroAcceptsDocumentsThatPointTheOtherWay() throws Exception {
    float[] vector = WordEmbeddingModel.vector("word");
    for (int i = 0; i < vector.length; i++) {
      vector[i] = -vector[i];
    }
    try (OmdbVectorStore store = builder().build()) {
      OmdbStore client = store.<OmdbStore>getNativeClient().orElseThrow();
      client.upsert(new OmdbDocument("opposite", vector));
      Document found =
          store.similaritySearch(search("word").similarityThresholdAll().build()).get(0);
      assertEquals(-1, found.getScore(), 1e-6);
      assertEquals(2, (double) found.getMetadata().get("distance"), 1e-6);
      assertEquals("", found.getText());
      assertEquals(
          List.of(), store.similaritySearch(search("word").similarityThreshold(1e-6).build()));
    }
  }

  public void testScoresAreThoseOfTheSimilarity() {
    for (VectorSimilarityFunction similarity : VectorSimilarityFunction.values()) {
      float[] a = {0.6f, 0.8f};
      float[] b = {random().nextFloat() - 0.5f, random().nextFloat() + 0.1f};
      if (similarity == VectorSimilarityFunction.DOT_PRODUCT) {
        VectorUtil.l2normalize(b);
      }
      double dot = a[0] * b[0] + a[1] * b[1];
      double expected =
          switch (similarity) {
            case COSINE -> dot / Math.hypot(b[0], b[1]);
            case DOT_PRODUCT, MAXIMUM_INNER_PRODUCT -> dot;
            case EUCLIDEAN -> 1 - Math.hypot(a[0] - b[0], a[1] - b[1]);
          };
      double actual = Scores.ofLucene(similarity.compare(a, b), similarity);
      assertEquals(similarity.toString(), expected, actual, 1e-5);
    }
  }

  public void testDeletesByIdAndByFilter() {
    try (OmdbVectorStore store = builder().build()) {
      for (int i = 0; i < 5; i++) {
        store.add(List.of(new Document("" + i, "word", Map.of("number", i))));
      }
      store.delete(List.of("0", "not there"));
      store.delete("number >= 2 && number < 4");
      assertEquals(
          List.of("1", "4"), ids(store.similaritySearch("word")).stream().sorted().toList());
      expectThrows(
          IllegalArgumentException.class, () -> store.delete("number IN [true] && a > true"));
    }
  }

  public void testStoreIsStillThereWhenItIsOpenedAgain() {
    try (OmdbVectorStore store = builder().dimensions(WordEmbeddingModel.DIMENSIONS).build()) {
      store.add(List.of(new Document("1", "word", Map.of())));
    }
    OmdbVectorStore store = builder().initializeSchema(false).build();
    try {
      assertEquals(List.of("1"), ids(store.similaritySearch("word")));
    } finally {
      store.close();
    }
    expectThrows(AlreadyClosedException.class, () -> store.similaritySearch("word"));
    expectThrows(AlreadyClosedException.class, () -> store.delete("a == 1"));
    store.close(); // again
    UncheckedIOException e =
        expectThrows(UncheckedIOException.class, () -> builder().dimensions(7).build());
    assertTrue(e.getMessage(), e.getMessage().contains("7 were expected"));
  }

  public void testNoStoreIsMadeUnlessTheSchemaMayBeInitialized() {
    IllegalStateException e =
        expectThrows(IllegalStateException.class, () -> builder().initializeSchema(false).build());
    assertTrue(e.getMessage(), e.getMessage().contains("initialize-schema=true"));
    assertFalse(Files.exists(path));
    expectThrows(UncheckedIOException.class, () -> builder().readOnly(true).build());
    assertFalse(Files.exists(path));
  }

  public void testReadOnlyStoreSeesCommitsAndWritesNothing() throws Exception {
    try (OmdbVectorStore writer = builder().build()) {
      writer.add(List.of(new Document("1", "word", Map.of())));
      writer.<OmdbStore>getNativeClient().orElseThrow().commit();
      try (OmdbVectorStore store = builder().readOnly(true).build()) {
        assertEquals(List.of("1"), ids(store.similaritySearch("word")));
        expectThrows(UnsupportedOperationException.class, () -> store.delete(List.of("1")));
        expectThrows(UnsupportedOperationException.class, () -> store.delete("a == 1"));
        expectThrows(
            UnsupportedOperationException.class,
            () -> store.add(List.of(new Document("2", "word", Map.of()))));
        OmdbStoreReader client = store.<OmdbStoreReader>getNativeClient().orElseThrow();
        assertEquals(1, client.count());
      }
    }
  }

  public void testStoreThatWasGivenStaysOpen() throws Exception {
    OmdbStoreOptions options =
        OmdbStoreOptions.defaults().similarity(VectorSimilarityFunction.EUCLIDEAN);
    try (OmdbStore given = OmdbStore.open(path, options)) {
      try (OmdbVectorStore store =
          OmdbVectorStore.builder(new WordEmbeddingModel()).store(given).build()) {
        store.add(List.of(new Document("1", "word", Map.of())));
        assertEquals(
            0, (double) store.similaritySearch("word").get(0).getMetadata().get("distance"), 0);
        assertSame(given, store.getNativeClient().orElseThrow());
      }
      assertEquals(1, given.count());
      IllegalArgumentException both =
          expectThrows(IllegalArgumentException.class, () -> builder().store(given).build());
      assertTrue(both.getMessage(), both.getMessage().endsWith("got both"));
      IllegalArgumentException writing =
          expectThrows(
              IllegalArgumentException.class,
              () ->
                  OmdbVectorStore.builder(new WordEmbeddingModel())
                      .store(given)
                      .readOnly(true)
                      .build());
      assertTrue(writing.getMessage(), writing.getMessage().contains("open for writing"));
    }
    IllegalArgumentException none =
        expectThrows(
            IllegalArgumentException.class,
            () -> OmdbVectorStore.builder(new WordEmbeddingModel()).build());
    assertTrue(none.getMessage(), none.getMessage().endsWith("got none"));
  }

  public void testOptionsAreThoseOfTheStore() {
    OmdbStoreOptions options = OmdbStoreOptions.defaults().commitAfter(1);
    try (OmdbVectorStore store = builder().options(options).build()) {
      store.add(List.of(new Document("1", "word", Map.of())));
      try (OmdbVectorStore other = builder().readOnly(true).build()) {
        assertEquals(List.of("1"), ids(other.similaritySearch("word")));
      }
    }
  }
}
