// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.store.IndexOutput;
import org.omdb.work.WorkThreads;

/**
 * Writes the 3-bit codes of all vectors, which several threads make. Makes as many as fit into a
 * buffer, writes them, and goes on with the next ones.
 */
final class CodeRowsWriter {

  private static final int BUFFER_BYTES = 1 << 20;

  /** Components that a thread codes at a time, which takes some 100 microseconds. */
  private static final int BATCH_COMPONENTS = 1 << 15;

  /** A thread takes less than that to start. */
  private static final int BATCHES_PER_HELPER = 4;

  private final VectorCoder coder;
  private final FloatVectorValues vectors;
  private final int rowBytes;
  private final byte[] buffer;

  /** Set if a vector has no code. */
  private final AtomicBoolean isTooLong = new AtomicBoolean();

  /**
   * @param vectors one or more; not changed
   */
  CodeRowsWriter(VectorCoder coder, FloatVectorValues vectors) {
    this.coder = coder;
    this.vectors = vectors;
    this.rowBytes = CodeRows.rowBytes(vectors.dimension());
    int rows = Math.min(vectors.size(), Math.max(1, BUFFER_BYTES / rowBytes));
    this.buffer = new byte[rows * rowBytes];
  }

  /**
   * Writes the codes.
   *
   * @return false if there is a vector that has none, see {@link VectorCoder#encode}; not all rows
   *     are written then
   */
  boolean write(IndexOutput out, WorkThreads threads) throws IOException {
    int count = vectors.size();
    int batch = Math.max(1, BATCH_COMPONENTS / vectors.dimension());
    WorkThreads.Stage stage =
        new WorkThreads.Stage("codes", count, batch, BATCHES_PER_HELPER * batch);
    int rows = buffer.length / rowBytes;
    for (int start = 0; start < count; start += rows) {
      int first = start;
      int end = (int) Math.min(count, start + (long) rows);
      threads.forEach(stage, first, end, () -> coding(first));
      if (isTooLong.get()) {
        return false;
      }
      out.writeBytes(buffer, (end - first) * rowBytes);
    }
    return true;
  }

  private WorkThreads.Worker coding(int firstInBuffer) throws IOException {
    FloatVectorValues copy = vectors.copy();
    return (first, end) -> {
      for (int i = first; i < end; i++) {
        if (coder.encode(copy.vectorValue(i), buffer, (i - firstInBuffer) * rowBytes) == false) {
          isTooLong.set(true);
        }
      }
    };
  }
}
