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
   * Which link a full node drops for a new one. A link is hidden if a nearer one leads to a node
   * that is at least as near to its own.
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
}
