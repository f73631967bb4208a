// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.data;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * Rows in a mapped temporary file. A set may be larger than the heap, and does not count as heap of
 * a contender. The file is deleted as soon as it is mapped, or if the operating system does not
 * allow that, when the JVM exits.
 */
final class MappedVectors implements Vectors {

  /** Maximum size of one mapping. Offsets are ints, which limits it to 2 GiB. */
  private static final long MAX_CHUNK_BYTES = 1L << 30;

  private final int size;
  private final int dimension;
  private final int chunkRows;
  private final FloatBuffer[] chunks;

  private MappedVectors(FileChannel file, int size, int dimension, long maxChunkBytes)
      throws IOException {
    this.size = size;
    this.dimension = dimension;
    long rowBytes = (long) dimension * Float.BYTES;
    this.chunkRows = (int) (maxChunkBytes / rowBytes);
    this.chunks = new FloatBuffer[(size + chunkRows - 1) / chunkRows];
    for (int i = 0; i < chunks.length; i++) {
      int first = i * chunkRows;
      long bytes = Math.min(chunkRows, size - first) * rowBytes;
      chunks[i] =
          file.map(FileChannel.MapMode.READ_ONLY, first * rowBytes, bytes)
              .order(ByteOrder.nativeOrder())
              .asFloatBuffer();
    }
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public float[] get(int row) {
    float[] vector = new float[dimension];
    read(row, vector);
    return vector;
  }

  @Override
  public void read(int row, float[] into) {
    Objects.checkIndex(row, size);
    chunks[row / chunkRows].get(row % chunkRows * dimension, into, 0, dimension);
  }

  /** Writes rows one by one. For one thread. */
  static final class Builder implements Closeable {

    private static final int BUFFER_BYTES = 1 << 20;

    private final int dimension;
    private final Path path;
    private final FileChannel file;
    private final ByteBuffer buffer;
    private int size;

    /**
     * Starts a file.
     *
     * @param folder for it; exists
     */
    Builder(Path folder, int dimension) throws IOException {
      this.dimension = dimension;
      this.path = Files.createTempFile(folder, "rows-", ".f32");
      this.file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
      this.buffer =
          ByteBuffer.allocateDirect(Math.max(BUFFER_BYTES, dimension * Float.BYTES))
              .order(ByteOrder.nativeOrder());
    }

    void add(float[] row) throws IOException {
      if (row.length != dimension) {
        throw new IllegalArgumentException(
            "row " + size + " has " + row.length + " components, others " + dimension);
      }
      if (buffer.remaining() < dimension * Float.BYTES) {
        drain();
      }
      buffer.asFloatBuffer().put(row);
      buffer.position(buffer.position() + dimension * Float.BYTES);
      size++;
    }

    private void drain() throws IOException {
      buffer.flip();
      while (buffer.hasRemaining()) {
        file.write(buffer);
      }
      buffer.clear();
    }

    /** All rows so far; nothing can be added after this. */
    MappedVectors build() throws IOException {
      return build(MAX_CHUNK_BYTES);
    }

    MappedVectors build(long maxChunkBytes) throws IOException {
      drain();
      return new MappedVectors(file, size, dimension, maxChunkBytes);
    }

    @Override
    public void close() throws IOException {
      file.close();
      try {
        Files.delete(path);
      } catch (IOException e) {
        path.toFile().deleteOnExit(); // this system does not delete mapped files
      }
    }
  }
}
