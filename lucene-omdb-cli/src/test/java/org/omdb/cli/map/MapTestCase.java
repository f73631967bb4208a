// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.omdb.cli.inspect.CommandTestCase;

/** Makes maps and reads their pages. */
@LuceneTestCase.SuppressFileSystems("ExtrasFS") // folders that Lucene leaves alone
abstract class MapTestCase extends CommandTestCase {

  static final ObjectMapper JSON = new ObjectMapper();
  static final String FIELD = "v";

  Path index;
  Path page;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    index = createTempDir("index");
    page = createTempDir("page").resolve("map.html");
  }

  /** A vector near one of some axes. */
  static float[] near(int axis, int dimension) {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) random().nextGaussian() * 0.1f + (i == axis ? 1 : 0);
    }
    return vector;
  }

  static Map<String, Object> row(String id, float... vector) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", id);
    row.put("vector", vector);
    return row;
  }

  /** Imports rows of JSON lines. */
  void importRows(String similarity, Iterable<Map<String, Object>> rows) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Map<String, Object> row : rows) {
      lines.append(JSON.writeValueAsString(row)).append('\n');
    }
    Path file = page.resolveSibling("rows.jsonl");
    Files.writeString(file, lines);
    run(0, "import", "--index", index, "--field", FIELD, "--similarity", similarity, file);
  }

  /** The parts of a page, uncompressed, as {@code data.js} reads them. */
  static final class Parts {

    private final String html;

    Parts(Path page) throws IOException {
      html = Files.readString(page);
    }

    private byte[] bytes(String id) throws IOException {
      String start = "<script type=\"application/octet-stream\" id=\"part-" + id + "\">";
      int from = html.indexOf(start) + start.length();
      assertTrue(id, from >= start.length());
      byte[] part = Base64.getDecoder().decode(html.substring(from, html.indexOf('<', from)));
      try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(part))) {
        return in.readAllBytes();
      }
    }

    JsonNode json(String id) throws IOException {
      return JSON.readTree(bytes(id));
    }

    ByteBuffer numbers(String id) throws IOException {
      return ByteBuffer.wrap(bytes(id)).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The number of the point with an id. */
    int point(String id) throws IOException {
      JsonNode ids = json("ids");
      for (int point = 0; point < ids.size(); point++) {
        if (id.equals(ids.get(point).textValue())) {
          return point;
        }
      }
      throw new AssertionError("no point " + id);
    }
  }

  Parts map(Object... options) throws IOException {
    Object[] args = {"map", "--index", index, "--field", FIELD, "--json", page};
    Object[] all = new Object[args.length + options.length];
    System.arraycopy(args, 0, all, 0, args.length);
    System.arraycopy(options, 0, all, args.length, options.length);
    run(0, all);
    return new Parts(page);
  }
}
