// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph.build;

/**
 * How the links of a graph are chosen.
 *
 * @param maxConn the most links of a node on an upper level (M); level 0 has twice as many
 * @param beamWidth width of the searches for neighbors (efConstruction)
 * @param pruning which link a full node drops for a new one
 */
public record GraphShape(int maxConn, int beamWidth, Pruning pruning) {

  /**
   * Which link a full node drops for a new one, if no two of them lead to equal vectors. Where two
   * do, the node needs only one of them: each vector may be there many times, and the node would
   * else keep copies of few near vectors, and drop all links that lead farther.
   *
   * <p>A link is hidden by a nearer one that leads to a node which is nearer to its end than the
   * full node is. So links to copies of the node itself hide nothing.
   */
  public enum Pruning {

    /**
     * The farthest link that is hidden by any other. What remains leads in all directions, so that
     * each vector is found. For distances.
     */
    HIDDEN,

    /**
     * The farthest link that the new one hides, else the farthest. So links to near nodes remain
     * though they hide each other. For inner products: all nodes are near to the longest vectors,
     * and these are linked to one another.
     */
    HIDDEN_BY_NEW
  }

  /**
   * Width of a search that starts near the node to insert: half of {@link #beamWidth}, but no fewer
   * nodes than may be linked.
   */
  int guidedBeamWidth() {
    return Math.max(beamWidth / 2, Math.min(beamWidth, 2 * maxConn));
  }
}
