// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph;

import java.util.Arrays;
import org.apache.lucene.util.ArrayUtil;

/**
 * A set of nodes that is used again and again: emptying it takes as long as filling it did, however
 * many nodes there are.
 *
 * <p>Whether a neighbor was visited already is what a processor can't guess, so adding one has no
 * branch.
 */
public final class VisitedNodes {

  /** A word has 64 nodes, a block 8 words. */
  private static final int WORD_SHIFT = 6;

  private static final int BLOCK_SHIFT = 3;

  private long[] bits = new long[0];

  /** The blocks of {@link #bits} that are not empty. */
  private long[] blocks = new long[0];

  /** Makes an empty set; {@link #reset} makes it fit for nodes. */
  public VisitedNodes() {}

  /**
   * Empties the set and makes it fit for nodes below a limit.
   *
   * @param maxNodes the limit
   */
  public void reset(int maxNodes) {
    int words = (maxNodes + Long.SIZE - 1) >>> WORD_SHIFT;
    if (words > bits.length) {
      int count = (ArrayUtil.oversize(words, Long.BYTES) >>> BLOCK_SHIFT) + 1;
      bits = new long[count << BLOCK_SHIFT];
      blocks = new long[(count + Long.SIZE - 1) >>> WORD_SHIFT];
      return;
    }
    for (int i = 0; i < blocks.length; i++) {
      for (long rest = blocks[i]; rest != 0; rest &= rest - 1) {
        int block = (i << WORD_SHIFT) + Long.numberOfTrailingZeros(rest);
        Arrays.fill(bits, block << BLOCK_SHIFT, (block + 1) << BLOCK_SHIFT, 0);
      }
      blocks[i] = 0;
    }
  }

  /**
   * Adds a node.
   *
   * @param node below the limit
   * @return 1 if it was not in the set, 0 if it was
   */
  public int add(int node) {
    int word = node >>> WORD_SHIFT;
    int block = word >>> BLOCK_SHIFT;
    long old = bits[word];
    bits[word] = old | 1L << node;
    blocks[block >>> WORD_SHIFT] |= 1L << block;
    return (int) (~(old >>> node) & 1);
  }
}
