// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import java.io.IOException;
import org.apache.lucene.store.IndexInput;

/**
 * Rows of codes, as {@link VectorCoder} makes them, and the kernel that scores a query against
 * them.
 *
 * <p>The score of a query and a row is {@code query.scale * scale * dot(query, row) + bias +
 * query.bias}, the dot product exact in integers. There are two kernels that give the same dot
 * products: one with SIMD, and one in plain Java for where that is not to be had. For one thread.
 */
public abstract class CodeRows {

  /** Rows begin at multiples of this, in bytes, and are filled up with zeros. */
  public static final int ROW_ALIGNMENT = 16;

  /**
   * The most codes that a kernel multiplies at a time. It may read as many bytes less {@link
   * #ROW_ALIGNMENT} behind the last row.
   */
  public static final int MAX_STEP = 32;

  /** What a row has beside its codes: its scale and its bias, two float32. */
  public static final int CORRECTION_BYTES = 2 * Float.BYTES;

  /** Bytes of a row. */
  final int rowBytes;

  CodeRows(int rowBytes) {
    this.rowBytes = rowBytes;
  }

  /**
   * How long a row is.
   *
   * @param dimension components of a vector
   * @return bytes, a multiple of {@link #ROW_ALIGNMENT}
   */
  public static int rowBytes(int dimension) {
    return (dimension + ROW_ALIGNMENT - 1) / ROW_ALIGNMENT * ROW_ALIGNMENT;
  }

  /**
   * How long rows are together.
   *
   * @param dimension components of a vector
   * @param count number of rows
   * @return bytes, those among them that a kernel may read behind the last row
   */
  public static long bytes(int dimension, int count) {
    return (long) count * rowBytes(dimension) + (MAX_STEP - ROW_ALIGNMENT);
  }

  /**
   * Opens rows, with the fastest kernel that there is for where they lie.
   *
   * @param codes the rows, one after the other, of {@link #bytes} in all; this object's own
   * @param corrections {@link #CORRECTION_BYTES} per row; this object's own
   * @param dimension components of a vector
   * @return the rows
   * @throws IOException if the inputs can't be read
   */
  public static CodeRows open(IndexInput codes, IndexInput corrections, int dimension)
      throws IOException {
    return CodeKernel.BEST.rows(codes, corrections, rowBytes(dimension));
  }

  /**
   * Scores rows against a query.
   *
   * @param query the query
   * @param rows which rows
   * @param count how many of them
   * @param scores where their scores go, in the same order
   * @throws IOException if rows can't be read
   */
  abstract void score(CodeQuery query, int[] rows, int count, float[] scores) throws IOException;

  /**
   * Makes a row the query.
   *
   * @param row which row
   * @param query is filled
   * @throws IOException if the row can't be read
   */
  abstract void load(int row, CodeQuery query) throws IOException;
}
