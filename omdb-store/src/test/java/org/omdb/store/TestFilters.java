// SPDX-License-Identifier: Apache-2.0
package org.omdb.store;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.lucene.tests.util.LuceneTestCase;

/** Filters match what they promise, in searches, counts and deletions. */
public class TestFilters extends LuceneTestCase {

  private OmdbStore store;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    store = OmdbStore.open(createTempDir());
  }

  @Override
  public void tearDown() throws Exception {
    store.close();
    super.tearDown();
  }

  private void add(String id, Map<String, Object> metadata) throws IOException {
    store.upsert(new OmdbDocument(id, new float[] {1}, "a text", metadata));
  }

  private List<String> matching(Filter filter) throws IOException {
    List<String> found = new ArrayList<>(find(Search.all().filter(filter)));
    Collections.sort(found);
    assertEquals(found.size(), store.count(filter));
    assertEquals(found, find(Search.byVector(new float[] {1}).filter(filter)));
    assertEquals(found, find(Search.byText("text").filter(filter)));
    assertEquals(found, find(Search.hybrid(new float[] {1}, "text").filter(filter)));
    return found;
  }

  private List<String> find(Search search) throws IOException {
    return TestOmdbStore.ids(store.search(search.limit(10_000))).stream().sorted().toList();
  }

  public void testNumbersCompareByValueWhateverTheirType() throws Exception {
    add("int", Map.of("n", 1));
    add("long", Map.of("n", 1L));
    add("float", Map.of("n", 1f));
    add("double", Map.of("n", 1d));
    add("more", Map.of("n", 1.1f));
    add("string", Map.of("n", "1"));
    for (Object one : List.of(1, 1L, 1f, 1d)) {
      assertEquals(List.of("double", "float", "int", "long"), matching(Filter.eq("n", one)));
      assertEquals(List.of("more"), matching(Filter.gt("n", one)));
      assertEquals(List.of(), matching(Filter.lt("n", one)));
    }
    assertEquals(List.of("more"), matching(Filter.eq("n", 1.1)));
    assertEquals(List.of("more", "string"), matching(Filter.ne("n", 1)));
    assertEquals(List.of("string"), matching(Filter.ge("n", "")));
  }

  public void testLongsAreNotRounded() throws Exception {
    long big = (1L << 53) + 1; // no double is equal
    add("big", Map.of("n", big));
    add("double", Map.of("n", (double) big));
    assertEquals(List.of("big"), matching(Filter.eq("n", big)));
    assertEquals(List.of("double"), matching(Filter.eq("n", (double) big)));
    assertEquals(List.of("big"), matching(Filter.gt("n", (double) big)));
    assertEquals(List.of("double"), matching(Filter.lt("n", big)));
    add("greatest", Map.of("n", Long.MAX_VALUE));
    assertEquals(List.of(), matching(Filter.ge("n", 0x1p63)));
    assertEquals(List.of("big", "double", "greatest"), matching(Filter.lt("n", 0x1p63)));
  }

  public void testStringsOfAnyLength() throws Exception {
    String x = "x".repeat(40_000);
    add("short", Map.of("s", "x"));
    add("long", Map.of("s", x));
    add("longer", Map.of("s", x + "needle"));
    add("list", Map.of("s", List.of(x, "needle")));
    add("none", Map.of());
    assertEquals(List.of("list", "long"), matching(Filter.eq("s", x)));
    assertEquals(List.of("longer", "none", "short"), matching(Filter.ne("s", x)));
    assertEquals(List.of("longer"), matching(Filter.gt("s", x)));
    assertEquals(List.of("list", "longer"), matching(Filter.contains("s", "needle")));
    assertEquals(List.of("long", "longer", "short"), matching(Filter.contains("s", "x")));
    assertEquals(List.of("list", "long", "short"), matching(Filter.in("s", List.of("x", x))));
  }

  public void testContainsIsPartOfAStringOrMemberOfAList() throws Exception {
    add("string", Map.of("tags", "java and javascript"));
    add("list", Map.of("tags", List.of("java", 1, Instant.EPOCH)));
    add("other", Map.of("tags", List.of("javascript")));
    add("number", Map.of("tags", 1));
    assertEquals(List.of("list", "string"), matching(Filter.contains("tags", "java")));
    assertEquals(List.of("list"), matching(Filter.contains("tags", 1.0)));
    assertEquals(List.of("list"), matching(Filter.contains("tags", Instant.EPOCH)));
    assertEquals(List.of("string"), matching(Filter.contains("tags", "a and")));
    assertEquals(List.of("string"), matching(Filter.contains("tags", "")));
    assertEquals(List.of("list"), matching(Filter.eq("tags", "java")));
  }

  public void testUuidsEqualTheirStrings() throws Exception {
    UUID uuid = UUID.randomUUID();
    add("uuid", Map.of("u", uuid));
    add("string", Map.of("u", uuid.toString()));
    assertEquals(List.of("string", "uuid"), matching(Filter.eq("u", uuid)));
    assertEquals(List.of("string", "uuid"), matching(Filter.eq("u", uuid.toString())));
  }

  public void testMissingKeys() throws Exception {
    add("with", Map.of("k", 1));
    add("empty", Map.of("k", List.of()));
    add("without", Map.of());
    assertEquals(List.of("empty", "with"), matching(Filter.exists("k")));
    assertEquals(List.of("without"), matching(Filter.not(Filter.exists("k"))));
    assertEquals(List.of("empty", "without"), matching(Filter.ne("k", 1)));
    assertEquals(List.of("empty", "without"), matching(Filter.notIn("k", List.of(1, 2))));
    assertEquals(List.of(), matching(Filter.in("k", List.of())));
    assertEquals(List.of("empty", "with", "without"), matching(Filter.notIn("k", List.of())));
    assertEquals(List.of(), matching(new Filter.Or(List.of())));
    assertEquals(List.of("empty", "with", "without"), matching(new Filter.And(List.of())));
  }

  public void testRandomFilters() throws Exception {
    Map<String, Map<String, Object>> truth = new LinkedHashMap<>();
    for (int i = atLeast(200); i > 0; i--) {
      String id = String.format(java.util.Locale.ROOT, "%04d", i);
      truth.put(id, RandomMetadata.next(random()));
      add(id, truth.get(id));
      if (random().nextInt(50) == 0) {
        store.commit();
      }
    }
    for (int i = atLeast(150); i > 0; i--) {
      Filter filter = RandomMetadata.filter(random(), 3);
      List<String> expected =
          truth.keySet().stream()
              .filter(id -> FilterOracle.matches(filter, truth.get(id)))
              .sorted()
              .toList();
      if (i % 50 == 0) {
        store.delete(filter);
        truth.keySet().removeAll(expected);
        assertEquals(truth.size(), store.count());
      } else {
        Search search =
            switch (random().nextInt(4)) {
              case 0 -> Search.all();
              case 1 -> Search.byVector(new float[] {1});
              case 2 -> Search.byText("text");
              default -> Search.hybrid(new float[] {1}, "text");
            };
        assertEquals(abbreviate(filter), expected, find(search.filter(filter)));
        assertEquals(abbreviate(filter), expected.size(), store.count(filter));
      }
    }
  }

  private static String abbreviate(Filter filter) {
    return filter.toString().replaceAll("x{33000}", "<x>");
  }

  public void testManyValuesAndManyParts() throws Exception {
    for (int i = 0; i < 5; i++) {
      add("" + i, Map.of("n", i, "s", "s" + i));
    }
    List<Object> values = new ArrayList<>();
    for (int i = 3; i < 100_000; i++) {
      values.add(i);
      values.add("s" + i);
    }
    assertEquals(List.of("3", "4"), matching(Filter.in("n", values)));
    assertEquals(List.of("0", "1", "2"), matching(Filter.notIn("s", values)));

    Filter any = Filter.eq("s", "s0");
    for (int i = 0; i < 300; i++) {
      any = any.or(Filter.eq("s", "t" + i));
    }
    assertEquals(List.of("0"), matching(any));
    for (int i = 0; i < 1000; i++) {
      any = any.or(Filter.eq("s", "u" + i));
    }
    Filter tooLarge = any;
    for (ThrowingRunnable use :
        List.<ThrowingRunnable>of(
            () -> store.search(Search.all().filter(tooLarge)),
            () -> store.count(tooLarge),
            () -> store.delete(tooLarge))) {
      IllegalArgumentException refused = expectThrows(IllegalArgumentException.class, use);
      assertTrue(refused.getMessage(), refused.getMessage().contains("too large"));
    }
    assertEquals(5, store.count());
    store.search(Search.byText("text ".repeat(10) + randomWords()).filter(Filter.eq("n", 1)));
  }

  private static String randomWords() {
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < 5000; i++) {
      words.append("word").append(i).append(' ');
    }
    return words.toString();
  }

  public void testBadOperandsAreRefused() {
    expectThrows(IllegalArgumentException.class, () -> Filter.lt("k", true));
    expectThrows(IllegalArgumentException.class, () -> Filter.eq("k", null));
    expectThrows(IllegalArgumentException.class, () -> Filter.eq("", 1));
    expectThrows(IllegalArgumentException.class, () -> Filter.eq(null, 1));
    expectThrows(IllegalArgumentException.class, () -> Filter.eq("k", List.of(1)));
    expectThrows(IllegalArgumentException.class, () -> Filter.in("k", List.of(new Object())));
    expectThrows(IllegalArgumentException.class, () -> Filter.contains("k", 'c'));
    expectThrows(NullPointerException.class, () -> Filter.not(null));
  }
}
