// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.hdf5;

import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ChunkedDataset;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.table.Failures;

/** The rows of a data set, read some at once, front to back. */
final class Hdf5Blocks {

  /** What the blocks of all columns of a file take together: a small heap has it several times. */
  static final long ALL_BYTES = 32 << 20;

  /** So many that a read is worth it. */
  static final long BLOCK_BYTES = 4 << 20;

  /** Of vectors in larger chunks, each of which is decompressed for each block in it. */
  private static final long LARGE_BLOCK_BYTES = 8 * BLOCK_BYTES;

  /** A string and a reference to it, besides its characters. */
  private static final long STRING_BYTES = 64;

  /** A chunk is decompressed at once. h5py's own choice is below 1 MB. */
  private static final long MAX_CHUNK_BYTES = 128 << 20;

  /** Deflate writes at least a byte for so many. */
  private static final int MOST_COMPRESSED = 1032;

  private final Failures failures;
  private final SourceFile file;
  private final Dataset data;
  private final Hdf5Type type;

  /** Null if there are no strings, or only names of an enumeration. */
  private final Hdf5Text text;

  private final int[] dimensions;
  private final long blockBytes;
  private final int blockRows;

  /** Those in memory, from {@link #first} on. */
  private IntFunction<Object> block;

  private int first;
  private int count;

  private Hdf5Blocks(
      Failures failures, Dataset data, long length, long blockBytes, long largeBlockBytes)
      throws CommandFailure {
    this.failures = failures;
    this.file = failures.file();
    this.data = data;
    this.type = failures.translate(() -> Hdf5Type.of(data));
    this.text = failures.translate(() -> Hdf5Text.of(data));
    this.dimensions = failures.translate(data::getDimensions);
    this.blockBytes = blockBytes;
    checkSize(length);
    this.blockRows = failures.translate(() -> chooseBlockRows(largeBlockBytes));
  }

  /**
   * The rows of the vectors.
   *
   * @param length of the file
   */
  static Hdf5Blocks ofVectors(Failures failures, Dataset data, long length) throws CommandFailure {
    return new Hdf5Blocks(failures, data, length, BLOCK_BYTES, LARGE_BLOCK_BYTES);
  }

  /**
   * The values of a column.
   *
   * @param length of the file
   * @param bytes how many a block may take, if it has more than one value
   */
  static Hdf5Blocks ofColumn(Failures failures, Dataset data, long length, long bytes)
      throws CommandFailure {
    return new Hdf5Blocks(failures, data, length, bytes, bytes);
  }

  /** How many bytes a block of each column may take, if there are so many columns. */
  static long share(int columns) {
    return Math.min(BLOCK_BYTES, ALL_BYTES / Math.max(1, columns));
  }

  /** Chunks that are not there are zeros, of which a damaged file could have any number. */
  private void checkSize(long length) throws CommandFailure {
    double bytes = data.getDataType().getSize();
    for (int size : dimensions) {
      bytes *= size;
    }
    if (bytes > (data instanceof ChunkedDataset ? MOST_COMPRESSED : 1) * (double) length) {
      throw BadInput.at(
          file,
          BadInput.quote(data.getPath()),
          Arrays.toString(dimensions) + " values in a file of " + length + " bytes",
          "as many as fit");
    }
  }

  private int chooseBlockRows(long largeBlockBytes) throws CommandFailure {
    long rowBytes = Math.max(1, data.getDataType().getSize());
    for (int i = 1; i < dimensions.length; i++) {
      rowBytes *= dimensions[i];
    }
    // Names of an enumeration take a reference each.
    rowBytes = text == null ? Math.max(Long.BYTES, rowBytes) : rowBytes + STRING_BYTES;
    long rows = Math.max(1, blockBytes / rowBytes);
    if (data instanceof ChunkedDataset chunked) {
      int chunkRows = checkedChunkRows(chunked);
      long chunks = rows / chunkRows;
      // Whole chunks, so that none is decompressed twice, unless their rows are too many.
      rows =
          chunks > 0
              ? chunks * chunkRows
              : Math.min(chunkRows, Math.max(1, largeBlockBytes / rowBytes));
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

  /** How many rows are in memory. */
  int inMemory() {
    return count;
  }

  /** Whether nothing was ever written. */
  boolean isEmpty() throws CommandFailure {
    return failures.translate(data::isEmpty);
  }

  Hdf5Type type() {
    return type;
  }

  String path() {
    return data.getPath();
  }

  /** jHDF gives zeros for chunks that are not there. */
  private void checkChunks(ChunkedDataset chunked, int from, int to) throws CommandFailure {
    int[] chunk = chunked.getChunkDimensions();
    boolean isTable = dimensions.length == 2;
    for (int row = from - from % chunk[0]; row < to; row += chunk[0]) {
      for (int column = 0;
          column < (isTable ? dimensions[1] : 1);
          column += chunk[isTable ? 1 : 0]) {
        if (isThere(chunked, isTable ? new int[] {row, column} : new int[] {row}) == false) {
          throw BadInput.at(
              file,
              BadInput.quote(path()) + ", " + BadInput.row(Math.max(row, from)),
              "rows that were never written",
              "values");
        }
      }
    }
  }

  private static boolean isThere(ChunkedDataset chunked, int[] chunk) {
    try {
      return chunked.getRawChunkBuffer(chunk) != null;
    } catch (
        @SuppressWarnings("unused")
        RuntimeException e) {
      return false; // also if it is behind the end of the file
    }
  }

  /**
   * A row, or a value if the data set has one dimension: a number, or a {@code String}, or {@code
   * EncodedBytes} if it is not UTF-8.
   *
   * @param row behind those that were read before
   */
  Object at(int row) throws CommandFailure {
    if (row >= first + count) {
      first = row;
      count = Math.min(blockRows, dimensions[0] - row);
      block = failures.translate(this::read);
    }
    return block.apply(row - first);
  }

  private IntFunction<Object> read() throws CommandFailure {
    if (data instanceof ChunkedDataset chunked) {
      checkChunks(chunked, first, first + count);
    }
    long[] from = new long[dimensions.length];
    from[0] = first;
    int[] size = dimensions.clone();
    size[0] = count;
    if (text != null) {
      List<Object> values = text.read(from, size, blockBytes - STRING_BYTES * count);
      count = values.size();
      return values::get;
    }
    Object array = data.getData(from, size);
    return i -> Array.get(array, i);
  }
}
