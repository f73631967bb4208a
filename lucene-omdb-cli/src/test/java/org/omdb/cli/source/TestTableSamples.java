// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.omdb.cli.console.Json;

/** Tables and JSON of pandas and others, which {@code src/test/python/make_samples.py} has made. */
public class TestTableSamples extends SourceTestCase {

  private static final String[] IDS = {"apple", "p\u00e4ron", "a, \"b\"\nc"};

  private static final float[][] VECTORS = {
    {0.5f, -1.25f, 3e-07f, 0.1f}, {1, 2, -3, 4}, {-0f, 1e10f, 0.3333333f, -7.5f}
  };

  private static Path sample(String name) throws IOException {
    try (InputStream in = TestTableSamples.class.getResourceAsStream("samples/" + name)) {
      return write(name, in.readAllBytes());
    }
  }

  private static List<Row> rows(String format, String name, String[] ids, float[]... vectors)
      throws Exception {
    Path file = sample(name);
    assertEquals(name, format, detect(file));
    List<Row> rows = read(null, file);
    for (int i = 0; i < ids.length; i++) {
      assertEquals(name, ids[i], rows.get(i).id());
    }
    assertVectors(rows, vectors);
    return rows;
  }

  /** The vectors as pandas writes them as JSON, which has no sign of zero. */
  private static float[][] withoutSignOfZero() {
    float[][] vectors = Arrays.stream(VECTORS).map(float[]::clone).toArray(float[][]::new);
    vectors[2][0] = 0;
    return vectors;
  }

  private static void assertColumns(List<Row> rows, Object missing, String... without) {
    Object[] names = {"title", "year", "price", "zip", "sold"};
    Object[][] columns = {
      {"One", 2020L, 1.5, "02139", true},
      {missing, 1999L, missing, "10115", false},
      {"Three", -5L, 1e-3, "75001", true}
    };
    for (int i = 0; i < columns.length; i++) {
      Map<String, Object> expected = new LinkedHashMap<>();
      for (int j = 0; j < names.length; j++) {
        if (columns[i][j] != null) {
          expected.put(names[j].toString(), columns[i][j]);
        }
      }
      Map<String, Object> stored = new TreeMap<>(rows.get(i).stored());
      stored.keySet().removeAll(List.of(without));
      assertEquals(expected, stored);
    }
  }

  public void testPandasTables() throws Exception {
    assertColumns(rows("csv", "pandas.csv", IDS, VECTORS), null);
    assertColumns(rows("csv", "pandas-labels.csv", IDS, VECTORS), null);
    float[][] five = new float[3][20];
    for (int i = 0; i < 60; i++) {
      five[i / 20][i % 20] = VECTORS[i / 20][i % 4];
    }
    assertColumns(rows("csv", "pandas-array.csv", IDS, five), null);
  }

  public void testPandasComponents() throws Exception {
    for (Row row : rows("csv", "pandas-components.csv", IDS, VECTORS)) {
      assertEquals(Map.of(), row.stored());
    }
    float[][] three = new float[3][12];
    for (int i = 0; i < 36; i++) {
      three[i / 12][i % 12] = VECTORS[i / 12][i % 4];
    }
    List<Row> rows = rows("csv", "pandas-components.tsv", IDS, three);
    assertEquals(Map.of("lang", "de"), rows.get(1).stored());
  }

  public void testPandasJson() throws Exception {
    float[][] vectors = withoutSignOfZero();
    for (String orientation : List.of("records", "columns", "index")) {
      assertColumns(rows("json", "pandas-" + orientation + ".json", IDS, vectors), Json.NULL);
    }
    assertColumns(rows("json", "pandas-table.json", IDS, vectors), Json.NULL, "index");
    assertColumns(rows("jsonl", "pandas.jsonl", IDS, vectors), Json.NULL);
  }

  public void testPythonJson() throws Exception {
    rows("json", "vectors.json", new String[3], VECTORS);
    List<Row> rows = rows("json", "records.json", IDS, VECTORS);
    assertEquals(Map.of("tags", new Json("[\"apple\"]")), rows.get(0).stored());
  }

  public void testPostgres() throws Exception {
    List<Row> rows = rows("csv", "postgres.csv", new String[] {"1", "2", "3"}, VECTORS);
    assertEquals(Map.of("content", IDS[2], "tags", "{a,\"b c\"}"), rows.get(2).stored());
  }
}
