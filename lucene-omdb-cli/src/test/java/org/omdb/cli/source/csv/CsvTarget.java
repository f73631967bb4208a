// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.csv;

import static org.omdb.fixtures.fuzz.FuzzTarget.require;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.omdb.cli.source.SourceTarget;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.VectorSource;
import org.omdb.cli.source.text.TextTarget;
import org.omdb.fixtures.fuzz.FuzzTarget;

/** A table with a header. */
public class CsvTarget extends SourceTarget {

  /** Jazzer calls this too. */
  public CsvTarget() {
    this(Columns.DEFAULT);
  }

  CsvTarget(Columns columns) {
    super(new CsvFormat(), columns);
  }

  /** A column for each component. */
  public static final class Wide extends CsvTarget {

    public Wide() {
      super(new Columns(null, "x*", null, List.of("n"), false));
    }

    @Override
    public String name() {
      return "csv-wide";
    }

    @Override
    public byte[] sample(Random random) {
      StringBuilder text = new StringBuilder("id;x0;x1;x2;n\r\n");
      for (int rows = 1 + random.nextInt(4); rows > 0; rows--) {
        text.append("r").append(rows);
        for (int i = 0; i < 3; i++) {
          text.append(';').append(TextTarget.number(random));
        }
        text.append(";").append(random.nextInt()).append("\r\n");
      }
      return text.toString().getBytes(StandardCharsets.UTF_8);
    }
  }

  @Override
  public int inputs() {
    return 20_000;
  }

  /** The buffers of Jackson's parser, and the classes that the JVM makes on the way. */
  @Override
  public long fixedBytes() {
    return 1 << 21;
  }

  @Override
  public List<byte[]> words() {
    return FuzzTarget.words(
        ",",
        ";",
        "\t",
        "\"",
        "\"\"",
        " ",
        "\n",
        "\r",
        "\r\n",
        "[",
        "]",
        "{1,2}",
        "[1 2\n3]",
        "...",
        "nan",
        "1e39",
        "id",
        "vector",
        "x0",
        "x1",
        "0",
        "1",
        "2",
        "\uFEFF",
        "\u0000",
        "\u00e9",
        "true",
        "NULL",
        "007",
        "9223372036854775808",
        "1e999",
        "*",
        "-0");
  }

  @Override
  public byte[] sample(Random random) {
    char separator = ",\t;".charAt(random.nextInt(3));
    int dimension = 1 + random.nextInt(5);
    StringBuilder text = new StringBuilder(random.nextInt(8) == 0 ? "\uFEFF" : "");
    text.append(random.nextInt(4) == 0 ? "" : "id").append(separator);
    text.append("vector").append(separator).append("year").append(separator).append("t\n");
    for (int rows = 1 + random.nextInt(4); rows > 0; rows--) {
      text.append("\"us\u00e9r_").append(rows).append('"').append(separator).append("\"[");
      for (int i = 0; i < dimension; i++) {
        text.append(i == 0 ? "" : ", ").append(TextTarget.number(random));
      }
      text.append("]\"").append(separator).append(random.nextInt(4) == 0 ? "" : "2020");
      text.append(separator).append(random.nextBoolean() ? "a \"\"b\"\"" : "\"x\n\"\"y\"");
      text.append(random.nextInt(4) == 0 ? "\r\n" : "\n");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  protected void checkAgainst(byte[] file, int from, int end, VectorSource source) {
    int to = Math.min(file.length, end + 2); // Jackson does not count the end of the last line
    boolean quoted = contains(file, from, to, "\"");
    require(quoted || source.id() == null || contains(file, from, to, source.id()), "an id");
    for (Object value : source.stored().values()) {
      boolean same = quoted || value instanceof Double || value instanceof Boolean;
      require(same || contains(file, from, to, value.toString()), "a value");
    }
  }
}
