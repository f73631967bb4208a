// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.console;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/**
 * Standard output: UTF-8 in every locale, without control characters that a terminal would obey
 * ({@link Printable}), and never lost in silence.
 *
 * <p>Commands print to {@link #writer}, which throws {@link Failed} as soon as something could not
 * be written. So a command whose output goes nowhere stops early. {@link #end} writes the rest, and
 * says what went wrong. For one thread.
 */
public final class StandardOutput {

  private static final int BUFFER = 1 << 16;
  private static final int FILE_TYPE = 0170000;
  private static final int FIFO = 0010000;
  private static final int SOCKET = 0140000;

  /** Nothing more can be written; {@link #end} tells the user. No command has to catch it. */
  public static final class Failed extends UncheckedIOException {

    private static final long serialVersionUID = 1L;

    private Failed(IOException cause) {
      super(cause);
    }
  }

  private final PrintWriter writer;
  private final BooleanSupplier hasReader;
  private IOException failure;

  /**
   * @param bytes where the bytes go
   * @param hasReader whether they go to another program, as through a pipe
   */
  StandardOutput(OutputStream bytes, BooleanSupplier hasReader) {
    this.hasReader = hasReader;
    writer = Printable.writer(new BufferedOutputStream(new Watched(bytes), BUFFER), false);
  }

  /**
   * The standard output of this process.
   *
   * @return a new instance, of which there should be only one
   */
  public static StandardOutput ofProcess() {
    return new StandardOutput(
        new FileOutputStream(FileDescriptor.out), StandardOutput::isPipeOrSocket);
  }

  /** The message of the failure can't tell: the C library has translated it. */
  private static boolean isPipeOrSocket() {
    try {
      int type = (Integer) Files.getAttribute(Path.of("/dev/fd/1"), "unix:mode") & FILE_TYPE;
      return type == FIFO || type == SOCKET;
    } catch (@SuppressWarnings("unused")
        IOException
        | UnsupportedOperationException
        | IllegalArgumentException e) {
      return false; // not a Unix: every failure is reported
    }
  }

  /**
   * Where commands print. It keeps the text until there is much of it, or {@code flush} is called.
   *
   * @return always the same
   */
  public PrintWriter writer() {
    return writer;
  }

  /**
   * Writes what is not written yet. If that or anything before failed, prints why, and changes the
   * status.
   *
   * @param status that the command ended with
   * @param err standard error
   * @return the status to end with: {@link ExitStatus#READER_LEFT}, in silence, if the program that
   *     read the output has ended; {@link ExitStatus#FAILED} if the output is incomplete
   */
  public int end(int status, PrintWriter err) {
    try {
      writer.flush();
    } catch (
        @SuppressWarnings("unused")
        Failed e) {
      // Known below, as every failure is.
    }
    if (failure == null) {
      return status;
    }
    if (hasReader.getAsBoolean()) {
      return ExitStatus.READER_LEFT;
    }
    err.println("omdb: could not write all of standard output: " + failure.getMessage());
    return ExitStatus.FAILED;
  }

  /** Throws what a {@code PrintWriter} does not swallow, and again each time. */
  private final class Watched extends OutputStream {

    private final OutputStream bytes;

    Watched(OutputStream bytes) {
      this.bytes = bytes;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) {
      if (failure == null) {
        try {
          bytes.write(from, offset, length);
          return;
        } catch (IOException e) {
          failure = e;
        }
      }
      throw new Failed(failure);
    }

    @Override
    public void flush() {
      if (failure != null) {
        throw new Failed(failure);
      }
    }
  }
}
