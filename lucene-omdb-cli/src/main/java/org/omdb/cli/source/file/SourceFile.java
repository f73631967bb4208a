// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.io.input.CloseShieldInputStream;
import org.apache.lucene.util.IOUtils;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.console.StandardInput;

/**
 * A file of vectors, or standard input, decompressed if it is compressed. It is opened once and
 * read once: looking at its {@link #head} takes nothing away from its {@link #window}. {@code
 * toString} is what messages call it. For one thread.
 */
public final class SourceFile implements Closeable {

  /** The name that stands for standard input on a command line. */
  public static final Path STANDARD_INPUT = Path.of("-");

  private final String name;

  /** Without its folder, in lower case. */
  private final String fileName;

  /** Null if it is no regular file. */
  private final Path path;

  private final RawChannel raw;

  /** Null if there is none. */
  private final Compression compression;

  private final FileWindow window;

  private SourceFile(
      String name,
      String fileName,
      Path path,
      RawChannel raw,
      Compression compression,
      long length) {
    this.name = name;
    this.fileName = fileName.toLowerCase(Locale.ROOT);
    this.path = path;
    this.raw = raw;
    this.compression = compression;
    this.window =
        compression == null
            ? new FileWindow(this, raw, length)
            : new FileWindow(this, Decompressed.of(compression, raw), FileWindow.UNKNOWN_LENGTH);
  }

  /**
   * Opens a file.
   *
   * @param path of a file or a pipe; {@code -} is standard input
   * @return to be closed by the source that is opened from it, or by the caller
   * @throws IOException if it can't be opened
   * @throws CommandFailure if it is empty or a folder, or if a session keeps it
   */
  public static SourceFile open(Path path) throws IOException, CommandFailure {
    StandardInput.check(path);
    if (path.equals(STANDARD_INPUT)) {
      // Not to be closed with the file: a shell goes on reading it.
      ReadableByteChannel in = Channels.newChannel(CloseShieldInputStream.wrap(System.in));
      return open("standard input", "", null, in, FileWindow.UNKNOWN_LENGTH);
    }
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    if (attributes.isDirectory()) {
      throw CommandFailure.data(path + ": found a folder, expected a file");
    }
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    String fileName = path.getFileName().toString();
    return attributes.isRegularFile()
        ? open(path.toString(), fileName, path, channel, attributes.size())
        : open(path.toString(), fileName, null, channel, FileWindow.UNKNOWN_LENGTH);
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
    return open(path.toString(), path.getFileName().toString(), null, channel, length);
  }

  /**
   * A file in this one, which is an archive.
   *
   * @param entry its name there
   * @param content all its bytes, which are closed with the new file; what can't be read of them is
   *     damaged
   * @param length how many there are; -1 if that is not known
   * @return to be closed by the source that is opened from it, or by the caller
   * @throws IOException if reading fails
   * @throws CommandFailure if there are none, or they are damaged
   */
  public SourceFile entry(String entry, InputStream content, long length)
      throws IOException, CommandFailure {
    RawChannel raw = new RawChannel(new Decompressed(() -> content, null));
    return checked(new SourceFile(name + ": " + entry, entry, null, raw, null, length));
  }

  private static SourceFile open(
      String name, String fileName, Path path, ReadableByteChannel channel, long length)
      throws IOException, CommandFailure {
    RawChannel raw = new RawChannel(channel);
    Compression compression;
    try {
      compression = Compression.of(raw.peek(Compression.HEAD_BYTES));
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, channel);
      throw t;
    }
    return checked(new SourceFile(name, fileName, path, raw, compression, length));
  }

  /** Reads the first byte, and closes the file if there is none. */
  private static SourceFile checked(SourceFile file) throws IOException, CommandFailure {
    try {
      if (file.window.fill(1) == false) {
        throw BadInput.in(file, "an empty file", "vectors");
      }
      return file;
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, file);
      throw t;
    }
  }

  /**
   * What the format of the file is recognized by.
   *
   * @return its name and first bytes
   * @throws IOException if reading fails
   * @throws CommandFailure if it is compressed, and damaged
   */
  public FileHead head() throws IOException, CommandFailure {
    window.fill(FileHead.MAX_BYTES);
    int end = window.start() + Math.min(FileHead.MAX_BYTES, window.available());
    return new FileHead(
        compression == null ? fileName : compression.strip(fileName),
        Arrays.copyOfRange(window.bytes(), window.start(), end));
  }

  /** {@return whether it is compressed} */
  public boolean isCompressed() {
    return compression != null;
  }

  /** {@return how many bytes of it were read so far, as they are stored} */
  public long bytesRead() {
    return raw.bytesRead();
  }

  /**
   * The file's bytes, decompressed, front to back.
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
   * @throws CommandFailure if it is standard input, a pipe, or compressed
   */
  public Path path(String format) throws IOException, CommandFailure {
    String because = ", because " + format + " is not read front to back";
    if (compression != null) {
      String expected = "the file that " + compression.tool() + " makes of it" + because;
      throw BadInput.in(this, format + " in a " + compression + " file", expected);
    }
    if (path == null) {
      throw BadInput.in(this, format + " from a pipe", "a file" + because);
    }
    close();
    return path;
  }

  /** {@return where it can be read at random; null if it is compressed or no file} */
  public Path uncompressedPath() {
    return compression == null ? path : null;
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
