// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import java.io.IOException;
import org.apache.lucene.store.IndexInput;

/**
 * Binary codes of vectors, in the order of a scan: one bit per component, by which all rows are
 * compared with a query in less time than a graph walk needs for a few hundred.
 *
 * <p>The layout, little-endian, in blocks of {@value #BLOCK} rows:
 *
 * <ul>
 *   <li>for each {@value #WORD} components an int32 per row, whose bit {@code j} is set if the
 *       {@code j}-th of them is greater than 0. Those behind the last component are not set
 *   <li>a float32 per row, its scale
 *   <li>a float32 per row, its bias
 * </ul>
 *
 * <p>Rows that fill up the last block have a scale of 0 and a bias of negative infinity.
 *
 * <p>With {@code s} 1 for a bit that is set and -1 for one that is not, {@code scale * (q * s) +
 * bias} estimates for a query {@code q} what {@link VectorCoder} says that orders vectors. For one
 * thread.
 */
public abstract class BinaryRows {

  /** Rows that lie together. */
  public static final int BLOCK = 16;

  /** Components in a word. */
  static final int WORD = Integer.SIZE;

  /** Bytes of one number for each row of a block. */
  static final int STRIPE = BLOCK * Integer.BYTES;

  final int words;
  final long blockBytes;

  BinaryRows(int dimension) {
    this.words = words(dimension);
    this.blockBytes = blockBytes(dimension);
  }

  static int words(int dimension) {
    return (dimension + WORD - 1) / WORD;
  }

  static int blockBytes(int dimension) {
    return (words(dimension) + 2) * STRIPE;
  }

  /**
   * In how many blocks rows lie.
   *
   * @param count number of rows
   * @return a count
   */
  public static int blocks(int count) {
    return (int) (((long) count + BLOCK - 1) / BLOCK);
  }

  /**
   * How many vectors a walk through a graph looks at to find some to start from.
   *
   * @param vectorCount how many there are
   * @return about the root of that
   */
  public static int sampleSize(int vectorCount) {
    int root = (int) Math.ceil(Math.sqrt(vectorCount));
    return Math.min(vectorCount, blocks(root) * BLOCK);
  }

  /**
   * The vector that a row is of, where rows are spread evenly over vectors.
   *
   * @param row which row
   * @param rowCount how many rows there are
   * @param vectorCount how many vectors there are
   * @return its ordinal
   */
  public static int sampled(int row, int rowCount, int vectorCount) {
    return (int) ((long) row * vectorCount / rowCount);
  }

  /**
   * How long rows are together.
   *
   * @param dimension components of a vector
   * @param count number of rows
   * @return bytes
   */
  public static long bytes(int dimension, int count) {
    return (long) blocks(count) * blockBytes(dimension);
  }

  /**
   * Opens rows, with the fastest kernel that there is for where they lie.
   *
   * @param in the rows, of {@link #bytes} in all; this object's own
   * @param dimension components of a vector
   * @return the rows
   * @throws IOException if the input can't be read
   */
  public static BinaryRows open(IndexInput in, int dimension) throws IOException {
    return CodeKernel.BEST.binaryRows(in, dimension);
  }

  /**
   * Opens rows for a few looks at them, in plain Java: what takes least before code with SIMD is
   * compiled.
   *
   * @param in the rows, of {@link #bytes} in all; this object's own
   * @param dimension components of a vector
   * @return the rows
   * @throws IOException if the input can't be read
   */
  public static BinaryRows openPlain(IndexInput in, int dimension) throws IOException {
    return CodeKernel.PLAIN.binaryRows(in, dimension);
  }

  /**
   * Whether rows are compared with SIMD: only then a scan takes less time than a walk through a
   * graph.
   *
   * @return false for plain Java
   */
  public abstract boolean isFast();

  /**
   * Compares blocks with a query.
   *
   * @param query the query
   * @param firstBlock the first block
   * @param endBlock the one behind the last
   * @param estimates where the estimates of their rows go, {@value #BLOCK} for each block
   * @throws IOException if rows can't be read
   */
  public abstract void estimate(BinaryQuery query, int firstBlock, int endBlock, float[] estimates)
      throws IOException;

  /**
   * Folds numbers to fewer: of those that are as far apart as there are to be, the greatest stays.
   *
   * @param numbers any
   * @param count how many of them to look at, a multiple of {@value #BLOCK}
   * @param maxima where the greatest go
   * @param size how many they are, a multiple of {@value #BLOCK}, at most {@code count}
   */
  public void foldMaxima(float[] numbers, int count, float[] maxima, int size) {
    System.arraycopy(numbers, 0, maxima, 0, size);
    for (int i = size, at = 0; i < count; i++) {
      maxima[at] = Math.max(maxima[at], numbers[i]);
      at = at + 1 == size ? 0 : at + 1;
    }
  }

  /**
   * Counts numbers that are greater than another.
   *
   * @param numbers any
   * @param count how many of them to look at, a multiple of {@value #BLOCK}
   * @param threshold the other
   * @return how many are greater
   */
  public int countAbove(float[] numbers, int count, float threshold) {
    int above = 0;
    for (int i = 0; i < count; i++) {
      above += numbers[i] > threshold ? 1 : 0;
    }
    return above;
  }

  /**
   * Finds numbers that are greater than another.
   *
   * @param numbers any
   * @param count how many of them to look at, a multiple of {@value #BLOCK}
   * @param threshold the other
   * @param indexes where their indexes go, in their order: as long as there are such numbers
   * @return how many there are
   */
  public int findAbove(float[] numbers, int count, float threshold, int[] indexes) {
    int found = 0;
    for (int i = 0; i < count; i++) {
      if (numbers[i] > threshold) {
        indexes[found++] = i;
      }
    }
    return found;
  }
}
