// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.numpy;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.lucene.util.IOUtils;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.VectorSource;
import org.omdb.cli.source.table.StoredValues;

/** Arrays of an archive, read side by side. */
final class NpzSource implements VectorSource {

  private final NpzArchive archive;
  private final VectorSource vectors;

  /** Null if there are none. */
  private final NpyColumn ids;

  private final Map<String, NpyColumn> columns;
  private final long length;
  private long read;
  private String id;
  private Map<String, Object> stored = Map.of();

  private NpzSource(
      NpzArchive archive,
      VectorSource vectors,
      NpyColumn ids,
      Map<String, NpyColumn> columns,
      long length) {
    this.archive = archive;
    this.vectors = vectors;
    this.ids = ids;
    this.columns = columns;
    this.length = length;
  }

  /**
   * Opens the arrays.
   *
   * @param archive closed with the source; by the caller if this fails
   * @param length of the archive
   */
  static NpzSource open(NpzArchive archive, Columns columns, long length)
      throws IOException, CommandFailure {
    NpzArrays arrays = NpzArrays.choose(archive, columns);
    VectorSource vectors = null;
    NpyColumn ids = null;
    Map<String, NpyColumn> stored = new LinkedHashMap<>();
    try {
      vectors = openMatrix(archive.open(arrays.vectors()));
      long rows = vectors.rows();
      ids = arrays.ids() == null ? null : NpyColumn.open(archive.open(arrays.ids()), rows);
      for (String name : arrays.stored()) {
        stored.put(name, NpyColumn.open(archive.open(name), rows));
      }
      return new NpzSource(archive, vectors, ids, stored, length);
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, vectors, ids);
      IOUtils.closeWhileSuppressingExceptions(t, stored.values());
      throw t;
    }
  }

  private static VectorSource openMatrix(SourceFile file) throws IOException, CommandFailure {
    try {
      return NpyMatrix.open(file.window());
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, file);
      throw t;
    }
  }

  @Override
  public int dimension() {
    return vectors.dimension();
  }

  @Override
  public long rows() {
    return vectors.rows();
  }

  @Override
  public long position() {
    return read == rows() ? length : (long) ((double) length * read / rows());
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public boolean next() throws IOException, CommandFailure {
    if (vectors.next() == false) {
      return false;
    }
    if (ids != null) {
      id = id(ids.next());
    }
    if (columns.isEmpty() == false) {
      stored = new LinkedHashMap<>();
      for (Map.Entry<String, NpyColumn> column : columns.entrySet()) {
        StoredValues.put(stored, column.getKey(), column.getValue().next());
      }
    }
    read++;
    return true;
  }

  private String id(Object value) throws CommandFailure {
    if (value instanceof String text && text.isEmpty()) {
      throw BadInput.at(ids.file(), BadInput.row(read), "an empty id", "at least one character");
    }
    return value.toString();
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public float[] vector() {
    return vectors.vector();
  }

  @Override
  public Map<String, Object> stored() {
    return stored;
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(vectors, ids);
    IOUtils.close(columns.values());
    archive.close();
  }
}
