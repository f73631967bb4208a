// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.allocation;

import org.opensearch.cluster.node.DiscoveryNode;
import org.opensearch.common.settings.Settings;

/**
 * The format of the segments that a version of the plugin writes. It reads those of lower formats
 * too, but none of higher ones. A node tells its format by the attribute {@value #ATTRIBUTE}, which
 * all nodes can see.
 *
 * <p>OpenSearch's own version of a node does not tell two versions of the plugin for the same
 * OpenSearch apart.
 *
 * <ul>
 *   <li>1: version 0.1.0, whose nodes have no such attribute. Files of searches have version 2
 *   <li>2: version 0.2.0. They have version 3
 * </ul>
 *
 * <p>Whoever raises the version of a file, or adds one that earlier versions can't do without,
 * raises {@link #CURRENT} and adds a line here.
 */
final class SegmentFormat {

  /** The node attribute. */
  static final String ATTRIBUTE = "omdb_segment_format";

  /** The format of this version. */
  static final int CURRENT = 2;

  /** The format of nodes without the attribute. */
  static final int FIRST = 1;

  private SegmentFormat() {}

  /** Adds the attribute to the settings of a node of this version. */
  static void put(Settings.Builder node) {
    node.put("node.attr." + ATTRIBUTE, CURRENT);
  }

  /**
   * The format of a node. An administrator can give any attribute any value. What is no number
   * counts as the first format: a failing decider would stop the allocation of all shards.
   */
  static int of(DiscoveryNode node) {
    String format = node.getAttributes().get(ATTRIBUTE);
    if (format == null) {
      return FIRST;
    }
    try {
      return Integer.parseInt(format);
    } catch (NumberFormatException e) {
      return FIRST;
    }
  }
}
