// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source;

import static org.omdb.fixtures.fuzz.FuzzTarget.require;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.console.Json;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.file.SlowChannel;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.SourceFormat;
import org.omdb.cli.source.spi.VectorSource;
import org.omdb.fixtures.fuzz.FuzzTarget;

/** A file of vectors in one format, read row by row, and what holds for the rows of all formats. */
public abstract class SourceTarget implements FuzzTarget {

  private static final Path FILE = Path.of("hostile");

  private final SourceFormat format;

  private final Columns columns;

  protected SourceTarget(SourceFormat format) {
    this(format, Columns.DEFAULT);
  }

  protected SourceTarget(SourceFormat format, Columns columns) {
    this.format = format;
    this.columns = columns;
  }

  /** What reads the inputs. */
  SourceFormat format() {
    return format;
  }

  /** What is taken from them. */
  Columns columns() {
    return columns;
  }

  @Override
  public String name() {
    return format.name();
  }

  @Override
  public String toString() {
    return name();
  }

  @Override
  public boolean read(byte[] file) throws IOException {
    try (VectorSource source = open(file(FILE, file), file)) {
      readRows(source, file);
      return true;
    } catch (CommandFailure failure) {
      checkWords(failure, FILE);
      return false;
    }
  }

  /**
   * Opens the input.
   *
   * @param bytes all of it, for formats that are not read front to back
   */
  protected VectorSource open(SourceFile file, byte[] bytes) throws IOException, CommandFailure {
    return SourceFormats.open(file, format, columns);
  }

  /** Whether the bytes of a row are next to each other, and not in columns. */
  protected boolean isRowByRow() {
    return true;
  }

  static SourceFile file(Path name, byte[] file) throws IOException, CommandFailure {
    return SourceFile.of(name, new SlowChannel(file), file.length);
  }

  /** A failure is one line that names the file, and quotes little of it. */
  public static void checkWords(CommandFailure failure, Path name) {
    String message = failure.getMessage();
    require(message.startsWith(name + ": "), "names the file: " + message);
    require(message.chars().noneMatch(Character::isISOControl), "is one line: " + message);
    require(message.length() < 1_000, "is short: " + message);
  }

  /** Reads all rows, and checks what holds for each source. */
  protected final void readRows(VectorSource source, byte[] file)
      throws IOException, CommandFailure {
    require(source.dimension() >= 1, "dimension");
    require(source.dimension() <= BadInput.MAX_DIMENSIONS, "dimension");
    require(source.length() == file.length, "length");
    long rows = 0;
    long position = source.position();
    while (source.next()) {
      rows++;
      checkRow(source);
      require(source.position() >= position, "goes forward");
      require(
          source.position() > position || isRowByRow() == false,
          "a row takes some bytes"); // and so there is an end
      checkAgainst(file, Math.toIntExact(position), Math.toIntExact(source.position()), source);
      position = source.position();
    }
    require(source.next() == false, "stays at the end");
    require(source.position() == file.length, "reads everything");
    require(source.rows() < 0 || source.rows() == rows, "as many rows as it says");
  }

  /** What holds for the current row of any source. */
  public static void checkRow(VectorSource source) {
    require(source.vector().length == source.dimension(), "components");
    for (float component : source.vector()) {
      require(Float.isFinite(component), "finite components");
    }
    if (source.id() != null) {
      byte[] id = source.id().getBytes(StandardCharsets.UTF_8);
      require(id.length > 0, "an id or none");
      require(new String(id, StandardCharsets.UTF_8).equals(source.id()), "an id in UTF-8");
    }
    for (Object value : source.stored().values()) {
      require(isColumn(value), "a value");
    }
  }

  private static boolean isColumn(Object value) {
    return switch (value) {
      case String text -> true;
      case Long number -> true;
      case Boolean bool -> true;
      case Double number -> Double.isFinite(number);
      case Json json -> isJson(json.text());
      default -> false;
    };
  }

  private static boolean isJson(String text) {
    try {
      return text.indexOf('\n') < 0 && new ObjectMapper().readTree(text) != null;
    } catch (
        @SuppressWarnings("unused")
        JsonProcessingException e) {
      return false;
    }
  }

  /** Compares a row with its bytes, as far as that is easy. */
  protected abstract void checkAgainst(byte[] file, int from, int to, VectorSource source);

  /** Whether text is among the bytes of a row. */
  protected static boolean contains(byte[] file, int from, int to, String text) {
    byte[] word = text.getBytes(StandardCharsets.UTF_8);
    for (int at = from; at <= to - word.length; at++) {
      if (Arrays.equals(file, at, at + word.length, word, 0, word.length)) {
        return true;
      }
    }
    return false;
  }
}
