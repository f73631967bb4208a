// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.json;

import static org.omdb.fixtures.fuzz.FuzzTarget.require;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.SourceTarget;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.VectorSource;
import org.omdb.cli.source.text.TextTarget;
import org.omdb.fixtures.fuzz.FuzzTarget;

/**
 * A document with an array per column. It is a real file, because each column is read by itself.
 */
public final class JsonColumnsTarget extends SourceTarget {

  private final Path path;

  /** Jazzer calls this too. */
  public JsonColumnsTarget() throws IOException {
    super(new JsonFormat());
    path = Files.createTempFile("columns", ".json");
    path.toFile().deleteOnExit();
  }

  @Override
  public String name() {
    return "json-columns";
  }

  @Override
  public int inputs() {
    return 10_000;
  }

  @Override
  public long fixedBytes() {
    return 1 << 21; // a parser with its buffers for each column
  }

  @Override
  public boolean read(byte[] file) throws IOException {
    Files.write(path, file);
    try (SourceFile source = SourceFile.open(path);
        VectorSource rows = new JsonFormat().open(source, Columns.DEFAULT)) {
      readRows(rows, file);
      return true;
    } catch (CommandFailure failure) {
      checkWords(failure, path);
      return false;
    }
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
        "null",
        "\"ids\":",
        "\"embeddings\":",
        "\"included\":",
        "\"float\":",
        "\"0\":",
        "[]",
        "{}",
        "[[1],[2]]",
        "\"[1,2]\"",
        "\n",
        "\uFEFF",
        "\\ud800");
  }

  @Override
  public byte[] sample(Random random) {
    int rows = 1 + random.nextInt(4);
    boolean pandas = random.nextInt(3) == 0;
    StringBuilder text = new StringBuilder("{\"ids\": ");
    column(text, rows, pandas, i -> "\"id" + i + "\"");
    text.append(random.nextBoolean() ? ", \"uris\": null" : "");
    text.append(", \"embeddings\": ");
    boolean nested = pandas == false && random.nextBoolean();
    text.append(nested ? "{\"float\": " : "");
    column(text, rows, pandas, i -> "[" + TextTarget.number(random) + ",1]");
    text.append(nested ? "}" : "");
    text.append(", \"documents\": ");
    column(text, rows, pandas, i -> random.nextBoolean() ? "null" : "\"text\"");
    return text.append("}").toString().getBytes(StandardCharsets.UTF_8);
  }

  private interface Value {
    String of(int row);
  }

  private static void column(StringBuilder text, int rows, boolean pandas, Value value) {
    text.append(pandas ? '{' : '[');
    for (int i = 0; i < rows; i++) {
      text.append(i == 0 ? "" : ", ");
      text.append(pandas ? "\"" + i + "\":" : "").append(value.of(i));
    }
    text.append(pandas ? '}' : ']');
  }

  @Override
  protected void checkAgainst(byte[] file, int from, int to, VectorSource source) {
    boolean escaped = contains(file, 0, file.length, "\\");
    require(escaped || source.id() == null || contains(file, 0, file.length, source.id()), "an id");
  }
}
