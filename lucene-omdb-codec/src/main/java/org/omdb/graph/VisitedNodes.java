// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph;

import java.util.Arrays;
import org.apache.lucene.util.ArrayUtil;

/**
 * A set of nodes that is used for one search after another. Emptying it takes time in proportion to
 * the nodes in it, not to the nodes of the graph. For one thread.
 *
 * <p>Adding a node has no branch, since the processor can't predict whether it was visited before.
 */
public final class VisitedNodes {

  /** A word has 64 nodes. */
  private static final int WORD_SHIFT = 6;

  /** A block has 8 words, which is a cache line. */
  private static final int BLOCK_SHIFT = 3;

  private long[] bits = new long[0];

  /** One bit for each block of {@link #bits} that is not empty. */
  private long[] blocks = new long[0];

  /** Creates a set without room for nodes, see {@link #reset}. */
  public VisitedNodes() {}

  /**
   * Empties the set, and makes room for nodes.
   *
   * @param maxNodes number of nodes in the graph
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
   * @param node less than the number of nodes
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

  /**
   * Whether a node is in the set.
   *
   * @param node less than the number of nodes
   * @return false if it was not added
   */
  public boolean contains(int node) {
    return (bits[node >>> WORD_SHIFT] & 1L << node) != 0;
  }
}
