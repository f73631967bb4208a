// SPDX-License-Identifier: Apache-2.0
package org.omdb.image;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.IOUtils;

/**
 * A stand-alone OMDB file that is read. It may be written by this library or by OmenDB's engine:
 * version 4 or 5, either order of the magic bytes, with or without zeros as padding at its end.
 *
 * <p>Opening maps the file into memory and reads the header. The id table is read at the first call
 * of {@link #ids}, vectors are read where they lie. Heap usage does not depend on their number.
 *
 * <pre class="prettyprint">
 * try (OmdbFile file = OmdbFile.open(Path.of("vectors.omdb"))) {
 *   float[] vector = new float[file.header().dimension()];
 *   file.readVector(file.ids().indexOf(new BytesRef("user_12345")), vector);
 * }
 * </pre>
 *
 * <p>For one thread. The file must not change while it is open: if it is truncated while it is
 * open, reading beyond its new end crashes the JVM. A file that was truncated before it was opened
 * gives an {@link OmdbFormatException}, when it is opened or when its ids are read. But if its end
 * is between two entries of the id table, it is read, and the ids that were cut off are missing:
 * OmenDB's engine writes such tables, see {@link OmdbIdTable#declaredEntries}.
 */
public final class OmdbFile implements Closeable {

  private final Path path;
  private final FSDirectory directory;
  private final IndexInput file;
  private final OmdbImageReader image;
  private final IndexInput vectors;
  private OmdbFileIds ids;
  private byte[] bytes;

  private OmdbFile(Path path, FSDirectory directory, IndexInput file) throws IOException {
    this.path = path;
    this.directory = directory;
    this.file = file;
    this.image = new OmdbImageReader(file);
    this.vectors = image.vectors();
  }

  /**
   * Opens a file.
   *
   * @param path the file
   * @return the file; the caller has to close it
   * @throws OmdbFormatException if it is not an OMDB file, or shorter than its header says
   * @throws NoSuchFileException if it does not exist
   * @throws IOException if it can't be read
   */
  public static OmdbFile open(Path path) throws IOException {
    Path absolute = path.toAbsolutePath();
    if (Files.exists(absolute) == false) {
      throw new NoSuchFileException(path.toString()); // else the directory would create its folder
    }
    FSDirectory directory = new MMapDirectory(absolute.getParent());
    IndexInput file = null;
    try {
      file = directory.openInput(absolute.getFileName().toString(), IOContext.DEFAULT);
      return new OmdbFile(path, directory, file);
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, file, directory);
      throw t;
    }
  }

  /**
   * Where the file is.
   *
   * @return the path as it was given
   */
  public Path path() {
    return path;
  }

  /**
   * The file's header, checked against its length.
   *
   * @return the header
   */
  public OmdbHeader header() {
    return image.header();
  }

  /**
   * The size of the file, with padding at its end.
   *
   * @return bytes
   */
  public long length() {
    return file.length();
  }

  /**
   * The vectors, for reading many at once.
   *
   * @return a new slice of {@code count * dimension * elementBytes} bytes, row by row
   * @throws IOException if slicing fails
   */
  public IndexInput vectors() throws IOException {
    return vectors.clone();
  }

  /**
   * Reads one vector. Bytes are converted to floats.
   *
   * @param index 0 or more, less than the vector count
   * @param vector receives the vector's {@code dimension} components
   * @throws IndexOutOfBoundsException if there is no such vector
   * @throws IOException if reading fails
   */
  public void readVector(int index, float[] vector) throws IOException {
    OmdbHeader header = header();
    if (index < 0 || index >= header.count()) {
      throw new IndexOutOfBoundsException("vector " + index + " of " + header.count());
    }
    vectors.seek(index * header.vectorBytes());
    if (header.elementType() == ElementType.FLOAT32) {
      vectors.readFloats(vector, 0, header.dimension());
      return;
    }
    if (bytes == null) {
      bytes = new byte[header.dimension()];
    }
    vectors.readBytes(bytes, 0, bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      vector[i] = bytes[i];
    }
  }

  /**
   * The id table, entry by entry.
   *
   * @return a new view of it, or null if the file has none
   * @throws IOException if slicing fails
   */
  public OmdbIdTable idTable() throws IOException {
    return image.idTable();
  }

  /**
   * Looks up ids by vector and vectors by id. The first call reads the whole id table.
   *
   * @return the ids; the same object in each call
   * @throws OmdbFormatException if an entry is invalid
   * @throws IOException if reading fails
   */
  public OmdbFileIds ids() throws IOException {
    if (ids == null) {
      ids = new OmdbFileIds(header().count(), image.idTable());
    }
    return ids;
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(file, directory);
  }
}
