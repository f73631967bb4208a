// SPDX-License-Identifier: Apache-2.0
package org.omdb.springai;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.LuceneTestCase.SuppressSysoutChecks;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.omdb.store.OmdbStore;
import org.springframework.ai.document.Document;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.SimpleVectorStore;
import org.springframework.ai.vectorstore.VectorStore;
import org.springframework.ai.vectorstore.filter.Filter;
import org.springframework.ai.vectorstore.filter.Filter.Expression;
import org.springframework.ai.vectorstore.filter.Filter.ExpressionType;
import org.springframework.ai.vectorstore.filter.Filter.Group;
import org.springframework.ai.vectorstore.filter.Filter.Key;
import org.springframework.ai.vectorstore.filter.Filter.Value;

@SuppressSysoutChecks(bugUrl = "SimpleVectorStore of Spring AI 1 logs each document")
public class TestFilterMapper extends LuceneTestCase {

  private static OmdbVectorStore store;

  /** One for all tests: its builder loads the tables of a tokenizer, which takes long. */
  @BeforeClass
  public static void open() {
    store =
        OmdbVectorStore.builder(new WordEmbeddingModel())
            .path(createTempDir().resolve("store"))
            .initializeSchema(true)
            .build();
  }

  @AfterClass
  public static void close() {
    store.close();
    store = null;
  }

  @Override
  public void tearDown() throws Exception {
    store.<OmdbStore>getNativeClient().orElseThrow().deleteAll();
    super.tearDown();
  }

  private void add(String id, Map<String, Object> metadata) {
    store.add(List.of(new Document(id, "word", metadata)));
  }

  private static String found(VectorStore store, SearchRequest.Builder request) {
    TreeSet<String> ids = new TreeSet<>();
    store
        .similaritySearch(request.query("word").topK(1000).build())
        .forEach(document -> ids.add(document.getId()));
    return String.join(" ", ids);
  }

  private String found(String filter) {
    return found(store, SearchRequest.builder().filterExpression(filter));
  }

  private String found(ExpressionType type, String key, Object value) {
    Expression filter = new Expression(type, new Key(key), new Value(value));
    return found(store, SearchRequest.builder().filterExpression(filter));
  }

  /** Keys that may be missing are compared in ways in which all of Spring AI's stores agree. */
  private static Expression randomFilter(int depth, boolean mayNegate) {
    int kind = random().nextInt(depth == 0 ? 5 : mayNegate ? 8 : 7);
    return switch (kind) {
      case 0 -> {
        ExpressionType type =
            random().nextBoolean()
                ? randomOf(ExpressionType.EQ, ExpressionType.NE)
                : randomOf(
                    ExpressionType.LT, ExpressionType.LTE, ExpressionType.GT, ExpressionType.GTE);
        yield random().nextBoolean()
            ? new Expression(type, new Key("year"), new Value(random().nextInt(2000, 2010)))
            : new Expression(type, new Key("price"), new Value(random().nextInt(40) / 8.0));
      }
      case 1 ->
          new Expression(
              randomOf(ExpressionType.EQ, ExpressionType.NE),
              new Key("country"),
              new Value(randomOf("BG", "NL", "no such")));
      case 2 ->
          new Expression(
              randomOf(ExpressionType.IN, ExpressionType.NIN),
              new Key("country"),
              new Value(List.of(randomOf("BG", "NL"), randomOf("US", "no such"))));
      case 3 ->
          new Expression(
              randomOf(ExpressionType.IN, ExpressionType.NIN),
              new Key("year"),
              new Value(List.of(random().nextInt(2000, 2010), random().nextInt(2000, 2010))));
      case 4 ->
          new Expression(
              randomOf(ExpressionType.EQ, ExpressionType.NE),
              new Key("open"),
              new Value(random().nextBoolean()));
      case 5, 6 ->
          new Expression(
              randomOf(ExpressionType.AND, ExpressionType.OR),
              new Group(randomFilter(depth - 1, mayNegate)),
              new Group(randomFilter(depth - 1, mayNegate)));
      default -> new Expression(ExpressionType.NOT, new Group(randomFilter(depth - 1, false)));
    };
  }

  @SafeVarargs
  private static <T> T randomOf(T... values) {
    return values[random().nextInt(values.length)];
  }

