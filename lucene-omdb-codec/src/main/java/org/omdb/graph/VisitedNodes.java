// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph;

import org.apache.lucene.util.ArrayUtil;

/**
 * A set of nodes that is used again and again: emptying it takes as long as filling it did, however
 * many nodes there are.
 */
final class VisitedNodes {

  private long[] bits = new long[0];
  private int[] touched = new int[256];
  private int touchedCount;

  /** Empties the set and makes it fit for nodes below a limit. */
  void reset(int maxNodes) {
    int words = (maxNodes + Long.SIZE - 1) / Long.SIZE;
    if (words > bits.length) {
      bits = new long[ArrayUtil.oversize(words, Long.BYTES)];
    } else {
      for (int i = 0; i < touchedCount; i++) {
        bits[touched[i]] = 0;
      }
    }
    touchedCount = 0;
  }

  /** Whether the node was not in the set; it is now. */
  boolean add(int node) {
    int word = node >>> 6;
    long old = bits[word];
    long bit = 1L << node;
    if ((old & bit) != 0) {
      return false;
    }
    if (old == 0) {
      if (touchedCount == touched.length) {
        touched = ArrayUtil.grow(touched, touchedCount + 1);
      }
      touched[touchedCount++] = word;
    }
    bits[word] = old | bit;
    return true;
  }
}
