// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.hdf5;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import java.io.Closeable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.VectorSource;
import org.omdb.cli.source.table.Failures;
import org.omdb.cli.source.table.StoredValues;

/** Rows of a data set, and often ids and other values from other data sets. */
final class Hdf5Source implements VectorSource {

  private final Closeable channel;
  private final Hdf5Blocks vectors;

  /** Null if there are none. */
  private final Hdf5Column ids;

  private final Map<String, Hdf5Column> columns;
  private final long length;
  private int read;
  private String id;
  private float[] vector;
  private Map<String, Object> stored = Map.of();

  private Hdf5Source(
      Closeable channel,
      Hdf5Blocks vectors,
      Hdf5Column ids,
      Map<String, Hdf5Column> columns,
      long length) {
    this.channel = channel;
    this.vectors = vectors;
    this.ids = ids;
    this.columns = columns;
    this.length = length;
  }

  /**
   * Chooses the data sets.
   *
   * @param hdf never closed
   * @param channel of it, closed with the source; by the caller if this fails
   * @param length of the file
   */
  static Hdf5Source open(
      Failures failures, HdfFile hdf, Closeable channel, long length, Columns wanted)
      throws CommandFailure {
    Hdf5Choice choice = Hdf5Choice.of(failures, hdf, wanted, length);
    Hdf5Blocks vectors = Hdf5Blocks.ofVectors(failures, choice.vectors(), length);
    int rows = vectors.dimensions()[0];
    BadInput.checkDimension(
        failures.file(), BadInput.quote(vectors.path()), vectors.dimensions()[1]);
    long share = Hdf5Blocks.share(choice.stored().size() + 1);
    Hdf5Column ids =
        choice.ids() == null
            ? null
            : new Hdf5Column(Hdf5Blocks.ofColumn(failures, choice.ids(), length, share), rows);
    Map<String, Hdf5Column> columns = new LinkedHashMap<>();
    for (Map.Entry<String, Dataset> column : choice.stored().entrySet()) {
      Hdf5Blocks values = Hdf5Blocks.ofColumn(failures, column.getValue(), length, share);
      columns.put(column.getKey(), new Hdf5Column(values, rows));
    }
    return new Hdf5Source(channel, vectors, ids, columns, length);
  }

  @Override
  public int dimension() {
    return vectors.dimensions()[1];
  }

  @Override
  public long rows() {
    return vectors.dimensions()[0];
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
  public boolean next() throws CommandFailure {
    if (read == rows()) {
      return false;
    }
    vector = Hdf5Numbers.row(vectors.file(), vectors.at(read), read);
    id = ids == null ? null : ids.idAt(read);
    if (columns.isEmpty() == false) {
      stored = new LinkedHashMap<>();
      for (Map.Entry<String, Hdf5Column> column : columns.entrySet()) {
        StoredValues.put(stored, column.getKey(), column.getValue().at(read));
      }
    }
    read++;
    return true;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public float[] vector() {
    return vector;
  }

  @Override
  public Map<String, Object> stored() {
    return stored;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
