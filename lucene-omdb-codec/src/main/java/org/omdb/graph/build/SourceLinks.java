// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph.build;

import java.io.IOException;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.hnsw.HnswGraph;
import org.omdb.work.Progress;

/**
 * Copies the levels and links of a merge's source into a new graph, except those of deleted nodes.
 *
 * <p>A path through deleted nodes may be the only one between two parts of the graph. So a node
 * that was linked to a deleted one has {@link Heirs}. On level 0 it has to be linked again, and
 * they are where the search for its neighbors starts from. On upper levels it is linked to one of
 * them.
 */
final class SourceLinks {

  /** Nodes that are copied between two calls of {@link Progress#done}. */
  private static final int BATCH = 1 << 12;

  /** Null once it is not needed any more. */
  private SourceGraph source;

  private final FixedBitSet taken;

  /** Nodes of the source that are linked to deleted ones on level 0. */
  private final FixedBitSet lost;

  /**
   * @param source the source's graph
   * @param topLevels drawn for all nodes; those of the source's nodes are overwritten
   */
  SourceLinks(SourceGraph source, byte[] topLevels) throws IOException {
    this.source = source;
    this.taken = new FixedBitSet(topLevels.length);
    this.lost = new FixedBitSet(source.newOrdinals().length);
    int[] newOrdinals = source.newOrdinals();
    for (int ordinal : newOrdinals) {
      if (ordinal >= 0) {
        taken.set(ordinal);
        topLevels[ordinal] = 0;
      }
    }
    HnswGraph graph = source.graphs().get();
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

  /**
   * Whether a node of the source was linked to a deleted one on level 0, and is not deleted. To be
   * asked after {@link #copyTo}.
   */
  boolean hasLost(int old) {
    return lost.get(old);
  }

  /** The ordinal of a node of the source in the new graph; -1 if it is deleted. */
  int newOrdinal(int old) {
    return source.newOrdinals()[old];
  }

  /** Number of nodes of the source, deleted ones too. */
  int sourceSize() {
    return source.newOrdinals().length;
  }

  /** Opens the source's level 0 for a thread that links nodes again. */
  Heirs heirs() throws IOException {
    return new Heirs(source, 0);
  }

  /** To be called when links are copied and nodes are linked again. */
  void forgetSource() {
    source = null;
  }

  /** Copies the links. Returns one of the source's nodes on the highest level they are on. */
  int copyTo(HeapGraph target, Progress progress) throws IOException {
    HnswGraph graph = source.graphs().get();
    int[] newOrdinals = source.newOrdinals();
    int entry = -1;
    // Levels whose nodes are all deleted may be missing in the new graph.
    int levels = Math.min(graph.numLevels(), target.levelCount());
    for (int level = levels - 1; level >= 0; level--) {
      NeighborTable table = target.level(level);
      Heirs links = new Heirs(source, level);
      HnswGraph.NodesIterator nodes = graph.getNodesOnLevel(level);
      while (nodes.hasNext()) {
        int old = nodes.nextInt();
        if (old % BATCH == 0) {
          progress.done("copying links", old, newOrdinals.length);
        }
        int node = newOrdinals[old];
        if (node >= 0) {
          entry = entry < 0 ? node : entry;
          int slot = target.slot(level, node);
          boolean hasLost = links.read(old);
          table.set(slot, links.kept(), links.keptCount());
          if (hasLost && level == 0) {
            lost.set(old);
          } else if (hasLost && links.find() > 0) {
            table.add(slot, links.nodes()[0]);
          }
        }
      }
    }
    return entry;
  }
}
