// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import java.io.IOException;
import org.apache.lucene.store.IndexInput;

/**
 * The 3-bit codes of a field's vectors, row by row, and the kernel that scores them. {@link
 * VectorCoder} has the layout of a row. For one thread.
 *
 * <p>The score of a query and a row is {@code query.scale * row.scale * dot + row.bias *
 * query.biasFactor + query.bias}, where {@code dot} is a dot product of integers. Two subclasses
 * compute the same dot products: {@code MappedCodeRows} with SIMD in mapped memory, {@link
 * ReadCodeRows} from any input.
 */
public abstract class CodeRows {

  /** Components in a word. */
  static final int CODES_PER_WORD = 5;

  /** The most bytes that a kernel loads at a time. It may read so far beyond a row's end. */
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

  /** Number of words in a row. */
  static int words(int dimension) {
    return (dimension + CODES_PER_WORD - 1) / CODES_PER_WORD;
  }

  /** Number of words, rounded up to what a kernel loads. */
  static int paddedWords(int words) {
    return roundUp(words, MAX_STEP / Short.BYTES);
  }

  /** Position of the bias in a row, in bytes. */
  static int biasAt(int words) {
    return words * Short.BYTES;
  }

  /** Position of the scale in a row, in bytes. */
  static int scaleAt(int words) {
    return biasAt(words) + Float.BYTES;
  }

  /**
   * Size of a row. It is rounded up to whole cache lines, or to a power of two below one, so that a
   * row touches as few cache lines as possible. The rest of the row is zeros.
   *
   * @param dimension components per vector
   * @return bytes
   */
  public static int rowBytes(int dimension) {
    int bytes = scaleAt(words(dimension)) + Short.BYTES;
    int least = Integer.highestOneBit(2 * bytes - 1); // rounded up to a power of two
    return roundUp(bytes, Math.min(CACHE_LINE, least));
  }

  /**
   * Size of all rows together.
   *
   * @param dimension components per vector
   * @param count number of rows, 1 or more
   * @return bytes, with those that a kernel may read beyond the last row
   */
  public static long bytes(int dimension, int count) {
    int bytes = rowBytes(dimension);
    return (long) (count - 1) * bytes + roundUp(bytes, MAX_STEP);
  }

  private static int roundUp(int number, int multiple) {
    return (number + multiple - 1) / multiple * multiple;
  }

  /**
   * Opens rows with the fastest kernel for this JVM and this input.
   *
   * @param in the rows, {@link #bytes} in all; not shared
   * @param dimension components per vector
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
   * @param rows ordinals of the rows
   * @param count how many of them
   * @param scores receives their scores in the same order
   * @throws IOException if rows can't be read
   */
  abstract void score(CodeQuery query, int[] rows, int count, float[] scores) throws IOException;

  /**
   * Makes a row the query, to compare vectors of the segment with one another.
   *
   * @param row ordinal of the row
   * @param query receives the row
   * @throws IOException if the row can't be read
   */
  abstract void load(int row, CodeQuery query) throws IOException;
}
