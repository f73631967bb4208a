// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.index;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.opensearch.common.settings.Setting;
import org.opensearch.common.settings.Setting.Property;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;

/**
 * Settings that stand in for those of the k-NN plugin. A node can't have two plugins that bring the
 * same names, and does not start if it has.
 */
public final class KnnSettings {

  /** The name under which OpenSearch's own k-NN plugin is installed. */
  static final String KNN_PLUGIN = "opensearch-knn";

  /**
   * Whether a node has the names of the k-NN plugin: its mapping type, its query and its settings.
   * By default it has, unless that plugin is installed there.
   */
  public static final Setting<Boolean> ENABLED =
      Setting.boolSetting(
          "omdb.knn_api.enabled",
          node -> Boolean.toString(hasKnnPlugin(node) == false),
          Property.NodeScope);

  /** What requests for the k-NN plugin have. It says nothing that other settings do not say. */
  static final Setting<Boolean> KNN =
      Setting.boolSetting("index.knn", false, Property.IndexScope, Property.Final);

  /** How many candidates a search keeps if neither the query nor the mapping says it. */
  public static final Setting<Integer> EF_SEARCH =
      Setting.intSetting(
          "index.knn.algo_param.ef_search", 100, 2, 10_000, Property.IndexScope, Property.Dynamic);

  private KnnSettings() {}

  private static boolean hasKnnPlugin(Settings node) {
    String home = Environment.PATH_HOME_SETTING.get(node);
    return home.isEmpty() == false && Files.isDirectory(Path.of(home, "plugins", KNN_PLUGIN));
  }

  /**
   * The settings of an index that the k-NN plugin brings too.
   *
   * @return the settings to register where {@link #ENABLED} is true
   */
  public static List<Setting<?>> ofIndex() {
    return List.of(KNN, EF_SEARCH);
  }

  /**
   * Fails if an index can't be made.
   *
   * @param settings of the new index
   * @param isEnabled the value of {@link #ENABLED}
   */
  static void check(Settings settings, boolean isEnabled) {
    if (OmdbSettings.KNN_API.get(settings) && isEnabled == false) {
      throw new IllegalArgumentException(
          "["
              + OmdbSettings.KNN_API.getKey()
              + ": true] needs nodes with ["
              + ENABLED.getKey()
              + ": true] and without the plugin ["
              + KNN_PLUGIN
              + "], which brings the same names");
    }
    if (isEnabled && KNN.get(settings) && OmdbSettings.KNN_API.get(settings) == false) {
      throw new IllegalArgumentException(
          "["
              + KNN.getKey()
              + ": true] is a setting of the plugin ["
              + KNN_PLUGIN
              + "], which is not installed; to have the index in the OMDB layout, add ["
              + OmdbSettings.OMDB.getKey()
              + ": true] and ["
              + OmdbSettings.KNN_API.getKey()
              + ": true]");
    }
  }
}
