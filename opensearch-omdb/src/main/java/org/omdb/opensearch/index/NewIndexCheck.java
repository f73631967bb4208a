// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.index;

import java.util.function.Supplier;
import org.opensearch.cluster.ClusterState;
import org.opensearch.cluster.metadata.IndexMetadata;
import org.opensearch.common.settings.Setting;
import org.opensearch.common.settings.Settings;
import org.opensearch.index.IndexCreationValidator;
import org.opensearch.index.IndexSettings;
import org.opensearch.index.mapper.MapperService;

/**
 * Checks the plugin's settings of an index that is made: from a request, from templates, or from
 * the files of another index ({@code _split}, {@code _shrink}, {@code _clone}). Here all of them
 * are known. A template alone is not checked, because another one may have what it lacks.
 */
public final class NewIndexCheck implements IndexCreationValidator {

  private final Supplier<ClusterState> cluster;
  private final boolean hasKnnApi;

  /**
   * Makes the check of a node.
   *
   * @param cluster returns the current state
   * @param hasKnnApi whether the node has the names of the k-NN plugin
   */
  public NewIndexCheck(Supplier<ClusterState> cluster, boolean hasKnnApi) {
    this.cluster = cluster;
    this.hasKnnApi = hasKnnApi;
  }

  /**
   * Fails if an index can't be made.
   *
   * @param mapping of the new index
   * @param index the settings of the new index
   * @throws IllegalArgumentException if settings of the plugin do not fit each other, or not the
   *     index whose files the new one takes
   */
  @Override
  public void validate(MapperService mapping, IndexSettings index) {
    Settings settings = index.getSettings();
    OmdbSettings.OMDB.get(settings); // checks that its codec can be wrapped
    if (OmdbSettings.isOmdb(settings) == false) {
      refuse(settings, OmdbSettings.VECTORS_IN_SOURCE, false);
      refuse(settings, OmdbSettings.LOAD_ON_OPEN, true);
      refuse(settings, OmdbSettings.KNN_API, true);
    }
    KnnSettings.check(settings, hasKnnApi);
    String source = IndexMetadata.INDEX_RESIZE_SOURCE_NAME.get(settings);
    IndexMetadata sourceIndex = cluster.get().metadata().index(source);
    if (sourceIndex != null) {
      checkCopies(sourceIndex.getSettings(), settings, source);
    }
  }

  private static void refuse(Settings settings, Setting<Boolean> setting, boolean value) {
    if (setting.get(settings) == value) {
      throw new IllegalArgumentException(
          "["
              + setting.getKey()
              + ": "
              + value
              + "] needs [index.omdb: true], and both are set when the index is created");
    }
  }

  private static void checkCopies(Settings from, Settings to, String source) {
    for (Setting<Boolean> setting : OmdbSettings.OF_FILES) {
      boolean needed = OmdbSettings.value(setting, from);
      if (OmdbSettings.value(setting, to) != needed) {
        throw new IllegalArgumentException(
            "["
                + setting.getKey()
                + "] must be "
                + needed
                + ", as in index ["
                + source
                + "] whose files the new index takes; to change it, reindex into a new index");
      }
    }
  }
}
