// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.json;

import static org.omdb.fixtures.fuzz.FuzzTarget.require;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.omdb.cli.console.Json;
import org.omdb.cli.source.SourceTarget;
import org.omdb.cli.source.spi.VectorSource;
import org.omdb.cli.source.text.TextTarget;
import org.omdb.fixtures.fuzz.FuzzTarget;

/** An object on each line. */
public final class JsonLinesTarget extends SourceTarget {

  /** Jazzer calls this too. */
  public JsonLinesTarget() {
    super(new JsonLinesFormat());
  }

  @Override
  public int inputs() {
    return 50_000;
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
        "\\",
        "\\u0000",
        "\\ud800",
        "\\udc00\\ud800",
        "\\u00e9",
        "null",
        "true",
        "1e400",
        "-0",
        "NaN",
        "1E-2147483649",
        "\"id\":",
        "\"vector\":",
        "\"\":",
        "\uFEFF",
        "\u0000",
        "\n",
        "\r",
        "123456789012345678901234567890",
        "\uD83D\uDE00",
        "/*",
        "#",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
        "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":",
        "[".repeat(1_001),
        "9".repeat(1_001)); // more than Jackson takes
  }

  @Override
  public byte[] sample(Random random) {
    int dimension = 1 + random.nextInt(5);
    StringBuilder text = new StringBuilder(random.nextInt(8) == 0 ? "\uFEFF" : "");
    for (int rows = 1 + random.nextInt(4); rows > 0; rows--) {
      text.append("{\"id\":").append(id(random)).append(", \"vector\":[");
      for (int i = 0; i < dimension; i++) {
        text.append(i == 0 ? "" : ",").append(TextTarget.number(random));
      }
      text.append(']');
      if (random.nextInt(3) == 0) {
        text.append(",\"a\":[{\"b\":1.5},null],\"c\":\"\\u00e9\",\"d\":").append(random.nextLong());
      }
      text.append("}").append(random.nextInt(4) == 0 ? "\r\n" : "\n");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String id(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> "null";
      case 1 -> Integer.toString(random.nextInt());
      case 2 -> "\"\\ud83d\\ude00\\n\"";
      default -> "\"us\u00e9r_" + random.nextInt(100) + "\"";
    };
  }

  @Override
  protected void checkAgainst(byte[] file, int from, int to, VectorSource source) {
    boolean escaped = contains(file, from, to, "\\");
    require(escaped || source.id() == null || contains(file, from, to, source.id()), "an id");
    for (Object value : source.stored().values()) {
      boolean same = escaped || value instanceof Double || value instanceof Json;
      require(same || contains(file, from, to, value.toString()), "a value");
    }
  }
}
