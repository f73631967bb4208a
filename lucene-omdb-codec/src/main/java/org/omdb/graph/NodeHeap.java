// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph;

import java.util.Arrays;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.NumericUtils;

/**
 * A binary heap of nodes and their scores, each in one long, least on top. Of equal scores the
 * greater node is less, as in Lucene.
 */
final class NodeHeap {

  private long[] heap = new long[64];
  private int size;

  static long encode(int node, float score) {
    return ((long) NumericUtils.floatToSortableInt(score) << 32) | (~node & 0xFFFFFFFFL);
  }

  static int node(long encoded) {
    return ~(int) encoded;
  }

  static float score(long encoded) {
    return NumericUtils.sortableIntToFloat((int) (encoded >>> 32));
  }

  int size() {
    return size;
  }

  void clear() {
    size = 0;
  }

  long top() {
    return heap[0];
  }

  void add(long encoded) {
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

  void replaceTop(long encoded) {
    sink(encoded);
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

  /** Copies the nodes, in no order; returns where the next ones go. */
  int copyNodes(int[] into, int at) {
    for (int i = 0; i < size; i++) {
      into[at + i] = node(heap[i]);
    }
    return at + size;
  }

  /** The elements, greatest last; still a heap. */
  long[] sorted() {
    Arrays.sort(heap, 0, size);
    return heap;
  }
}
