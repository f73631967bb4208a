// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.console;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/**
 * The user's wish that the running command of a session ends, by Ctrl-C.
 *
 * <p>Not an interrupt of a thread, which would close the files that it uses, the lock of the index
 * among them. Instead, a command looks here between two pieces of work: when it reports progress,
 * when it prints, and while an index writer builds the graph of a flush. It ends as by any other
 * failure, and leaves the index as it was.
 */
public final class Interruption {

  private static volatile boolean requested;

  /** The command ends because the user wants it. No command should catch it. */
  public static final class Interrupted extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private Interrupted() {
      super("interrupted");
    }
  }

  private Interruption() {}

  /** Asks the running command to end. For any thread. */
  public static void request() {
    requested = true;
  }

  /** Forgets the wish, before the next command. */
  public static void clear() {
    requested = false;
  }

  /**
   * Whether the user wants the command to end.
   *
   * @return true from {@link #request} to {@link #clear}
   */
  public static boolean isRequested() {
    return requested;
  }

  /** Ends the command if the user wants it. Cheap; for any thread of the command. */
  public static void check() {
    if (requested) {
      throw new Interrupted();
    }
  }

  /**
   * A writer that ends the command that prints to it.
   *
   * @param out where the text goes
   * @return the writer
   */
  public static Writer checkedBy(Writer out) {
    return new FilterWriter(out) {
      @Override
      public void write(int c) throws IOException {
        check();
        out.write(c);
      }

      @Override
      public void write(char[] from, int offset, int length) throws IOException {
        check();
        out.write(from, offset, length);
      }

      @Override
      public void write(String from, int offset, int length) throws IOException {
        check();
        out.write(from, offset, length);
      }
    };
  }
}
