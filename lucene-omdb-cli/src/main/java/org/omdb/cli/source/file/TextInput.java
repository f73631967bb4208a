// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.file;

import java.io.IOException;
import java.io.InputStream;
import org.omdb.cli.console.CommandFailure;

/**
 * The bytes of a window as a stream for libraries that parse text. A byte order mark at the start
 * is skipped, and what is not UTF-8 is refused. For one thread.
 */
public final class TextInput extends InputStream {

  private static final int AHEAD = 1 << 16;

  /** A window that ends within a character has so many of its bytes at most. */
  private static final int MAX_PARTIAL = 3;

  private final FileWindow window;
  private final StrictUtf8 utf8 = new StrictUtf8();

  /** How many bytes from the window's start are known to be UTF-8. */
  private int checked;

  /** Carries what is wrong with the text through a library. */
  public static final class Refused extends IOException {

    private static final long serialVersionUID = 1L;

    private Refused(CommandFailure failure) {
      super(failure.getMessage(), failure);
    }

    /** {@return what is wrong} */
    public CommandFailure failure() {
      return (CommandFailure) getCause();
    }
  }

  /**
   * A stream from the window's start.
   *
   * @param window closed with the stream
   * @throws IOException if reading fails
   * @throws CommandFailure if the file is compressed, and damaged
   */
  public TextInput(FileWindow window) throws IOException, CommandFailure {
    this.window = window;
    if (window.position() == 0 && LineReader.startsWithByteOrderMark(window)) {
      window.skip(LineReader.BYTE_ORDER_MARK_BYTES);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (checked == 0) {
      check();
    }
    if (checked == 0) {
      return -1;
    }
    int count = Math.min(length, checked);
    System.arraycopy(window.bytes(), window.start(), target, offset, count);
    window.skip(count);
    checked -= count;
    return count;
  }

  private void check() throws IOException {
    try {
      boolean more = window.fill(AHEAD);
      int end = window.start() + (more ? AHEAD : window.available());
      if (more) {
        end -= partial(window.bytes(), end);
      }
      utf8.check(window.file(), window.position(), window.bytes(), window.start(), end);
      checked = end - window.start();
    } catch (CommandFailure failure) {
      throw new Refused(failure);
    }
  }

  /** How many bytes before the end belong to a character that may go on behind it. */
  private static int partial(byte[] bytes, int end) {
    for (int back = 1; back <= MAX_PARTIAL; back++) {
      int b = bytes[end - back] & 0xff;
      if (b >= 0xc0) {
        return back;
      }
      if (b < 0x80) {
        return 0;
      }
    }
    return 0;
  }

  @Override
  public void close() throws IOException {
    window.close();
  }
}
