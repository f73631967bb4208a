// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.contender;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.LongHeap;
import org.apache.lucene.util.NumericUtils;
import org.omdb.bench.data.VectorSet;

/**
 * Compares the query with all vectors, which are on the heap, by Lucene's SIMD code. It is the
 * baseline: an index is only useful if it is faster than this.
 */
final class BruteForceContender implements Contender {

  private static final String VECTORS = "vectors";
  private static final int HEADER_BYTES = 3 * Integer.BYTES;

  @Override
  public String name() {
    return "brute-force";
  }

  @Override
  public String description() {
    return "all vectors compared one by one, on the heap";
  }

  @Override
  public boolean hasFanout() {
    return false;
  }

  @Override
  public BuildReport build(VectorSet set, Path folder, BuildOptions options) throws IOException {
    long start = System.nanoTime();
    Path file = folder.resolve(VECTORS);
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      header.putInt(set.similarity().ordinal()).putInt(set.size()).putInt(set.dimension());
      writeFully(out, header.flip());
      ByteBuffer bytes = row(set.dimension());
      for (int row = 0; row < set.size(); row++) {
        bytes.clear().asFloatBuffer().put(set.base().get(row));
        writeFully(out, bytes);
      }
      out.force(true);
    }
    long ids = IdFile.write(folder, set.ids());
    double seconds = (System.nanoTime() - start) / 1e9;
    options.progress().accept(set.size());
    long vectors = Files.size(file) - HEADER_BYTES;
    return BuildReport.inOnePiece(seconds, new Sizes(vectors, 0, 0, ids, HEADER_BYTES));
  }

  private static ByteBuffer row(int dimension) {
    return ByteBuffer.allocateDirect(dimension * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void writeFully(FileChannel out, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  @Override
  public Searcher open(Path folder) throws IOException {
    String[] ids = IdFile.read(folder);
    try (FileChannel in = FileChannel.open(folder.resolve(VECTORS), StandardOpenOption.READ)) {
      ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      readFully(in, header);
      VectorSimilarityFunction similarity =
          VectorSimilarityFunction.values()[header.flip().getInt()];
      float[][] vectors = new float[header.getInt()][header.getInt()];
      ByteBuffer bytes = row(vectors[0].length);
      for (float[] vector : vectors) {
        readFully(in, bytes.clear());
        bytes.flip().asFloatBuffer().get(vector);
      }
      return new Scan(similarity, vectors, ids);
    }
  }

  private static void readFully(FileChannel in, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      if (in.read(bytes) < 0) {
        throw new IOException("file ends early");
      }
    }
  }

  private record Scan(VectorSimilarityFunction similarity, float[][] vectors, String[] ids)
      implements Searcher {

    @Override
    public Hits search(float[] query, int k, int fanout) {
      LongHeap best = new LongHeap(k);
      for (int row = 0; row < vectors.length; row++) {
        best.insertWithOverflow(rank(similarity.compare(query, vectors[row]), row));
      }
      int[] rows = new int[best.size()];
      for (int i = rows.length - 1; i >= 0; i--) {
        rows[i] = (int) ~best.pop();
      }
      return () -> {
        String[] found = new String[rows.length];
        for (int i = 0; i < rows.length; i++) {
          found[i] = ids[rows[i]];
        }
        return found;
      };
    }

    /** Orders by score. If scores are equal, the lower row is better. */
    private static long rank(float score, int row) {
      return (long) NumericUtils.floatToSortableInt(score) << 32 | ~row & 0xFFFFFFFFL;
    }

    @Override
    public long offHeapBytes() {
      return 0;
    }

    @Override
    public void close() {}
  }
}
