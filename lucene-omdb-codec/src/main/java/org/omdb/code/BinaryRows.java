// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import java.io.IOException;
import org.apache.lucene.store.IndexInput;

/**
 * Binary codes: one bit per component of a vector, in an order for scans. A scan of a small segment
 * takes less time than a walk through its graph. For one thread.
 *
 * <p>The layout is little-endian, in blocks of {@value #BLOCK} rows. A block has stripes, each with
 * one number of 32 bits per row, so that a SIMD register holds the same number of several rows:
 *
 * <ul>
 *   <li>a stripe of int32 for each {@value #WORD} components. Bit {@code j} is set if the {@code
 *       j}-th of them is greater than 0; bits beyond the last component are 0
 *   <li>a stripe of float32: the scales
 *   <li>a stripe of float32: the biases
 * </ul>
 *
 * <p>Rows that fill up the last block have a scale of 0 and a bias of negative infinity.
 *
 * <p>Let {@code s} be 1 for a bit that is set, else -1. For a {@link CodeTarget} with components
 * {@code q} and bias factor {@code t}, {@code scale * (q * s) + t * bias} is the estimate that
 * {@link VectorCoder} describes, with less precision. {@link BinaryRowsBuilder} makes the rows.
 */
public abstract class BinaryRows {

  /** Rows in a block. */
  public static final int BLOCK = 16;

  /** Components in a word. */
  static final int WORD = Integer.SIZE;

  /** Bytes in a stripe. */
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
   * Number of blocks.
   *
   * @param count number of rows
   * @return 0 or more
   */
  public static int blocks(int count) {
    return (int) (((long) count + BLOCK - 1) / BLOCK);
  }

  /**
   * Size of the sample that a walk through a graph finds its entries in.
   *
   * @param vectorCount number of vectors
   * @return its square root, rounded up to whole blocks
   */
  public static int sampleSize(int vectorCount) {
    int root = (int) Math.ceil(Math.sqrt(vectorCount));
    return Math.min(vectorCount, blocks(root) * BLOCK);
  }

  /**
   * The vector of a row, if rows are spread evenly over all vectors.
   *
   * @param row index of the row
   * @param rowCount number of rows
   * @param vectorCount number of vectors
   * @return ordinal of the vector
   */
  public static int sampled(int row, int rowCount, int vectorCount) {
    return (int) ((long) row * vectorCount / rowCount);
  }

  /**
   * Size of all rows together.
   *
   * @param dimension components per vector
   * @param count number of rows
   * @return bytes
   */
  public static long bytes(int dimension, int count) {
    return (long) blocks(count) * blockBytes(dimension);
  }

  /**
   * Opens rows with the fastest kernel for this JVM and this input.
   *
   * @param in the rows, {@link #bytes} in all; not shared
   * @param dimension components per vector
   * @return the rows
   * @throws IOException if the input can't be read
   */
  public static BinaryRows open(IndexInput in, int dimension) throws IOException {
    return CodeKernel.BEST.binaryRows(in, dimension);
  }

  /**
   * Opens rows with the kernel in plain Java. For a few scans that is faster than SIMD code that
   * the JVM has not compiled yet.
   *
   * @param in the rows, {@link #bytes} in all; not shared
   * @param dimension components per vector
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
   * @param firstBlock index of the first block
   * @param endBlock index behind the last block
   * @param estimates receives the estimates of their rows, {@value #BLOCK} for each block
   * @throws IOException if rows can't be read
   */
  public abstract void estimate(BinaryQuery query, int firstBlock, int endBlock, float[] estimates)
      throws IOException;

  /**
   * Reduces numbers to maxima of groups: {@code maxima[i]} is the greatest of {@code numbers[i]},
   * {@code numbers[i + size]}, {@code numbers[i + 2 * size]} and so on.
   *
   * @param numbers any numbers
   * @param count how many of them to read, a multiple of {@value #BLOCK}
   * @param maxima receives the maxima
   * @param size number of groups, a multiple of {@value #BLOCK}, at most {@code count}
   */
  public void foldMaxima(float[] numbers, int count, float[] maxima, int size) {
    System.arraycopy(numbers, 0, maxima, 0, size);
    for (int i = size, at = 0; i < count; i++) {
      maxima[at] = Math.max(maxima[at], numbers[i]);
      at = at + 1 == size ? 0 : at + 1;
    }
  }

  /**
   * Counts the numbers above a threshold.
   *
   * @param numbers any numbers
   * @param count how many of them to read, a multiple of {@value #BLOCK}
   * @param threshold the threshold
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
   * Finds the numbers above a threshold.
   *
   * @param numbers any numbers
   * @param count how many of them to read, a multiple of {@value #BLOCK}
   * @param threshold the threshold
   * @param indexes receives their indexes in increasing order; long enough for all of them
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
