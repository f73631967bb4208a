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

  /** Codes in a word. */
  static final int CODES = 5;

  /** The most bytes of a row that a kernel looks at together: it may read behind the last row. */
  private static final int MAX_STEP = 64;

  private static final int CACHE_LINE = 64;

  final int dimension;
  final int words;
  final int rowBytes;

  CodeRows(int dimension) {
    this.dimension = dimension;
    this.words = words(dimension);
    this.rowBytes = rowBytes(dimension);
  }

  /** How many words the codes of a row are. */
  static int words(int dimension) {
    return (dimension + CODES - 1) / CODES;
  }

  /** Words of a row and what a last step may read behind them. */
  static int paddedWords(int words) {
    return roundUp(words, MAX_STEP / Short.BYTES);
  }

  /** Where in a row its bias is, in bytes from its start. */
  static int biasAt(int words) {
    return words * Short.BYTES;
  }

  /** Where in a row the upper half of its scale is. */
  static int scaleAt(int words) {
    return biasAt(words) + Float.BYTES;
  }

  /**
   * How long a row is: filled up with zeros to whole cache lines, or to half of one and so on if
   * that is enough, so that a row is in no more of them than it has to be.
   *
   * @param dimension components of a vector
   * @return bytes
   */
  public static int rowBytes(int dimension) {
    int bytes = scaleAt(words(dimension)) + Short.BYTES;
    int least = Integer.highestOneBit(2 * bytes - 1); // the power of two that is not less
    return roundUp(bytes, Math.min(CACHE_LINE, least));
  }

  /**
   * How long rows are together.
   *
   * @param dimension components of a vector
   * @param count number of rows, at least 1
   * @return bytes, those among them that a kernel may read behind the last row
   */
  public static long bytes(int dimension, int count) {
    int bytes = rowBytes(dimension);
    return (long) (count - 1) * bytes + roundUp(bytes, MAX_STEP);
  }

  private static int roundUp(int number, int multiple) {
    return (number + multiple - 1) / multiple * multiple;
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
