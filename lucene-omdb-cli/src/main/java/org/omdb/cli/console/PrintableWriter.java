// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.console;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/**
 * Lets no control character through to a terminal, whatever a file or an id may hold: each becomes
 * {@code \\uXXXX}, which in JSON means the same. Line breaks, tabs, and the colors of picocli
 * ({@code ESC [ 1 ; 31 m}) pass.
 *
 * <p>For one thread.
 */
final class PrintableWriter extends FilterWriter {

  private static final char ESCAPE = '\u001b';
  private static final int LONGEST_COLOR = 20;

  /** The start of what may become a color, held back until it is clear. */
  private final StringBuilder held = new StringBuilder();

  private final StringBuilder text = new StringBuilder();

  PrintableWriter(Writer out) {
    super(out);
  }

  @Override
  public void write(int c) throws IOException {
    write(String.valueOf((char) c), 0, 1);
  }

  @Override
  public void write(char[] from, int offset, int length) throws IOException {
    write(new String(from, offset, length), 0, length);
  }

  @Override
  public void write(String from, int offset, int length) throws IOException {
    text.setLength(0);
    for (int i = offset; i < offset + length; i++) {
      add(from.charAt(i));
    }
    out.append(text);
  }

  private void add(char c) {
    if (held.isEmpty() == false) {
      if (continuesColor(c)) {
        held.append(c);
        return;
      }
      if (c == 'm' && held.length() > 1) {
        text.append(held).append(c);
        held.setLength(0);
        return;
      }
      release();
    }
    if (c == ESCAPE) {
      held.append(c);
    } else if (c == '\n' || c == '\t' || System.lineSeparator().indexOf(c) >= 0) {
      text.append(c);
    } else {
      Printable.append(c, text);
    }
  }

  private boolean continuesColor(char c) {
    return held.length() == 1
        ? c == '['
        : held.length() < LONGEST_COLOR && (c >= '0' && c <= '9' || c == ';');
  }

  /** It was no color. */
  private void release() {
    for (int i = 0; i < held.length(); i++) {
      Printable.append(held.charAt(i), text);
    }
    held.setLength(0);
  }

  @Override
  public void flush() throws IOException {
    if (held.isEmpty() == false) {
      text.setLength(0);
      release();
      out.append(text);
    }
    out.flush();
  }

  @Override
  public void close() throws IOException {
    flush();
    out.close();
  }
}
