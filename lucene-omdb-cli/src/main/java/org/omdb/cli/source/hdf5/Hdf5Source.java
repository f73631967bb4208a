// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.hdf5;

import io.jhdf.HdfFile;
import java.io.IOException;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.VectorSource;

/** Rows of a data set, and often ids from another one. */
final class Hdf5Source implements VectorSource {

  private final HdfFile hdf;
  private final Hdf5Blocks vectors;

  /** Null if there are none. */
  private final Hdf5Ids ids;

  private final long length;
  private int read;
  private String id;
  private float[] vector;

  private Hdf5Source(HdfFile hdf, Hdf5Blocks vectors, Hdf5Ids ids, long length) {
    this.hdf = hdf;
    this.vectors = vectors;
    this.ids = ids;
    this.length = length;
  }

  /**
   * Chooses the data sets.
   *
   * @param hdf closed with the source; by the caller if this fails
   * @param length of the file
   */
  static Hdf5Source open(SourceFile file, HdfFile hdf, long length, Columns columns)
      throws CommandFailure {
    Hdf5Choice choice = Hdf5Choice.of(file, hdf, columns);
    Hdf5Blocks vectors = new Hdf5Blocks(file, choice.vectors());
    int dimension = vectors.dimensions()[1];
    BadInput.checkDimension(file, BadInput.quote(choice.vectors().getPath()), dimension);
    Hdf5Ids ids =
        choice.ids() == null
            ? null
            : new Hdf5Ids(file, new Hdf5Blocks(file, choice.ids()), vectors.dimensions()[0]);
    return new Hdf5Source(hdf, vectors, ids, length);
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
    id = ids == null ? null : ids.at(read);
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
  public void close() throws IOException {
    hdf.close();
  }
}
