// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.tests.util.LuceneTestCase.SuppressFileSystems;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.console.Json;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.Columns;

/**
 * The Parquet and Arrow files that Polars, DuckDB and Arrow's JavaScript wrote, as {@code
 * src/test/node/make_table_samples.mjs} has it: their values are compared with what was written.
 */
@SuppressFileSystems("*") // the samples are on the real one
public class TestColumnarSamples extends SourceTestCase {

  private static final List<String> IDS = List.of("the", "of", "é", "漢字", "</s>", "12", "a_b");

  private static Path sample(String name) throws URISyntaxException {
    URL url = TestColumnarSamples.class.getResource("samples/" + name);
    assertNotNull(name, url);
    return Path.of(url.toURI());
  }

  private static List<Row> readSample(String format, String name) throws Exception {
    Path file = sample(name);
    assertEquals(name, format, detect(file, Columns.DEFAULT));
    List<Row> rows = rows(SourceFormats.open(SourceFile.open(file), null, Columns.DEFAULT));
    assertEquals(name, IDS, rows.stream().map(Row::id).toList());
    float[][] vectors = new float[IDS.size()][5];
    for (int i = 0; i < vectors.length; i++) {
      for (int j = 0; j < 5; j++) {
        vectors[i][j] = ((7 * i + 3 * j) % 23 - 11) / 4f;
      }
    }
    assertVectors(rows, vectors);
    return rows;
  }

  private static Map<String, Object> withYear(int row, Map<String, Object> others) {
    Map<String, Object> columns = new LinkedHashMap<>(others);
    if (row != 2) {
      columns.put("year", 2000L + row);
    }
    return columns;
  }

  private static void assertPolars(String format, String name) throws Exception {
    String[] titles = {"a", null, "c\"\n", "", "ü", "more than twelve bytes", "g"};
    String[] tags = {
      "[]", "[\"t1\"]", "[\"t2\",\"t2\"]", "[]", "[\"t4\"]", "[\"t5\",\"t5\"]", "[]",
    };
    List<Row> rows = readSample(format, name);
    for (int i = 0; i < titles.length; i++) {
      Map<String, Object> others = new LinkedHashMap<>();
      if (titles[i] != null) {
        others.put("title", titles[i]);
      }
      others.put("tags", new Json(tags[i]));
      assertEquals(name, withYear(i, others), rows.get(i).stored());
    }
  }

  public void testParquetOfPolarsWithEachCodec() throws Exception {
    for (String codec : List.of("zstd", "snappy", "gzip", "lz4", "uncompressed")) {
      assertPolars("parquet", "polars-" + codec + ".parquet");
    }
  }

  public void testBrotliIsRefusedByName() throws Exception {
    CommandFailure failure =
        expectThrows(CommandFailure.class, () -> readSample("parquet", "polars-brotli.parquet"));
    assertTrue(failure.getMessage(), failure.getMessage().contains("BROTLI"));
  }

  public void testArrowOfPolarsWithEachCodec() throws Exception {
    for (String codec : List.of("lz4", "zstd", "uncompressed")) {
      assertPolars("arrow", "polars-" + codec + ".arrow");
    }
    assertPolars("arrow", "polars.arrows");
  }

  public void testParquetOfDuckDbInBothVersions() throws Exception {
    for (String name : List.of("duckdb.parquet", "duckdb-v2.parquet")) {
      List<Row> rows = readSample("parquet", name);
      for (int i = 0; i < IDS.size(); i++) {
        Map<String, Object> others = new LinkedHashMap<>();
        String year = i == 2 ? "null" : Integer.toString(2000 + i);
        if (i != 2) {
          others.put("price", 500 + i / 4.0);
          others.put("day", List.of("28", "29", "", "02", "03", "04", "05").get(i));
          others.compute(
              "day",
              (key, day) -> (Integer.parseInt((String) day) > 27 ? "2024-02-" : "2024-03-") + day);
        }
        others.put("at", "2024-02-28T23:59:59.500");
        others.put("pair", new Json("{\"a\":" + year + ",\"b\":\"" + IDS.get(i) + "\"}"));
        others.put("years", new Json("{\"" + IDS.get(i) + "\":" + year + "}"));
        assertEquals(name, withYear(i, others), rows.get(i).stored());
      }
    }
  }

  public void testArrowOfJavaScript() throws Exception {
    for (String kind : List.of("fixed", "list", "half")) {
      for (String ending : List.of(".arrow", ".arrows")) {
        List<Row> rows = readSample("arrow", "js-" + kind + ending);
        for (int i = 0; i < IDS.size(); i++) {
          Map<String, Object> others = i == 3 ? Map.of() : Map.of("lang", i % 2 == 0 ? "de" : "en");
          assertEquals(kind, withYear(i, others), rows.get(i).stored());
        }
      }
    }
  }
}
