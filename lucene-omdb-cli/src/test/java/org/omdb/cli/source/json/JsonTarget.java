// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.json;

import static org.omdb.fixtures.fuzz.FuzzTarget.require;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.omdb.cli.console.Json;
import org.omdb.cli.source.SourceTarget;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.VectorSource;
import org.omdb.cli.source.text.TextTarget;
import org.omdb.fixtures.fuzz.FuzzTarget;

/** A document with records somewhere in it. */
public class JsonTarget extends SourceTarget {

  /** Jazzer calls this too. */
  public JsonTarget() {
    this(Columns.DEFAULT);
  }

  JsonTarget(Columns columns) {
    super(new JsonFormat(), columns);
  }

  /** Paths that the user names. */
  public static final class Paths extends JsonTarget {

    public Paths() {
      super(new Columns("a.b", "v.0", List.of("a", "d.e"), false));
    }

    @Override
    public String name() {
      return "json-paths";
    }

    @Override
    public int inputs() {
      return 10_000;
    }

    @Override
    public byte[] sample(Random random) {
      StringBuilder text = new StringBuilder("{\"rows\":[");
      for (int rows = 1 + random.nextInt(4); rows > 0; rows--) {
        text.append("{\"a\":{\"b\":\"x\",\"c\":[1,{}]},\"v\":[[")
            .append(TextTarget.number(random))
            .append("],2],\"d\":{\"e\":null,\"f\":1}}")
            .append(rows > 1 ? "," : "");
      }
      return text.append("],\"a.b\":1}").toString().getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Two parsers with a tree between them, and the classes that the JVM makes on the way. */
  @Override
  public long fixedBytes() {
    return 1 << 21;
  }

  @Override
  public int inputs() {
    return 30_000;
  }

  @Override
  public List<byte[]> words() {
    return FuzzTarget.words(
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\ud800",
        "null",
        "1e400",
        "\"id\":",
        "\"vector\":",
        "\"vectors\":",
        "\"embeddings\":",
        "\"a\":",
        "\"0\":",
        "\"\":",
        "\"[1,2]\"",
        "\"{1 2\"",
        "\"[1,...,2]\"",
        "[[1],[2]]",
        "{\"points\":[",
        "\uFEFF",
        "\u0000",
        "\n",
        "123456789012345678901234567890",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
        "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":",
        "[".repeat(1_001));
  }

  @Override
  public byte[] sample(Random random) {
    int dimension = 1 + random.nextInt(5);
    String[] around =
        switch (random.nextInt(5)) {
          case 0 -> new String[] {"[", ", ", "]"};
          case 1 -> new String[] {"{\"result\":{\"points\":[", ",\n", "]},\"status\":\"ok\"}"};
          case 2 -> new String[] {"", "\n", ""};
          case 3 -> new String[] {"{\"0\":", ", \"1\":", "}"};
          default -> new String[] {"{\"vectors\":{\"x\":", ",\"y\":", "},\"usage\":{\"units\":1}}"};
        };
    StringBuilder text = new StringBuilder(random.nextInt(8) == 0 ? "\uFEFF" : "");
    text.append(around[0]);
    for (int rows = 1 + random.nextInt(4); rows > 0; rows--) {
      text.append("{\"id\": ").append(random.nextInt(50)).append(", \"vector\": ");
      boolean asText = random.nextInt(4) == 0;
      text.append(asText ? "\"[" : "[");
      for (int i = 0; i < dimension; i++) {
        text.append(i == 0 ? "" : ",").append(TextTarget.number(random));
      }
      text.append(asText ? "]\"" : "]");
      if (random.nextInt(3) == 0) {
        text.append(",\"a\":[{\"b\":1.5},null],\"c\":\"\\u00e9\",\"d\":").append(random.nextLong());
      }
      text.append('}').append(rows > 1 ? around[1] : "");
    }
    return text.append(around[2]).toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  protected void checkAgainst(byte[] file, int from, int to, VectorSource source) {
    boolean escaped = contains(file, 0, to, "\\");
    require(escaped || source.id() == null || contains(file, 0, to, source.id()), "an id");
    for (Object value : source.stored().values()) {
      boolean same = escaped || value instanceof Double || value instanceof Json;
      require(same || contains(file, from, to, value.toString()), "a value");
    }
  }
}
