// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.export.plain;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.console.Printable;
import org.omdb.cli.folder.WholeFile;

/**
 * A file with an id per line, beside a file of a format without ids. A line is empty if the vector
 * has none.
 */
public final class IdsFile implements Closeable {

  private static final String ENDING = ".ids.txt";
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final WholeFile file;
  private final OutputStream out;
  private boolean isFirst = true;

  private IdsFile(WholeFile file) {
    this.file = file;
    this.out = file.stream();
  }

  /** Begins the file that goes with another one. */
  static IdsFile create(Path vectors, boolean overwrite) throws IOException {
    return new IdsFile(WholeFile.create(pathFor(vectors), overwrite));
  }

  /**
   * The name of that file.
   *
   * @param vectors such as {@code a.npy}
   * @return then {@code a.npy.ids.txt}
   */
  public static Path pathFor(Path vectors) {
    return vectors.resolveSibling(vectors.getFileName() + ENDING);
  }

  /** Adds an id, or null. */
  void write(String id) throws IOException, CommandFailure {
    if (id != null) {
      check(id);
      out.write(id.getBytes(StandardCharsets.UTF_8));
    }
    out.write('\n');
    isFirst = false;
  }

  private void check(String id) throws CommandFailure {
    if (id.indexOf('\n') >= 0 || id.indexOf('\r') >= 0) {
      throw unfit(id, "has a line break", "");
    }
    // An import skips the mark, and takes a first line with tabs for the names of columns.
    if (isFirst && id.startsWith(BYTE_ORDER_MARK)) {
      throw unfit(id, "begins with a byte order mark", " in its first line");
    }
    if (isFirst && id.indexOf('\t') >= 0) {
      throw unfit(id, "has a tab", " in its first line");
    }
  }

  private static CommandFailure unfit(String id, String what, String where) {
    return CommandFailure.data(
        "id \""
            + Printable.of(id)
            + "\" "
            + what
            + ", which a file with an id per line can't hold"
            + where
            + ": export to .parquet, .jsonl or .omdb");
  }

  /** Ends the file, as {@link WholeFile#finish}. */
  void finish() throws IOException {
    file.finish();
  }

  /** Gives the file its name, and returns its size. */
  long commit() throws IOException {
    return file.commit();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
