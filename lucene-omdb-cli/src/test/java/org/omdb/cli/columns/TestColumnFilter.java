// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.columns;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.Directory;
import org.apache.lucene.tests.index.RandomIndexWriter;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.util.BytesRef;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.console.ExitStatus;
import org.omdb.cli.console.Json;
import org.omdb.cli.console.JsonOutput;

/** What {@code --where} finds is what its text says. */
public class TestColumnFilter extends LuceneTestCase {

  private static final SortedMap<String, ColumnKind> KINDS =
      new TreeMap<>(
          Map.of(
              "n", ColumnKind.NUMBER,
              "lang", ColumnKind.TEXT,
              "in stock", ColumnKind.BOOLEAN));

  /** A filter as text, and what it means. */
  private record Filter(String text, Predicate<Map<String, List<Object>>> meaning) {}

  private static final Object[] NUMBERS = {
    0L,
    1L,
    -1L,
    2L,
    2020L,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    (1L << 53) + 1,
    1L << 53,
    0.0,
    -0.0,
    0.5,
    1.0,
    2.5,
    -1.5,
    1e300,
    -1e300,
    9007199254740992.0,
    0x1p63,
    -0x1p63,
    4.9e-324
  };

  private static final String[] TEXTS = {
    "en", "de", "d", "", "e n", "it's", "\u00e9", "10", "9", "and"
  };

  private static Object value(String column) {
    return switch (column) {
      case "n" -> NUMBERS[random().nextInt(NUMBERS.length)];
      case "lang" -> TEXTS[random().nextInt(TEXTS.length)];
      default -> random().nextBoolean();
    };
  }

  private static Map<String, List<Object>> row() {
    Map<String, List<Object>> row = new LinkedHashMap<>();
    for (String column : KINDS.keySet()) {
      List<Object> values = new ArrayList<>();
      for (int count = random().nextInt(4) == 0 ? random().nextInt(4) : 1; count > 0; count--) {
        values.add(value(column));
      }
      row.put(column, values);
    }
    return row;
  }

  /** As a source has it: a value, null, or an array. */
  private static Map<String, Object> columns(Map<String, List<Object>> row) {
    Map<String, Object> columns = new LinkedHashMap<>();
    row.forEach(
        (name, values) -> {
          if (values.size() == 1) {
            columns.put(name, values.get(0));
          } else if (values.size() > 1) {
            columns.put(name, new Json(JsonOutput.line(values)));
          } else if (random().nextBoolean()) {
            columns.put(name, Json.NULL);
          }
        });
    return columns;
  }

  private static BigDecimal exact(Object number) {
    return number instanceof Long whole
        ? BigDecimal.valueOf(whole)
        : new BigDecimal((Double) number);
  }

  private static int compare(Object a, Object b) {
    return switch (a) {
      case String text -> new BytesRef(text).compareTo(new BytesRef((String) b));
      case Boolean bool -> bool.compareTo((Boolean) b);
      default -> exact(a).compareTo(exact(b));
    };
  }

  private static boolean is(Object value, String operator, Object other) {
    int order = compare(value, other);
    return switch (operator) {
      case "=" -> order == 0;
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      case ">=" -> order >= 0;
      default -> throw new AssertionError(operator);
    };
  }

  private static String typed(Object value) {
    if (value instanceof String text) {
      return random().nextBoolean()
          ? "'" + text.replace("'", "''") + "'"
          : "\"" + text.replace("\"", "\"\"") + "\"";
    }
    return value.toString();
  }