  /** There, Spring AI 1 has no ISNULL and is wrong about NOT within NOT. */
  public void testFiltersMatchWhatTheyMatchInSimpleVectorStore() {
    SimpleVectorStore simple = SimpleVectorStore.builder(new WordEmbeddingModel()).build();
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Map<String, Object> metadata = new HashMap<>();
      metadata.put("year", random().nextInt(2000, 2010));
      metadata.put("price", random().nextInt(40) / 8.0);
      if (random().nextInt(3) > 0) {
        metadata.put("country", randomOf("BG", "NL", "US"));
      }
      if (random().nextBoolean()) {
        metadata.put("open", random().nextBoolean());
      }
      documents.add(new Document("" + i, "word", metadata));
    }
    simple.add(documents);
    store.add(documents);
    for (int i = atLeast(200); i > 0; i--) {
      Expression filter = randomFilter(3, true);
      assertEquals(
          filter.toString(),
          found(simple, SearchRequest.builder().filterExpression(filter)),
          found(store, SearchRequest.builder().filterExpression(filter)));
    }
  }

  public void testTextOfFiltersHasAllOperators() {
    add("a", Map.of("country", "BG", "year", 2020, "open", true, "price", 15.6));
    add("b", Map.of("country", "NL", "year", 2023L, "open", false, "price", 20.13));
    add("c", Map.of("year", 1999));
    assertEquals("a", found("country == 'BG'"));
    assertEquals("b c", found("country != 'BG'"));
    assertEquals("b", found("year > 2020"));
    assertEquals("a b", found("year >= 2020"));
    assertEquals("c", found("year < 2020"));
    assertEquals("a c", found("year <= 2020"));
    assertEquals("a b", found("price >= 15.6 && price <= 20.13"));
    assertEquals("a b", found("country IN ['BG', 'NL', 'US']"));
    assertEquals("b c", found("country NOT IN ['BG', 'US']"));
    assertEquals("c", found("country IS NULL"));
    assertEquals("a b", found("country IS NOT NULL"));
    assertEquals("b", found("NOT (country IS NULL OR open == true)"));
    assertEquals("a", found("open == true AND year >= 2000"));
    assertEquals("a c", found("country == 'BG' OR year == 1999"));
    assertEquals("c", found("NOT (country == 'BG' || country == 'NL')"));
    assertEquals("a", found("NOT (NOT (country == 'BG'))"));
    assertEquals("b", found("(year >= 2020 || country == \"BG\") && country NOT IN ['BG']"));
  }

  public void testMissingKeysAreNeitherLessNorGreater() {
    add("a", Map.of("year", 5));
    add("b", Map.of());
    assertEquals("a", found("year < 9"));
    assertEquals("a", found("year > 1"));
    assertEquals("b", found("NOT (year < 9)"));
  }

  public void testListsMatchIfAMemberDoes() {
    add("a", Map.of("tags", List.of("x", "y")));
    add("b", Map.of("tags", List.of("z")));
    assertEquals("a", found("tags == 'y'"));
    assertEquals("a b", found("tags IN ['x', 'z']"));
    assertEquals("b", found("tags NOT IN ['x']"));
  }

  public void testTimesMatchTimesAndTheirText() {
    Instant time = Instant.parse("2024-05-01T12:00:00Z");
    add("date", Map.of("at", Date.from(time)));
    add("instant", Map.of("at", time.plusSeconds(60)));
    add("text", Map.of("at", "2024-05-01T12:00:00Z"));
    assertEquals("date text", found("at == '2024-05-01T12:00:00Z'"));
    assertEquals("instant", found("at != '2024-05-01T12:00:00Z'"));
    assertEquals("instant", found("at > '2024-05-01T12:00:00Z'"));
    assertEquals("date text", found("at <= '2024-05-01T12:00:59Z'"));
    assertEquals("date text", found(ExpressionType.EQ, "at", Date.from(time)));
    assertEquals("date instant text", found(ExpressionType.GTE, "at", time));
    assertEquals("date text", found(ExpressionType.IN, "at", List.of(time)));
    assertEquals("", found("at == 'Z'"));
  }

  public void testKeysMayBeInQuotes() {
    add("a", Map.of("two words", 1, "dotted.key", 2));
    assertEquals("a", found("\"two words\" == 1"));
    assertEquals("a", found(ExpressionType.EQ, "'two words'", 1));
    assertEquals("a", found("dotted.key == 2"));
  }

  public void testValuesOfFiltersAreConvertedAsThoseOfDocuments() {
    add("a", Map.of("state", Thread.State.NEW, "small", (short) 3));
    assertEquals("a", found(ExpressionType.EQ, "state", Thread.State.NEW));
    assertEquals("a", found(ExpressionType.LT, "small", (byte) 4));
  }

  public void testFilterThatMakesNoSenseSaysWhy() {
    assertRefused("got null", new Expression(ExpressionType.AND, null, null));
    assertRefused(
        "a key left of EQ", new Expression(ExpressionType.EQ, new Value(1), new Value(1)));
    assertRefused("a value right of LT", new Expression(ExpressionType.LT, new Key("a")));
    assertRefused(
        "a list right of IN", new Expression(ExpressionType.IN, new Key("a"), new Value("b")));
    assertRefused("IS NULL", new Expression(ExpressionType.EQ, new Key("a"), new Value(null)));
    assertRefused(
        "booleans have no order", new Expression(ExpressionType.GT, new Key("a"), new Value(true)));
    assertRefused(
        "got java.util.ImmutableCollections",
        new Expression(ExpressionType.EQ, new Key("a"), new Value(List.of(1))));
    assertRefused("a comparison", new Filter.Operand() {});
  }

  private static void assertRefused(String message, Filter.Operand filter) {
    IllegalArgumentException e =
        expectThrows(IllegalArgumentException.class, () -> FilterMapper.of(filter));
    assertTrue(e.getMessage(), e.getMessage().contains(message));
  }
}
