// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph;

import java.util.Arrays;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.NumericUtils;

/**
 * A binary heap of nodes and their scores, with the worst one on top. A node and its score are
 * encoded as one long, whose order is that of scores. Of two nodes with equal scores, the one with
 * the greater ordinal is worse, as in Lucene. For one thread.
 */
public final class NodeHeap {

  private long[] heap = new long[64];
  private int size;

  /** Creates an empty heap. */
  public NodeHeap() {}

  /**
   * Encodes a node and its score: the score as a sortable int in the upper half, the complement of
   * the node in the lower half.
   *
   * @param node the node's ordinal
   * @param score its score
   * @return an element for this heap
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
   * Number of elements.
   *
   * @return 0 or more
   */
  public int size() {
    return size;
  }

  /** Removes all elements. */
  public void clear() {
    size = 0;
  }

  /**
   * The least element, which is the worst node.
   *
   * @return undefined if the heap is empty
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

  /** Removes and returns the least element; there has to be one. */
  long pop() {
    long top = heap[0];
    long last = heap[--size];
    if (size > 0) {
      sink(last);
    }
    return top;
  }

  /**
   * Replaces the least element.
   *
   * @param encoded by {@link #encode}
   */
  public void replaceTop(long encoded) {
    sink(encoded);
  }

  /**
   * Adds an element unless the heap is full; else replaces the least one if that is less.
   *
   * @param encoded by {@link #encode}
   * @param max how many elements to keep, 1 or more
   */
  public void keepBest(long encoded, int max) {
    if (size < max) {
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
   * @param into receives them; long enough
   * @param at index of the first one
   * @return index behind the last one
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
   * @param into receives them; long enough
   * @return how many there are
   */
  public int copyTo(long[] into) {
    System.arraycopy(heap, 0, into, 0, size);
    return size;
  }

  /**
   * An element.
   *
   * @param i 0 or more, less than {@link #size}; elements are in no order
   * @return an element made by {@link #encode}
   */
  public long get(int i) {
    return heap[i];
  }

  /** Sorts the elements, greatest last, and returns them; {@link #size} are valid. */
  long[] sorted() {
    Arrays.sort(heap, 0, size);
    return heap;
  }
}