  private static Filter condition() {
    String column = random().nextInt(4) == 0 ? "in stock" : random().nextBoolean() ? "n" : "lang";
    String name = column.equals("in stock") ? "'in stock'" : column;
    String[] operators = {"=", "!=", "<", "<=", ">", ">=", "in", "not in"};
    if (column.equals("in stock")) {
      operators = new String[] {"=", "!=", "in"};
    }
    String operator = operators[random().nextInt(operators.length)];
    if (operator.endsWith("in")) {
      List<Object> values = new ArrayList<>();
      List<String> texts = new ArrayList<>();
      for (int count = 1 + random().nextInt(3); count > 0; count--) {
        values.add(value(column));
        texts.add(typed(values.get(values.size() - 1)));
      }
      Predicate<Map<String, List<Object>>> in =
          row ->
              row.get(column).stream()
                  .anyMatch(value -> values.stream().anyMatch(v -> is(value, "=", v)));
      String text = name + " " + operator + " (" + String.join(", ", texts) + ")";
      return operator.equals("in")
          ? new Filter(text, in)
          : new Filter(text, row -> row.get(column).isEmpty() == false && in.test(row) == false);
    }
    Object other = value(column);
    String space = random().nextBoolean() ? " " : "";
    String text = name + space + operator + space + typed(other);
    return operator.equals("!=")
        ? new Filter(
            text,
            row ->
                row.get(column).isEmpty() == false
                    && row.get(column).stream().noneMatch(v -> is(v, "=", other)))
        : new Filter(text, row -> row.get(column).stream().anyMatch(v -> is(v, operator, other)));
  }

  private static Filter filter(int depth) {
    int which = depth == 0 ? 0 : random().nextInt(4);
    if (which == 0) {
      return condition();
    }
    Filter a = filter(depth - 1);
    if (which == 1) {
      return new Filter("NOT (" + a.text + ")", a.meaning.negate());
    }
    Filter b = filter(depth - 1);
    return which == 2
        ? new Filter("(" + a.text + ") and (" + b.text + ")", a.meaning.and(b.meaning))
        : new Filter("(" + a.text + ") or (" + b.text + ")", a.meaning.or(b.meaning));
  }

  public void testFindsTheRowsThatMatch() throws Exception {
    List<Map<String, List<Object>>> rows = new ArrayList<>();
    try (Directory directory = newDirectory();
        RandomIndexWriter writer = new RandomIndexWriter(random(), directory)) {
      IndexedColumns indexed = new IndexedColumns(KINDS.keySet(), FieldInfos.EMPTY);
      for (int i = atLeast(200); i > 0; i--) {
        Map<String, List<Object>> row = row();
        Document document = new Document();
        document.add(new StoredField("row", rows.size()));
        for (IndexableField field : indexed.fields("row", columns(row))) {
          document.add(field);
        }
        writer.addDocument(document);
        rows.add(row);
      }
      try (DirectoryReader reader = writer.getReader()) {
        assertEquals(KINDS, IndexedColumns.of(FieldInfos.getMergedFieldInfos(reader)));
        IndexSearcher searcher = new IndexSearcher(reader);
        for (int i = atLeast(300); i > 0; i--) {
          Filter filter = filter(random().nextInt(4));
          TreeSet<Integer> expected = new TreeSet<>();
          for (int row = 0; row < rows.size(); row++) {
            if (filter.meaning.test(rows.get(row))) {
              expected.add(row);
            }
          }
          assertEquals(filter.text, expected, find(searcher, filter.text));
        }
      }
    }
  }

  private static TreeSet<Integer> find(IndexSearcher searcher, String text)
      throws IOException, CommandFailure {
    TreeSet<Integer> found = new TreeSet<>();
    for (ScoreDoc hit :
        searcher.search(ColumnFilter.parse(text, KINDS), Integer.MAX_VALUE).scoreDocs) {
      found.add(
          searcher.storedFields().document(hit.doc).getField("row").numericValue().intValue());
    }
    return found;
  }

  public void testAndBindsMoreThanOrAndNotMost() throws Exception {
    assertSameQuery("n=1 or n=2 and n=3", "n=1 or (n=2 and n=3)");
    assertSameQuery("not n=1 and n=2", "(not n=1) and n=2");
    assertSameQuery("n==1 AND lang In(en,de)", "n = 1 and lang in (en, de)");
  }

  private static void assertSameQuery(String a, String b) throws CommandFailure {
    assertEquals(ColumnFilter.parse(a, KINDS), ColumnFilter.parse(b, KINDS));
  }

