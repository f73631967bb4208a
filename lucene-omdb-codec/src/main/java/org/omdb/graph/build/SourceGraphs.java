// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph.build;

import java.util.List;

/**
 * The graphs of a merge's sources that help to build the new one.
 *
 * @param copied the graph that the new one begins with; its nodes have at most as many links as the
 *     shape of the new one allows; null for none
 * @param others graphs whose links tell where to search for the neighbors of their nodes; they have
 *     one node or more, and none in common
 */
public record SourceGraphs(SourceGraph copied, List<SourceGraph> others) {

  /** No graphs. */
  public static final SourceGraphs NONE = new SourceGraphs(null, List.of());
}
