// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.codec;

import java.io.IOException;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.NumericUtils;
import org.omdb.code.BinaryQuery;
import org.omdb.code.BinaryRows;
import org.omdb.code.VectorCoder;
import org.omdb.graph.NodeHeap;

/**
 * Finds vectors that are probably among the nearest, by a look at the binary codes of all of them,
 * or of a sample. For one thread.
 */
final class BinaryScan {

  /**
   * Estimates of which only the greatest is looked at, to find out which estimate is the n-th
   * greatest, about: that takes several looks.
   */
  private static final int ROWS_PER_MAXIMUM = 16;

  /** With fewer, too many of the n greatest would be hidden by one another. */
  private static final int MAXIMA_PER_WANTED = 2;

  /** More than are wanted are taken, up to this part of them, to save looks. */
  private static final int SPARE_PART = 8;

  private final VectorCoder coder;
  private final BinaryRows rows;
  private final BinaryQuery query;
  private final int dimension;
  private final int rowCount;
  private final int vectorCount;
  private final NodeHeap nearest = new NodeHeap();
  private float[] estimates = new float[0];
  private float[] maxima = new float[0];
  private int[] found = new int[0];

  /**
   * @param rows of vectors that are spread evenly over all
   * @param dimension components of a vector
   * @param rowCount how many rows there are
   * @param vectorCount how many vectors there are
   */
  BinaryScan(VectorCoder coder, BinaryRows rows, int dimension, int rowCount, int vectorCount) {
    this.coder = coder;
    this.rows = rows;
    this.query = new BinaryQuery(dimension);
    this.dimension = dimension;
    this.rowCount = rowCount;
    this.vectorCount = vectorCount;
  }

  /** Makes a vector the query. */
  void setTarget(float[] target) {
    coder.encode(target, query);
  }

  /** Whether a look at all rows takes less time than a walk through a graph. */
  boolean isFast() {
    return BinaryRows.bytes(dimension, rowCount) <= rows.maxScanBytes();
  }

  /** How many vectors a walk through a graph looks at to find some to start from. */
  static int sampleSize(int vectorCount) {
    int root = (int) Math.ceil(Math.sqrt(vectorCount));
    int blocks = (root + BinaryRows.BLOCK - 1) / BinaryRows.BLOCK;
    return Math.min(vectorCount, blocks * BinaryRows.BLOCK);
  }

  /** The vector that a row is of. */
  static int ordinal(int row, int rowCount, int vectorCount) {
    return (int) ((long) row * vectorCount / rowCount);
  }

  /**
   * Looks at all rows.
   *
   * @param min how many vectors to find; a few more are
   * @param accepted those that count; null for all
   * @param acceptedCount about how many of them there are
   * @return how many were found: all that count, if these are less
   */
  int nearest(int min, Bits accepted, int acceptedCount) throws IOException {
    int blocks = BinaryRows.blocks(rowCount);
    int size = blocks * BinaryRows.BLOCK;
    ensureCapacity(size);
    rows.estimate(query, 0, blocks, estimates);
    for (long wanted = 1 + (long) min * vectorCount / acceptedCount; ; wanted *= 2) {
      boolean isAll = wanted >= vectorCount;
      int count =
          isAll ? findAll() : rows.findAbove(estimates, size, threshold(size, (int) wanted), found);
      count = retain(count, accepted);
      if (count >= min || isAll) {
        return count;
      }
    }
  }

  private int findAll() {
    for (int row = 0; row < rowCount; row++) {
      found[row] = row;
    }
    return rowCount;
  }

  /**
   * Copies what {@link #nearest} has found.
   *
   * @param into where the ordinals go
   * @param count how many of them
   */
  void copyFound(int[] into, int count) {
    System.arraycopy(found, 0, into, 0, count);
  }

  /** What at least so many estimates are greater than, and not many more. */
  private float threshold(int size, int wanted) {
    float[] numbers = estimates;
    int count = size;
    if (wanted * MAXIMA_PER_WANTED <= size / ROWS_PER_MAXIMUM) {
      count = BinaryRows.blocks(size / ROWS_PER_MAXIMUM) * BinaryRows.BLOCK;
      rows.foldMaxima(estimates, size, maxima, count);
      numbers = maxima;
    }
    int low = NumericUtils.floatToSortableInt(Float.NEGATIVE_INFINITY);
    int high = NumericUtils.floatToSortableInt(Float.POSITIVE_INFINITY);
    int most = wanted + wanted / SPARE_PART;
    while (high - (long) low > 1) {
      int middle = (int) (((long) low + high) >> 1);
      int above = rows.countAbove(numbers, count, NumericUtils.sortableIntToFloat(middle));
      if (above < wanted) {
        high = middle;
      } else {
        low = middle;
        if (above <= most) {
          break;
        }
      }
    }
    return NumericUtils.sortableIntToFloat(low);
  }

  /** Keeps those that are accepted, and turns rows into ordinals. */
  private int retain(int count, Bits accepted) {
    int retained = 0;
    for (int i = 0; i < count; i++) {
      int ordinal = ordinal(found[i], rowCount, vectorCount);
      if (accepted == null || accepted.get(ordinal)) {
        found[retained++] = ordinal;
      }
    }
    return retained;
  }

  /**
   * Looks at some rows, spread evenly over all.
   *
   * @param max how many vectors to find at most
   * @param into where they go, in no order
   * @return how many were found
   */
  int nearestOfSome(int max, int[] into) throws IOException {
    int blocks = BinaryRows.blocks(rowCount);
    int stride = Math.max(1, rowCount / sampleSize(vectorCount));
    int step = stride == 1 ? blocks : 1;
    ensureCapacity(step * BinaryRows.BLOCK);
    nearest.clear();
    float threshold = Float.NEGATIVE_INFINITY;
    for (int block = 0; block < blocks; block += step * stride) {
      rows.estimate(query, block, block + step, estimates);
      for (int i = 0; i < step * BinaryRows.BLOCK; i++) {
        if (estimates[i] > threshold) {
          threshold = add(block * BinaryRows.BLOCK + i, estimates[i], max);
        }
      }
    }
    return nearest.copyNodes(into, 0);
  }

  /** Returns the threshold for the next one. */
  private float add(int row, float estimate, int max) {
    long encoded = NodeHeap.encode(ordinal(row, rowCount, vectorCount), estimate);
    if (nearest.size() == max) {
      nearest.replaceTop(encoded);
    } else {
      nearest.add(encoded);
    }
    return nearest.size() == max ? NodeHeap.score(nearest.top()) : Float.NEGATIVE_INFINITY;
  }

  private void ensureCapacity(int size) {
    if (estimates.length < size) {
      estimates = new float[size];
      maxima = new float[BinaryRows.blocks(size / ROWS_PER_MAXIMUM) * BinaryRows.BLOCK];
      found = new int[size];
    }
  }
}
