// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph.build;

import java.io.IOException;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.hnsw.HnswGraph;
import org.omdb.graph.Progress;

/**
 * Copies the levels and links of a merge's source into a new graph, except those of deleted nodes.
 * A node that was linked to a deleted one on level 0 has to be linked again, see {@link #hasLost}.
 */
final class SourceLinks {

  /** Nodes that are copied between two calls of {@link Progress#done}. */
  private static final int BATCH = 1 << 12;

  private SourceGraph source;
  private final FixedBitSet taken;
  private final FixedBitSet lost;

  /**
   * @param source the source's graph
   * @param topLevels drawn for all nodes; those of the source's nodes are overwritten
   */
  SourceLinks(SourceGraph source, byte[] topLevels) throws IOException {
    this.source = source;
    this.taken = new FixedBitSet(topLevels.length);
    this.lost = new FixedBitSet(topLevels.length);
    int[] newOrdinals = source.newOrdinals();
    for (int ordinal : newOrdinals) {
      if (ordinal >= 0) {
        taken.set(ordinal);
        topLevels[ordinal] = 0;
      }
    }
    HnswGraph graph = source.graph();
    for (int level = 1; level < graph.numLevels(); level++) {
      HnswGraph.NodesIterator nodes = graph.getNodesOnLevel(level);
      while (nodes.hasNext()) {
        int ordinal = newOrdinals[nodes.nextInt()];
        if (ordinal >= 0) {
          topLevels[ordinal] = (byte) level;
        }
      }
    }
  }

  /** How many nodes come from the source. */
  int count() {
    return taken.cardinality();
  }

  /** Whether a node does not come from the source. */
  boolean isNew(int node) {
    return taken.get(node) == false;
  }

  /** Whether a node was linked to a deleted node on level 0. To be asked after {@link #copyTo}. */
  boolean hasLost(int node) {
    return lost.get(node);
  }

  /**
   * Copies the links, and forgets the source. Returns one of its nodes on the highest level they
   * are on.
   */
  int copyTo(HeapGraph target, Progress progress) throws IOException {
    HnswGraph graph = source.graph();
    int[] newOrdinals = source.newOrdinals();
    int entry = -1;
    // Levels whose nodes are all deleted may be missing in the new graph.
    int levels = Math.min(graph.numLevels(), target.levelCount());
    for (int level = levels - 1; level >= 0; level--) {
      NeighborTable table = target.level(level);
      HnswGraph.NodesIterator nodes = graph.getNodesOnLevel(level);
      while (nodes.hasNext()) {
        int old = nodes.nextInt();
        if (old % BATCH == 0) {
          progress.done("copying links", old, newOrdinals.length);
        }
        int node = newOrdinals[old];
        if (node < 0) {
          continue;
        }
        entry = entry < 0 ? node : entry;
        int slot = target.slot(level, node);
        graph.seek(level, old);
        for (int neighbor = graph.nextNeighbor();
            neighbor != DocIdSetIterator.NO_MORE_DOCS;
            neighbor = graph.nextNeighbor()) {
          int ordinal = newOrdinals[neighbor];
          if (ordinal >= 0) {
            table.add(slot, ordinal);
          } else if (level == 0) {
            lost.set(node);
          }
        }
      }
    }
    source = null;
    return entry;
  }
}
