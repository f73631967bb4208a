// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph;

import java.util.Arrays;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.NumericUtils;

/**
 * A binary heap of nodes and their scores, each in one long, least on top. Of equal scores the
 * greater node is less, as in Lucene.
 */
public final class NodeHeap {

  private long[] heap = new long[64];
  private int size;

  /** Makes an empty heap. */
  public NodeHeap() {}

  /**
   * A node and its score in a number that is greater if the score is.
   *
   * @param node the node
   * @param score its score
   * @return what the heap holds
   */
  public static long encode(int node, float score) {
    return ((long) NumericUtils.floatToSortableInt(score) << 32) | (~node & 0xFFFFFFFFL);
  }

  /**
   * The node of an element.
   *
   * @param encoded by {@link #encode}
   * @return the node
   */
  public static int node(long encoded) {
    return ~(int) encoded;
  }

  /**
   * The score of an element.
   *
   * @param encoded by {@link #encode}
   * @return the score
   */
  public static float score(long encoded) {
    return NumericUtils.sortableIntToFloat((int) (encoded >>> 32));
  }

  /**
   * How many elements there are.
   *
   * @return a count
   */
  public int size() {
    return size;
  }

  /** Removes all elements. */
  public void clear() {
    size = 0;
  }

  /**
   * The least element.
   *
   * @return of no meaning if there is none
   */
  public long top() {
    return heap[0];
  }

  /**
   * Adds an element.
   *
   * @param encoded by {@link #encode}
   */
  public void add(long encoded) {
    if (size == heap.length) {
      heap = ArrayUtil.grow(heap, size + 1);
    }
    int hole = size++;
    while (hole > 0) {
      int parent = (hole - 1) >>> 1;
      if (heap[parent] <= encoded) {
        break;
      }
      heap[hole] = heap[parent];
      hole = parent;
    }
    heap[hole] = encoded;
  }

  long pop() {
    long top = heap[0];
    long last = heap[--size];
    if (size > 0) {
      sink(last);
    }
    return top;
  }

  /**
   * Puts an element in the place of the least one.
   *
   * @param encoded by {@link #encode}
   */
  public void replaceTop(long encoded) {
    sink(encoded);
  }

  /**
   * Adds an element, in the place of the least one if there are enough, and only if it is greater.
   *
   * @param encoded by {@link #encode}
   * @param enough how many elements there are to be, 1 or more
   */
  public void keepBest(long encoded, int enough) {
    if (size < enough) {
      add(encoded);
    } else if (encoded > heap[0]) {
      sink(encoded);
    }
  }

  private void sink(long encoded) {
    int hole = 0;
    for (int child = 1; child < size; child = 2 * hole + 1) {
      if (child + 1 < size && heap[child + 1] < heap[child]) {
        child++;
      }
      if (encoded <= heap[child]) {
        break;
      }
      heap[hole] = heap[child];
      hole = child;
    }
    heap[hole] = encoded;
  }

  /**
   * Copies the nodes, in no order.
   *
   * @param into long enough
   * @param at where the first one goes
   * @return where the next one would go
   */
  public int copyNodes(int[] into, int at) {
    for (int i = 0; i < size; i++) {
      into[at + i] = node(heap[i]);
    }
    return at + size;
  }

  /**
   * Copies the elements, in no order.
   *
   * @param into long enough
   * @return how many there are
   */
  public int copyTo(long[] into) {
    System.arraycopy(heap, 0, into, 0, size);
    return size;
  }

  /**
   * An element.
   *
   * @param i from 0 to size, in no order
   * @return as {@link #encode} made it
   */
  public long get(int i) {
    return heap[i];
  }

  /** The elements, greatest last; still a heap. */
  long[] sorted() {
    Arrays.sort(heap, 0, size);
    return heap;
  }
}
