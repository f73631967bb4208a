// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.binary;

import java.io.IOException;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.file.FileWindow;
import org.omdb.cli.source.spi.VectorSource;

/** Rows of components, one after the other up to the file's end, as many as its head says. */
public final class RowsSource implements VectorSource {

  private final FileWindow window;
  private final BinaryRow row;
  private final long rows;
  private long read;
  private float[] vector;

  private RowsSource(FileWindow window, BinaryRow row, long rows) {
    this.window = window;
    this.row = row;
    this.rows = rows;
  }

  /**
   * Checks the file's length, if that is known.
   *
   * @param window at the first row; closed by the source
   * @param row how a row is encoded
   * @param rows how many there are
   * @return a source before the first row
   * @throws CommandFailure if the file is too long or too short
   */
  public static RowsSource open(FileWindow window, BinaryRow row, long rows) throws CommandFailure {
    if (window.length() != FileWindow.UNKNOWN_LENGTH) {
      checkLength(window, window.length() - window.position(), row, rows);
    }
    return new RowsSource(window, row, rows);
  }

  /**
   * Checks that a file is as long as its rows.
   *
   * @param window on the file
   * @param bytes how many it has from the first row on
   * @param row how a row is encoded
   * @param rows how many there are
   * @throws CommandFailure if it is longer or shorter
   */
  public static void checkLength(FileWindow window, long bytes, BinaryRow row, long rows)
      throws CommandFailure {
    // A product could overflow, because a head can have any numbers.
    if (rows > bytes / row.bytes()) {
      long whole = bytes / row.bytes();
      throw BadInput.at(
          window.file(),
          BadInput.row(whole),
          "the end of the file after " + bytes % row.bytes() + " of its " + row.bytes() + " bytes",
          rows + " rows");
    }
    long trailing = bytes - rows * row.bytes();
    if (trailing > 0) {
      throw atEnd(window, trailing + " bytes", rows);
    }
  }

  /**
   * Checks that a file, whose length may not be known, ends.
   *
   * @param window behind the last row
   * @param rows how many there are
   * @throws IOException if reading fails
   * @throws CommandFailure if it goes on
   */
  public static void checkEnd(FileWindow window, long rows) throws IOException, CommandFailure {
    if (window.fill(1)) {
      throw atEnd(window, "bytes", rows);
    }
  }

  private static CommandFailure atEnd(FileWindow window, String found, long rows) {
    return BadInput.in(
        window.file(), found + " after the last of " + rows + " rows", "the end of the file");
  }

  @Override
  public int dimension() {
    return row.dimension();
  }

  @Override
  public long rows() {
    return rows;
  }

  @Override
  public long position() {
    return window.position();
  }

  @Override
  public long length() {
    return window.length();
  }

  @Override
  public boolean next() throws IOException, CommandFailure {
    if (read == rows) {
      checkEnd(window, rows); // in a pipe; the length of a file is known before
      return false;
    }
    vector = row.read(window, read);
    read++;
    return true;
  }

  @Override
  public String id() {
    return null;
  }

  @Override
  public float[] vector() {
    return vector;
  }

  @Override
  public void close() throws IOException {
    window.close();
  }
}
