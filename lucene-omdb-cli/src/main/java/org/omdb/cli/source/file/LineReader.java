// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.file;

import java.io.Closeable;
import java.io.IOException;
import org.omdb.cli.console.CommandFailure;

/**
 * Lines of a text file as ranges of bytes, without the LF or CR LF at their end. Blank lines are
 * skipped, but count in line numbers. A byte order mark at the start of the file is skipped too.
 * For one thread.
 */
public final class LineReader implements Closeable {

  /**
   * A vector of the largest dimension needs less than 1 MiB; this leaves room for other members.
   */
  public static final int MAX_LINE_BYTES = 64 << 20;

  static final int BYTE_ORDER_MARK_BYTES = 3;

  private final FileWindow window;
  private final int maxLineBytes;

  /** How far the window moves for the next line: length of the current one with its end. */
  private int current;

  private long number;
  private int end;

  /**
   * Reads lines of at most {@link #MAX_LINE_BYTES}.
   *
   * @param window on the file, closed with the reader
   */
  public LineReader(FileWindow window) {
    this(window, MAX_LINE_BYTES);
  }

  LineReader(FileWindow window, int maxLineBytes) {
    this.window = window;
    this.maxLineBytes = maxLineBytes;
  }

  /**
   * Moves to the next line that is not blank.
   *
   * @return false at the end of the file
   * @throws IOException if reading fails
   * @throws CommandFailure if the line is too long
   */
  public boolean next() throws IOException, CommandFailure {
    if (number == 0) {
      skipByteOrderMark();
    }
    do {
      window.skip(current);
      current = 0;
      if (window.fill(1) == false) {
        return false;
      }
      number++;
      findEnd();
    } while (isBlank());
    return true;
  }

  private void skipByteOrderMark() throws IOException, CommandFailure {
    if (startsWithByteOrderMark(window)) {
      window.skip(BYTE_ORDER_MARK_BYTES);
    }
  }

  static boolean startsWithByteOrderMark(FileWindow window) throws IOException, CommandFailure {
    return window.fill(BYTE_ORDER_MARK_BYTES)
        && window.bytes()[window.start()] == (byte) 0xef
        && window.bytes()[window.start() + 1] == (byte) 0xbb
        && window.bytes()[window.start() + 2] == (byte) 0xbf;
  }

  private void findEnd() throws IOException, CommandFailure {
    int length = 0;
    while (true) {
      byte[] bytes = window.bytes();
      int at = window.start() + length;
      int limit = window.end();
      while (at < limit && bytes[at] != '\n') {
        at++;
      }
      length = at - window.start();
      if (length >= maxLineBytes) {
        String found = "a line of " + maxLineBytes + " bytes or more";
        throw BadInput.at(file(), BadInput.line(number), found, "a vector per line");
      }
      if (at < limit || window.fill(length + 1) == false) {
        break;
      }
    }
    current = Math.min(length + 1, window.available()); // the last line may have no end
    end = window.start() + length;
    if (length > 0 && window.bytes()[end - 1] == '\r') {
      end--;
    }
  }

  private boolean isBlank() {
    for (int i = start(); i < end; i++) {
      if (isSeparator(bytes()[i]) == false) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether a byte is a space or a tab.
   *
   * @param b the byte
   * @return false for all others
   */
  public static boolean isSeparator(byte b) {
    return b == ' ' || b == '\t';
  }

  /** {@return what has the line from {@link #start()} to {@link #end()}, until the next line} */
  public byte[] bytes() {
    return window.bytes();
  }

  /** {@return where the line begins} */
  public int start() {
    return window.start();
  }

  /** {@return where the line ends, without its LF or CR LF} */
  public int end() {
    return end;
  }

  /** {@return number of the line, from 1} */
  public long number() {
    return number;
  }

  /** {@return where in the file the line starts, in bytes} */
  public long offset() {
    return window.position();
  }

  /** {@return how far the file is read, in bytes} */
  public long position() {
    return window.position() + current;
  }

  /** {@return size of the file in bytes; -1 if that is not known} */
  public long length() {
    return window.length();
  }

  /** {@return the file, for messages} */
  public SourceFile file() {
    return window.file();
  }

  /**
   * A failure in the current line.
   *
   * @param found what is there
   * @param expected what should be there
   * @return the exception to throw
   */
  public CommandFailure bad(String found, String expected) {
    return BadInput.at(file(), BadInput.line(number), found, expected);
  }

  @Override
  public void close() throws IOException {
    window.close();
  }
}
