// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.MemorySegmentAccessInput;

/** Rows in mapped memory are compared where they lie, others are copied first. */
final class PanamaCodeKernel implements CodeKernel {

  PanamaCodeKernel() {}

  @Override
  public CodeRows rows(IndexInput in, int dimension) throws IOException {
    MemorySegment segment = segment(in);
    return segment == null
        ? new ReadCodeRows(in, dimension, PanamaCodeKernel::dotProduct)
        : new MappedCodeRows(segment, dimension);
  }

  private static int dotProduct(CodeQuery query, byte[] row) {
    return CodeDotProducts.one(query, MemorySegment.ofArray(row), 0);
  }

  /** Null if the input is not mapped, or in several pieces. */
  private static MemorySegment segment(IndexInput in) throws IOException {
    return in instanceof MemorySegmentAccessInput mapped
        ? mapped.segmentSliceOrNull(0, in.length())
        : null;
  }
}
