// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source;

import static org.omdb.fixtures.fuzz.FuzzTarget.require;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.omdb.cli.console.CommandFailure;
import org.omdb.fixtures.fuzz.FuzzTarget;

/** A file of vectors in one format, read row by row, and what holds for the rows of all formats. */
abstract class SourceTarget implements FuzzTarget {

  private static final Path FILE = Path.of("hostile");

  private final SourceFormat format;

  SourceTarget(SourceFormat format) {
    this.format = format;
  }

  @Override
  public String name() {
    return format.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return name();
  }

  @Override
  public boolean read(byte[] file) throws IOException {
    try (VectorSource source = Sources.open(format, window(FILE, file))) {
      readRows(source, file);
      return true;
    } catch (CommandFailure failure) {
      checkWords(failure, FILE);
      return false;
    }
  }

  static FileWindow window(Path name, byte[] file) throws CommandFailure {
    return FileWindow.of(name, new SlowChannel(file), file.length);
  }

  /** A failure is one line that names the file, and quotes little of it. */
  static void checkWords(CommandFailure failure, Path name) {
    String message = failure.getMessage();
    require(message.startsWith(name + ": "), "names the file: " + message);
    require(message.chars().noneMatch(Character::isISOControl), "is one line: " + message);
    require(message.length() < 1_000, "is short: " + message);
  }

  private void readRows(VectorSource source, byte[] file) throws IOException, CommandFailure {
    require(source.dimension() >= 1, "dimension");
    require(source.dimension() <= BadInput.MAX_DIMENSIONS, "dimension");
    require(source.length() == file.length, "length");
    long rows = 0;
    long position = source.position();
    while (source.next()) {
      rows++;
      checkRow(source);
      require(source.position() > position, "a row takes some bytes"); // and so there is an end
      checkAgainst(file, Math.toIntExact(position), Math.toIntExact(source.position()), source);
      position = source.position();
    }
    require(source.next() == false, "stays at the end");
    require(source.position() == file.length, "reads everything");
    require(source.rows() < 0 || source.rows() == rows, "as many rows as it says");
  }

  static void checkRow(VectorSource source) {
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
      require(
          value instanceof String || value instanceof Long || value instanceof Double, "a value");
    }
  }

  /** Compares a row with its bytes, as far as that is easy. */
  abstract void checkAgainst(byte[] file, int from, int to, VectorSource source);

  /** Whether text is among the bytes of a row. */
  static boolean contains(byte[] file, int from, int to, String text) {
    byte[] word = text.getBytes(StandardCharsets.UTF_8);
    for (int at = from; at <= to - word.length; at++) {
      if (Arrays.equals(file, at, at + word.length, word, 0, word.length)) {
        return true;
      }
    }
    return false;
  }
}
