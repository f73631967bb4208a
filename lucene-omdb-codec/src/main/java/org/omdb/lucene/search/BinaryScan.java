// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import java.io.IOException;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.NumericUtils;
import org.omdb.code.BinaryQuery;
import org.omdb.code.BinaryRows;
import org.omdb.graph.NodeHeap;

/**
 * Finds the vectors with the best estimates by comparing the binary codes of all vectors with the
 * target. For one thread.
 *
 * <p>The best n estimates are those above a threshold, and the threshold is found by bisection:
 * guess one, count the estimates above it, halve the range. For a small n, it is the maxima of
 * groups of {@value ScanMemory#ROWS_PER_MAXIMUM} estimates that are counted, which are fewer. Each
 * maximum above the threshold stands for at least one estimate above it.
 */
final class BinaryScan {

  /**
   * Maxima are counted if there are at least this many of them for each wanted vector. With fewer,
   * many of the best estimates would share a group and be counted once.
   */
  private static final int MIN_MAXIMA_PER_WANTED = 2;

  /** Bisection stops once at most one in this many is found in excess. */
  private static final int EXCESS_FRACTION = 8;

  private final BinaryRows rows;
  private final BinaryQuery query;
  private final int count;

  /** Estimates of the current search; null between searches. */
  private ScanMemory memory;

  private double rejectionRatio;

  /**
   * @param rows of all vectors
   * @param query the target, set before each search
   * @param count number of vectors
   */
  BinaryScan(BinaryRows rows, BinaryQuery query, int count) {
    this.rows = rows;
    this.query = query;
    this.count = count;
  }

  /** Compares all rows with the target. To be followed by {@link #end}. */
  void begin() throws IOException {
    rejectionRatio = 1;
    memory = ScanMemory.take(paddedCount());
    rows.estimate(query, 0, BinaryRows.blocks(count), memory.estimates);
  }

  /** Returns the memory of {@link #begin}. */
  void end() {
    memory.giveBack();
    memory = null;
  }

  /** Rows with those that fill up the last block, whose estimates are negative infinity. */
  private int paddedCount() {
    return BinaryRows.blocks(count) * BinaryRows.BLOCK;
  }

  /**
   * Finds the vectors with the best estimates.
   *
   * @param min how many to find at least; all accepted vectors if these are fewer
   * @param accepted ordinals that may be found; null for all
   * @param acceptedCount an estimate of their number, 1 or more
   * @param maxRejectionRatio fewer may be found if {@link #rejectionRatio} gets as high
   * @return ordinals and estimates as {@link NodeHeap} encodes them, by increasing ordinal
   */
  long[] nearest(int min, Bits accepted, int acceptedCount, double maxRejectionRatio) {
    for (long wanted = 1 + (long) min * count / acceptedCount; ; wanted *= 2) {
      boolean isAll = wanted >= count;
      int found = isAll ? findAll() : findBest((int) wanted);
      found = retainAccepted(memory.found, found, accepted);
      if (isAll == false) {
        rejectionRatio = Math.max(rejectionRatio, (double) min / Math.max(1, found));
      }
      if (found >= min || isAll || rejectionRatio >= maxRejectionRatio) {
        long[] nearest = new long[found];
        for (int i = 0; i < found; i++) {
          int ordinal = memory.found[i];
          nearest[i] = NodeHeap.encode(ordinal, memory.estimates[ordinal]);
        }
        return nearest;
      }
    }
  }

  /** {@link SearchStrategy#rejectionRatio}, as {@link #nearest} has seen it. */
  double rejectionRatio() {
    return rejectionRatio;
  }

  private int findAll() {
    for (int row = 0; row < count; row++) {
      memory.found[row] = row;
    }
    return count;
  }

  private int findBest(int wanted) {
    float threshold = threshold(wanted);
    return rows.findAbove(memory.estimates, paddedCount(), threshold, memory.found);
  }

  /** A threshold with at least {@code wanted} estimates above it, and not many more. */
  private float threshold(int wanted) {
    float[] numbers = memory.estimates;
    int size = paddedCount();
    if (wanted * MIN_MAXIMA_PER_WANTED <= size / ScanMemory.ROWS_PER_MAXIMUM) {
      numbers = memory.maxima;
      int maxima = ScanMemory.maximaOf(size);
      rows.foldMaxima(memory.estimates, size, numbers, maxima);
      size = maxima;
    }
    // Floats as ints of the same order, so that the range can be halved.
    int low = NumericUtils.floatToSortableInt(Float.NEGATIVE_INFINITY);
    int high = NumericUtils.floatToSortableInt(Float.POSITIVE_INFINITY);
    int max = wanted + wanted / EXCESS_FRACTION;
    while (high - (long) low > 1) {
      int middle = (int) (((long) low + high) >> 1);
      int above = rows.countAbove(numbers, size, NumericUtils.sortableIntToFloat(middle));
      if (above < wanted) {
        high = middle;
      } else {
        low = middle;
        if (above <= max) {
          break;
        }
      }
    }
    return NumericUtils.sortableIntToFloat(low);
  }

  /** Moves the accepted ordinals to the front, and returns how many there are. */
  private static int retainAccepted(int[] found, int count, Bits accepted) {
    if (accepted == null) {
      return count;
    }
    int retained = 0;
    for (int i = 0; i < count; i++) {
      if (accepted.get(found[i])) {
        found[retained++] = found[i];
      }
    }
    return retained;
  }
}
