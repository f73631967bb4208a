// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import java.io.IOException;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.NumericUtils;
import org.omdb.code.BinaryQuery;
import org.omdb.code.BinaryRows;
import org.omdb.code.CodeTarget;
import org.omdb.graph.NodeHeap;

/**
 * Finds vectors that are probably among the nearest, by a look at the binary codes of all of them,
 * or of a sample. For one thread.
 *
 * <p>Its memory takes a few bytes per row, so segments share it: there is one for each thread that
 * searches.
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

  /** Memory that no search uses at the moment, of all segments. */
  private static final IdleObjects<Memory> IDLE =
      new IdleObjects<>(Runtime.getRuntime().availableProcessors());

  private final BinaryRows rows;
  private final BinaryQuery query;
  private final int dimension;
  private final int rowCount;
  private final int vectorCount;
  private final NodeHeap nearest = new NodeHeap();

  /** Of the last look at all rows; null if it is over. */
  private Memory memory;

  /** What a scan takes per row. */
  private static final class Memory {

    float[] estimates = new float[0];
    float[] maxima = new float[0];
    int[] found = new int[0];

    static Memory of(int size) {
      Memory memory = IDLE.take();
      if (memory == null) {
        memory = new Memory();
      }
      if (memory.estimates.length < size) {
        memory.estimates = new float[size];
        memory.maxima = new float[BinaryRows.blocks(size / ROWS_PER_MAXIMUM) * BinaryRows.BLOCK];
        memory.found = new int[size];
      }
      return memory;
    }
  }

  /**
   * @param rows of vectors that are spread evenly over all
   * @param dimension components of a vector
   * @param rowCount how many rows there are
   * @param vectorCount how many vectors there are
   */
  BinaryScan(BinaryRows rows, int dimension, int rowCount, int vectorCount) {
    this.rows = rows;
    this.query = new BinaryQuery(dimension);
    this.dimension = dimension;
    this.rowCount = rowCount;
    this.vectorCount = vectorCount;
  }

  /** Makes the target of a search the query. */
  void setTarget(CodeTarget target) {
    query.set(target);
  }

  /** Whether there is no SIMD for it. */
  boolean isSlow() {
    return rows.maxScanBytes() == 0;
  }

  /** Whether a look at all rows takes less time than a walk through a graph. */
  boolean isFast() {
    return BinaryRows.bytes(dimension, rowCount) <= rows.maxScanBytes();
  }

  /**
   * Looks at all rows, which are those of all vectors. What {@link #nearest} finds then is to be
   * followed by {@link #end}.
   */
  void begin() throws IOException {
    int blocks = BinaryRows.blocks(rowCount);
    memory = Memory.of(blocks * BinaryRows.BLOCK);
    rows.estimate(query, 0, blocks, memory.estimates);
  }

  /** Gives back what it takes per row. */
  void end() {
    IDLE.give(memory);
    memory = null;
  }

  /**
   * Finds the vectors that are nearest by the last look at all rows.
   *
   * @param min how many vectors to find; a few more are
   * @param accepted those that count; null for all
   * @param acceptedCount about how many of them there are, 1 or more
   * @return vectors and their estimates as {@link NodeHeap} encodes them, by increasing ordinal: of
   *     all that count, if these are less
   */
  long[] nearest(int min, Bits accepted, int acceptedCount) {
    int size = BinaryRows.blocks(rowCount) * BinaryRows.BLOCK;
    for (long wanted = 1 + (long) min * vectorCount / acceptedCount; ; wanted *= 2) {
      boolean isAll = wanted >= vectorCount;
      int count = isAll ? findAll(memory) : findBest(memory, size, (int) wanted);
      count = retain(memory.found, count, accepted);
      if (count >= min || isAll) {
        long[] nearest = new long[count];
        for (int i = 0; i < count; i++) {
          int ordinal = memory.found[i];
          nearest[i] = NodeHeap.encode(ordinal, memory.estimates[ordinal]);
        }
        return nearest;
      }
    }
  }

  private int findAll(Memory memory) {
    for (int row = 0; row < rowCount; row++) {
      memory.found[row] = row;
    }
    return rowCount;
  }

  private int findBest(Memory memory, int size, int wanted) {
    float threshold = threshold(memory, size, wanted);
    return rows.findAbove(memory.estimates, size, threshold, memory.found);
  }

  /** What at least so many estimates are greater than, and not many more. */
  private float threshold(Memory memory, int size, int wanted) {
    float[] numbers = memory.estimates;
    int count = size;
    if (wanted * MAXIMA_PER_WANTED <= size / ROWS_PER_MAXIMUM) {
      count = BinaryRows.blocks(size / ROWS_PER_MAXIMUM) * BinaryRows.BLOCK;
      rows.foldMaxima(memory.estimates, size, memory.maxima, count);
      numbers = memory.maxima;
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

  /** Keeps those that are accepted. */
  private static int retain(int[] found, int count, Bits accepted) {
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

  /**
   * Looks at some rows, spread evenly over all.
   *
   * @param max how many vectors to find at most
   * @param into where they go, in no order
   * @return how many were found
   */
  int nearestOfSome(int max, int[] into) throws IOException {
    int blocks = BinaryRows.blocks(rowCount);
    int stride = Math.max(1, rowCount / BinaryRows.sampleSize(vectorCount));
    int step = stride == 1 ? blocks : 1;
    int size = step * BinaryRows.BLOCK;
    Memory some = Memory.of(size);
    nearest.clear();
    float threshold = Float.NEGATIVE_INFINITY;
    for (int block = 0; block < blocks; block += step * stride) {
      rows.estimate(query, block, block + step, some.estimates);
      for (int i = 0; i < size; i++) {
        if (some.estimates[i] > threshold) {
          threshold = add(block * BinaryRows.BLOCK + i, some.estimates[i], max);
        }
      }
    }
    IDLE.give(some);
    return nearest.copyNodes(into, 0);
  }

  /** Returns the threshold for the next one. */
  private float add(int row, float estimate, int max) {
    long encoded = NodeHeap.encode(BinaryRows.sampled(row, rowCount, vectorCount), estimate);
    if (nearest.size() == max) {
      nearest.replaceTop(encoded);
    } else {
      nearest.add(encoded);
    }
    return nearest.size() == max ? NodeHeap.score(nearest.top()) : Float.NEGATIVE_INFINITY;
  }
}