  public void testBadFiltersAreRefusedWithThePlace() throws Exception {
    refused("", "found the end at character 1, expected a column");
    refused("n", "found the end at character 2, expected =, !=, <, <=, >, >= or \"in\"");
    refused("n >", "found the end at character 4, expected a value");
    refused("n > x", "found \"x\" for column \"n\" at character 5, expected a number");
    refused("n > NaN", "found \"NaN\" for column \"n\" at character 5, expected a number");
    refused("n > 0x1p3", "found \"0x1p3\" for column \"n\" at character 5, expected a number");
    refused("n > 1e400", "at character 5, expected a number in the range of float64");
    refused("n = 1 n = 2", "found \"n\" at character 7, expected \"and\", \"or\" or the end");
    refused("(n = 1", "found the end at character 7, expected \")\"");
    refused("lang in en", "found \"en\" at character 9, expected \"(\"");
    refused("lang not = en", "found \"=\" at character 10, expected \"in\"");
    refused("lang = and", "found \"and\" at character 8, expected a value, in quotes if");
    refused("lang = 'en", "found a quote at character 8, expected another one at the end");
    refused("lang ! en", "found \"!\" at character 6, expected =, !=");
    refused("'in stock' = yes", "expected true or false");
    refused("'in stock' > true", "expected = or != before it, as the column has booleans");
    refused("(".repeat(100_000), "expected at most 100 levels");
    refused("n = 1 or ".repeat(5_000) + "n = 1", "conditions");
    ColumnFilter.parse(
        "n in (" + "1,".repeat(5_000) + "1.5) or lang in (" + "a,".repeat(5_000) + "b)", KINDS);
    for (int i = atLeast(1_000); i > 0; i--) {
      StringBuilder text = new StringBuilder();
      String[] words = {
        "n", "lang", "=", "<", "!", "(", ")", ",", "in", "not", "and", "'", "1", " "
      };
      for (int length = random().nextInt(12); length > 0; length--) {
        text.append(words[random().nextInt(words.length)]);
      }
      try {
        assertNotNull(ColumnFilter.parse(text.toString(), KINDS));
      } catch (CommandFailure failure) {
        assertTrue(failure.getMessage(), failure.getMessage().startsWith("--where: "));
      }
    }
  }

  private static void refused(String text, String expected) {
    CommandFailure failure =
        expectThrows(CommandFailure.class, () -> ColumnFilter.parse(text, KINDS));
    assertTrue(failure.getMessage(), failure.getMessage().contains(expected));
    assertTrue(failure.getMessage(), failure.getMessage().startsWith("--where: "));
    assertEquals(ExitStatus.USAGE, failure.exitStatus());
  }

  public void testAColumnThatIsNotIndexedIsRefusedWithThoseThatAre() {
    CommandFailure failure =
        expectThrows(CommandFailure.class, () -> ColumnFilter.parse("year = 1", KINDS));
    assertEquals(
        "--where: column \"year\" is not indexed; indexed are in stock, lang, n. Import with"
            + " --index-column year",
        failure.getMessage());
    failure =
        expectThrows(CommandFailure.class, () -> ColumnFilter.parse("a = 1", new TreeMap<>()));
    assertTrue(failure.getMessage(), failure.getMessage().contains("; no column is."));
  }

  public void testAColumnOfTwoKindsIsRefusedWithBothPlaces() throws Exception {
    IndexedColumns indexed = new IndexedColumns(List.of("a"), FieldInfos.EMPTY);
    indexed.fields("f row 0", Map.of());
    indexed.fields("f row 1", Map.of("a", 1L));
    indexed.fields("f row 2", Map.of("a", 1.5));
    CommandFailure failure =
        expectThrows(
            CommandFailure.class, () -> indexed.fields("f row 3", Map.of("a", "un\nknown")));
    assertEquals(
        "f row 3: found \"un known\" in the indexed column \"a\", expected numbers as in f row 1, or"
            + " null: make the column uniform, or all of it text with --text a",
        failure.getMessage());
    for (Json bad : List.of(new Json("{}"), new Json("[[1]]"), new Json("9223372036854775808"))) {
      failure =
          expectThrows(CommandFailure.class, () -> indexed.fields("f row 3", Map.of("a", bad)));
      assertTrue(
          failure.getMessage(), failure.getMessage().contains("expected numbers of 64 bits"));
    }
    IndexedColumns text = new IndexedColumns(List.of("a"), FieldInfos.EMPTY);
    text.fields("f row 0", Map.of("a", "x".repeat(32_766)));
    failure =
        expectThrows(
            CommandFailure.class,
            () -> text.fields("f row 3", Map.of("a", "\u00e9".repeat(16_384))));
    assertTrue(failure.getMessage(), failure.getMessage().contains("at most 32766 bytes"));
  }
}
