// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.imports;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.apache.lucene.index.CorruptIndexException;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.SourceFormats;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.SourceFormat;
import org.omdb.cli.source.spi.VectorSource;

/**
 * A file to import. {@code toString} is what messages call it. For one thread, except for names.
 */
final class Input implements Closeable {

  private final Path path;
  private final SourceFormat format;
  private final Columns columns;
  private final boolean leaveOutIds;
  private final boolean isRegular;
  private final String madeUpTerm;
  private SourceFile file;
  private VectorSource source;

  /**
   * @param path {@code -} is standard input
   * @param format null to detect it
   * @param leaveOutIds whether not to take the ids that the file may have
   */
  Input(Path path, SourceFormat format, Columns columns, boolean leaveOutIds) throws IOException {
    this.path = path;
    this.format = format;
    this.columns = columns;
    this.leaveOutIds = leaveOutIds;
    this.isRegular = Files.isRegularFile(path) && path.equals(SourceFile.STANDARD_INPUT) == false;
    this.madeUpTerm = isRegular ? path.toRealPath().toString() : "- " + UUID.randomUUID();
  }

  /** The rows, from where they were left. */
  VectorSource source() throws IOException, CommandFailure {
    if (source == null) {
      try {
        file = SourceFile.open(path);
        VectorSource rows = SourceFormats.open(file, format, columns);
        source = leaveOutIds ? new RowsWithoutIds(rows) : rows;
      } catch (IOException e) {
        throw unreadable(e);
      }
    }
    return source;
  }

  /** Goes to the next row of the source; false if there is none. */
  boolean next() throws IOException, CommandFailure {
    try {
      return source().next();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Not to be taken for a failure to write the index. */
  private CommandFailure unreadable(IOException e) throws IOException {
    if (e instanceof FileSystemException || e instanceof CorruptIndexException) {
      throw e; // names its file
    }
    return BadInput.unreadable(this, e);
  }

  /** Whether it can be closed and opened again, which standard input can't. */
  boolean canBeReopened() {
    return isRegular;
  }

  /** How many bytes there are to read; -1 if that is not known. */
  long length() throws IOException {
    return isRegular ? Files.size(path) : -1;
  }

  /** How many of the bytes are read. */
  long position() throws IOException {
    return file.isCompressed() ? file.bytesRead() : source.position();
  }

  /** What made-up ids begin with. */
  String name() {
    return nameOf(path);
  }

  /** The name of a file that is not open yet. */
  static String nameOf(Path path) {
    if (path.equals(SourceFile.STANDARD_INPUT)) {
      return "stdin";
    }
    return String.valueOf(path.getFileName());
  }

  /**
   * What documents with made-up ids are marked with. It is the whole path: two files with the same
   * name make up the same ids, which must not replace each other's vectors. What comes through a
   * pipe is never the same again.
   */
  String madeUpTerm() {
    return madeUpTerm;
  }

  @Override
  public String toString() {
    return path.equals(SourceFile.STANDARD_INPUT) ? "standard input" : path.toString();
  }

  @Override
  public void close() throws IOException {
    if (source != null) {
      source.close();
      source = null;
    }
  }
}
