// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.MemorySegmentAccessInput;

/**
 * The kernel with SIMD, by the vector API. Rows in mapped memory are compared where they are. From
 * other inputs, rows of 3-bit codes are copied to the heap first, and binary rows are compared in
 * plain Java.
 */
final class PanamaCodeKernel implements CodeKernel {

  /** Whether the warning about files that are not mapped has been logged. */
  private final AtomicBoolean hasWarned = new AtomicBoolean();

  PanamaCodeKernel() {}

  @Override
  public CodeRows rows(IndexInput in, int dimension) throws IOException {
    MemorySegment segment = segment(in);
    if (segment != null) {
      return new MappedCodeRows(segment, dimension);
    }
    if (hasWarned.compareAndSet(false, true)) {
      Logger.getLogger(PanamaCodeKernel.class.getName())
          .warning(
              "OMDB reads vectors from files that are not mapped into memory as a whole, which is"
                  + " several times slower: open indexes by MMapDirectory, with"
                  + " chunks larger than they are ("
                  + in
                  + ")");
    }
    return new ReadCodeRows(in, dimension, PanamaCodeKernel::dotProduct);
  }

  @Override
  public BinaryRows binaryRows(IndexInput in, int dimension) throws IOException {
    MemorySegment segment = segment(in);
    return segment == null
        ? new ReadBinaryRows(in, dimension)
        : new MappedBinaryRows(segment, dimension);
  }

  @Override
  public boolean isMapped(IndexInput in) throws IOException {
    return segment(in) != null;
  }

  @Override
  public float max(float[] numbers) {
    return QueryRounding.IS_SUPPORTED ? QueryRounding.max(numbers) : PLAIN.max(numbers);
  }

  @Override
  public void transform(float[] vector, int start, int length) {
    WalshHadamard.transform(vector, start, length);
  }

  @Override
  public int round(CodeQuery query, float factor) {
    return QueryRounding.IS_SUPPORTED
        ? QueryRounding.round(query, factor)
        : PLAIN.round(query, factor);
  }

  @Override
  public int round(BinaryQuery query, float factor) {
    return QueryRounding.IS_SUPPORTED
        ? QueryRounding.round(query, factor)
        : PLAIN.round(query, factor);
  }

  private static int dotProduct(CodeQuery query, byte[] row) {
    return CodeDotProducts.one(query, MemorySegment.ofArray(row), 0);
  }

  /** The memory of an input; null if it is not mapped, or not in one piece. */
  private static MemorySegment segment(IndexInput in) throws IOException {
    return in instanceof MemorySegmentAccessInput mapped
        ? mapped.segmentSliceOrNull(0, in.length())
        : null;
  }
}
