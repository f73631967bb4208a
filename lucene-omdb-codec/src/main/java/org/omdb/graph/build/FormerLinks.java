// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph.build;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.hnsw.HnswGraph;

/**
 * The links that nodes had in the graphs of a merge's sources, but for the one that is copied. They
 * lead to near nodes, from which a search for the neighbors of such a node starts. Safe for any
 * number of threads.
 */
final class FormerLinks {

  private final List<SourceGraph> sources;

  /** For each source the number of its first node, if all nodes are numbered one after another. */
  private final int[] bases;

  /** The number of each node of the new graph; -1 if it comes from none of the sources. */
  private final int[] numbers;

  /**
   * @param graphs of sources with one node or more; too many nodes for one index of Lucene, deleted
   *     ones included, are left out
   * @param size number of nodes of the new graph
   */
  FormerLinks(List<SourceGraph> graphs, int size) {
    int[] firsts = new int[graphs.size()];
    this.numbers = new int[graphs.isEmpty() ? 0 : size];
    Arrays.fill(numbers, -1);
    int count = 0;
    int base = 0;
    for (SourceGraph graph : graphs) {
      int[] newOrdinals = graph.newOrdinals();
      if (newOrdinals.length > Integer.MAX_VALUE - base) {
        break;
      }
      for (int old = 0; old < newOrdinals.length; old++) {
        if (newOrdinals[old] >= 0) {
          numbers[newOrdinals[old]] = base + old;
        }
      }
      firsts[count++] = base;
      base += newOrdinals.length;
    }
    this.sources = graphs.subList(0, count);
    this.bases = Arrays.copyOf(firsts, count);
  }

  /** Opens the sources for one thread. */
  Reader open() throws IOException {
    HnswGraph[] graphs = new HnswGraph[bases.length];
    for (int i = 0; i < graphs.length; i++) {
      graphs[i] = sources.get(i).graphs().get();
    }
    return new Reader(graphs);
  }

  /** Reads the links of one node after the other. For one thread. */
  final class Reader {

    private final HnswGraph[] graphs;
    private int[] nodes = new int[64];

    private Reader(HnswGraph[] graphs) {
      this.graphs = graphs;
    }

    /**
     * Reads the links of a node on level 0.
     *
     * @param node its ordinal in the new graph
     * @return how many lead to nodes that are not deleted, see {@link #nodes}; 0 if the node comes
     *     from none of the sources
     */
    int read(int node) throws IOException {
      int number = numbers.length == 0 ? -1 : numbers[node];
      if (number < 0) {
        return 0;
      }
      int found = Arrays.binarySearch(bases, number);
      int source = found >= 0 ? found : -2 - found;
      int[] newOrdinals = sources.get(source).newOrdinals();
      HnswGraph graph = graphs[source];
      graph.seek(0, number - bases[source]);
      int count = 0;
      for (int old = graph.nextNeighbor();
          old != DocIdSetIterator.NO_MORE_DOCS;
          old = graph.nextNeighbor()) {
        if (newOrdinals[old] >= 0) {
          nodes = ArrayUtil.grow(nodes, count + 1);
          nodes[count++] = newOrdinals[old];
        }
      }
      return count;
    }

    /** The nodes that were read, as ordinals of the new graph. May be overwritten. */
    int[] nodes() {
      return nodes;
    }
  }
}
