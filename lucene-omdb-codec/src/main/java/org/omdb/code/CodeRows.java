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
  private static final int ROW_ALIGNMENT = 16;

  /** The most bytes of a row that a kernel looks at together: it may read behind the last row. */
  private static final int MAX_STEP = 64;

  final int codeBytes;
  final int rowBytes;

  CodeRows(int dimension) {
    this.codeBytes = codeBytes(dimension);
    this.rowBytes = rowBytes(dimension);
  }

  /**
   * Where in a row its scale and its bias are, two float32.
   *
   * @param dimension components of a vector
   * @return bytes from the row's start, a multiple of 4
   */
  static int codeBytes(int dimension) {
    return roundUp((dimension + 1) / 2, Float.BYTES);
  }

  /**
   * How long a row is.
   *
   * @param dimension components of a vector
   * @return bytes
   */
  public static int rowBytes(int dimension) {
    return roundUp(codeBytes(dimension) + 2 * Float.BYTES, ROW_ALIGNMENT);
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

  /** Length of codes and what a last step may read behind them. */
  static int paddedBytes(int codeBytes) {
    return roundUp(codeBytes, MAX_STEP);
  }

  private static int roundUp(int bytes, int multiple) {
    return (bytes + multiple - 1) / multiple * multiple;
  }

  /**
   * Opens rows, with the fastest kernel that there is for where they lie.
   *
   * @param in the rows, one after the other, of {@link #bytes} in all; this object's own
   * @param dimension components of a vector
   * @return the rows
   * @throws IOException if the input can't be read
   */
  public static CodeRows open(IndexInput in, int dimension) throws IOException {
    return CodeKernel.BEST.rows(in, dimension);
  }

  /** An empty query for these rows. */
  final CodeQuery newQuery() {
    return new CodeQuery(codeBytes);
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
