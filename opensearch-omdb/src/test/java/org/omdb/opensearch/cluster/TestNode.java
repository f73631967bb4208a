// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.opensearch.Version;
import org.opensearch.cluster.service.ClusterService;
import org.opensearch.common.settings.Settings;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.plugins.Plugin;
import org.opensearch.plugins.PluginInfo;

/** A usual node, except that its plugins are on the class path. */
final class TestNode extends Node {

  TestNode(Settings settings, Collection<Class<? extends Plugin>> plugins) {
    super(
        InternalSettingsPreparer.prepareEnvironment(
            settings, Map.of(), null, () -> settings.get("node.name")),
        infos(plugins),
        true);
  }

  private static List<PluginInfo> infos(Collection<Class<? extends Plugin>> plugins) {
    List<PluginInfo> infos = new ArrayList<>();
    for (Class<? extends Plugin> plugin : plugins) {
      infos.add(
          new PluginInfo(
              plugin.getName(),
              "on the class path",
              "0",
              Version.CURRENT,
              "21",
              plugin.getName(),
              null,
              List.of(),
              false));
    }
    return infos;
  }

  /**
   * Does nothing. Else each line of the log, of all nodes of the JVM, would have a cluster's id.
   */
  @Override
  protected void configureNodeAndClusterIdStateListener(ClusterService clusterService) {}
}
