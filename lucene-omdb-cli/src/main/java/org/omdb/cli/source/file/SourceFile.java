// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Locale;
import org.omdb.cli.console.CommandFailure;

/**
 * A file of vectors, or standard input. It is opened once and read once: looking at its {@link
 * #head} takes nothing away from its {@link #window}. {@code toString} is what messages call it.
 * For one thread.
 */
public final class SourceFile implements Closeable {

  /** The name that stands for standard input on a command line. */
  public static final Path STANDARD_INPUT = Path.of("-");

  private final String name;

  /** Null for standard input. */
  private final Path path;

  private FileWindow window;

  private SourceFile(String name, Path path) {
    this.name = name;
    this.path = path;
  }

  /**
   * Opens a file.
   *
   * @param path of a file or a pipe; {@code -} is standard input
   * @return to be closed by the source that is opened from it, or by the caller
   * @throws IOException if it can't be opened
   * @throws CommandFailure if it is empty or a folder
   */
  public static SourceFile open(Path path) throws IOException, CommandFailure {
    if (path.equals(STANDARD_INPUT)) {
      SourceFile file = new SourceFile("standard input", null);
      file.open(Channels.newChannel(System.in), FileWindow.UNKNOWN_LENGTH);
      return file;
    }
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    SourceFile file = new SourceFile(path.toString(), path);
    if (attributes.isDirectory()) {
      throw BadInput.in(file, "a folder", "a file");
    }
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    file.open(channel, attributes.isRegularFile() ? channel.size() : FileWindow.UNKNOWN_LENGTH);
    return file;
  }

  /**
   * A file whose bytes are from anywhere.
   *
   * @param path what messages call it
   * @param channel all the bytes, which are closed with the file
   * @param length how many there are; -1 if that is not known
   * @return to be closed by the source that is opened from it, or by the caller
   * @throws IOException if reading fails
   * @throws CommandFailure if there are none
   */
  public static SourceFile of(Path path, ReadableByteChannel channel, long length)
      throws IOException, CommandFailure {
    SourceFile file = new SourceFile(path.toString(), path);
    file.open(channel, length);
    return file;
  }

  private void open(ReadableByteChannel channel, long length) throws IOException, CommandFailure {
    window = new FileWindow(this, channel, length);
    boolean opened = false;
    try {
      if (window.fill(1) == false) {
        throw BadInput.in(this, "an empty file", "vectors");
      }
      opened = true;
    } finally {
      if (opened == false) {
        window.close();
      }
    }
  }

  /**
   * What the format of the file is recognized by.
   *
   * @return its name and first bytes
   * @throws IOException if reading fails
   */
  public FileHead head() throws IOException {
    window.fill(FileHead.MAX_BYTES);
    int end = window.start() + Math.min(FileHead.MAX_BYTES, window.available());
    String fileName = path == null ? "" : path.getFileName().toString().toLowerCase(Locale.ROOT);
    return new FileHead(fileName, Arrays.copyOfRange(window.bytes(), window.start(), end));
  }

  /**
   * The file's bytes, front to back.
   *
   * @return the same window each time; closing it closes the file
   */
  public FileWindow window() {
    return window;
  }

  /**
   * The file itself, for a library that reads it by itself. The file is closed here.
   *
   * @param format of the file, for the message
   * @return a file that is not compressed
   * @throws IOException if closing fails
   * @throws CommandFailure if it is standard input or a pipe
   */
  public Path path(String format) throws IOException, CommandFailure {
    if (path == null || window.length() == FileWindow.UNKNOWN_LENGTH) {
      throw BadInput.in(
          this,
          format + " from a pipe",
          "a file, because " + format + " is not read front to back");
    }
    close();
    return path;
  }

  @Override
  public String toString() {
    return name;
  }

  @Override
  public void close() throws IOException {
    window.close();
  }
}
