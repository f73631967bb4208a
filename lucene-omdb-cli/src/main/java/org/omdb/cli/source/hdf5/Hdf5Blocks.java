// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.hdf5;

import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ChunkedDataset;
import java.lang.reflect.Array;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.file.SourceFile;

/** The rows of a data set, read some at once, front to back. */
final class Hdf5Blocks {

  /** So many that a read is worth it, and so few that a small heap has them several times. */
  private static final long BLOCK_BYTES = 4 << 20;

  /** A chunk is decompressed at once. h5py's own choice is below 1 MB. */
  private static final long MAX_CHUNK_BYTES = 128 << 20;

  private final SourceFile file;
  private final Dataset data;
  private final int[] dimensions;
  private final int blockRows;
  private Object block;
  private int first;
  private int count;

  Hdf5Blocks(SourceFile file, Dataset data) throws CommandFailure {
    this.file = file;
    this.data = data;
    this.dimensions = data.getDimensions();
    this.blockRows = Hdf5Calls.call(file, this::chooseBlockRows);
  }

  private int chooseBlockRows() throws CommandFailure {
    long rowBytes = Math.max(1, data.getDataType().getSize());
    for (int i = 1; i < dimensions.length; i++) {
      rowBytes *= dimensions[i];
    }
    long rows = Math.max(1, BLOCK_BYTES / rowBytes);
    if (data instanceof ChunkedDataset chunked) {
      int chunkRows = checkedChunkRows(chunked);
      long chunks = rows / chunkRows;
      // Whole chunks, so that none is decompressed twice, unless their rows are too many.
      rows = chunks > 0 ? chunks * chunkRows : Math.min(chunkRows, 8 * rows);
    }
    return (int) Math.min(rows, Math.max(1, dimensions[0]));
  }

  private int checkedChunkRows(ChunkedDataset chunked) throws CommandFailure {
    long bytes = Math.max(1, data.getDataType().getSize());
    for (int size : chunked.getChunkDimensions()) {
      bytes = size < 1 || size > MAX_CHUNK_BYTES ? Long.MAX_VALUE : bytes * size;
      if (bytes > MAX_CHUNK_BYTES) {
        throw BadInput.at(
            file,
            BadInput.quote(data.getPath()),
            "chunks of more than " + MAX_CHUNK_BYTES + " bytes",
            "smaller ones, as h5repack -l CHUNK=1000x100 makes them");
      }
    }
    return chunked.getChunkDimensions()[0];
  }

  SourceFile file() {
    return file;
  }

  int[] dimensions() {
    return dimensions;
  }

  String path() {
    return data.getPath();
  }

  /**
   * A row, or a value if the data set has one dimension.
   *
   * @param row behind those that were read before
   */
  Object at(int row) throws CommandFailure {
    if (row >= first + count) {
      first = row;
      count = Math.min(blockRows, dimensions[0] - row);
      long[] from = new long[dimensions.length];
      from[0] = row;
      int[] size = dimensions.clone();
      size[0] = count;
      block = Hdf5Calls.call(file, () -> data.getData(from, size));
    }
    return Array.get(block, row - first);
  }
}
