// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph.build;

import java.io.IOException;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.hnsw.HnswGraph;

/**
 * The links of one node after the other on one level of a merge's source: those that are kept, and
 * heirs of those that are lost. Heirs are live nodes that a path from the node leads to, through
 * deleted nodes alone. For one thread.
 */
final class Heirs {

  /**
   * How many heirs of a node to find, if it is not linked to many deleted nodes: comparing each
   * takes time in a merge.
   */
  private static final int WANTED = 16;

  /**
   * At least so many are taken of each deleted node that it is linked to, if that has them: one
   * alone may be a node that other paths lead to as well.
   */
  private static final int MIN_OF_EACH = 4;

  /** Paths go through this many deleted nodes at most. */
  private static final int MAX_DELETED = 64;

  private final HnswGraph graph;
  private final int[] newOrdinals;
  private final int level;

  private int[] neighbors = new int[64];
  private int[] kept = new int[64];
  private int keptCount;
  private final int[] deleted = new int[MAX_DELETED];
  private int deletedCount;
  private int[] nodes = new int[WANTED];
  private int node;

  Heirs(SourceGraph source, int level) throws IOException {
    this.graph = source.graphs().get();
    this.newOrdinals = source.newOrdinals();
    this.level = level;
  }

  /**
   * Reads the links of a node.
   *
   * @param old its ordinal in the source
   * @return whether some are lost
   */
  boolean read(int old) throws IOException {
    node = newOrdinals[old];
    int count = readNeighbors(old);
    kept = ArrayUtil.grow(kept, count);
    keptCount = 0;
    deletedCount = 0;
    for (int i = 0; i < count; i++) {
      int ordinal = newOrdinals[neighbors[i]];
      if (ordinal >= 0) {
        kept[keptCount++] = ordinal;
      } else {
        addDeleted(neighbors[i]);
      }
    }
    return keptCount < count;
  }

  /** The links that are kept, as ordinals of the merged segment. */
  int[] kept() {
    return kept;
  }

  int keptCount() {
    return keptCount;
  }

  /**
   * Finds heirs of the node that was read, but for the links that are kept.
   *
   * @return how many there are, see {@link #nodes}
   */
  int find() throws IOException {
    int found = 0;
    int own = deletedCount;
    int ofEach = Math.max(MIN_OF_EACH, WANTED / Math.max(1, own));
    for (int i = 0; i < own || (i < deletedCount && found < WANTED); i++) {
      int count = readNeighbors(deleted[i]);
      int end = found + ofEach;
      nodes = ArrayUtil.grow(nodes, end);
      for (int j = 0; j < count && found < end; j++) {
        // Begins with another one for each node, so that not all get the same heirs.
        int candidate = neighbors[(j + node) % count];
        int ordinal = newOrdinals[candidate];
        if (ordinal < 0) {
          addDeleted(candidate);
        } else if (ordinal != node
            && contains(kept, keptCount, ordinal) == false
            && contains(nodes, found, ordinal) == false) {
          nodes[found++] = ordinal;
        }
      }
    }
    return found;
  }

  /** The heirs, as ordinals of the merged segment. */
  int[] nodes() {
    return nodes;
  }

  private void addDeleted(int old) {
    if (deletedCount < MAX_DELETED && contains(deleted, deletedCount, old) == false) {
      deleted[deletedCount++] = old;
    }
  }

  private static boolean contains(int[] nodes, int size, int node) {
    for (int i = 0; i < size; i++) {
      if (nodes[i] == node) {
        return true;
      }
    }
    return false;
  }

  private int readNeighbors(int old) throws IOException {
    graph.seek(level, old);
    int count = 0;
    for (int neighbor = graph.nextNeighbor();
        neighbor != DocIdSetIterator.NO_MORE_DOCS;
        neighbor = graph.nextNeighbor()) {
      neighbors = ArrayUtil.grow(neighbors, count + 1);
      neighbors[count++] = neighbor;
    }
    return count;
  }
}
