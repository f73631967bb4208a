// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.opensearch.cluster.metadata.IndexMetadata;
import org.opensearch.cluster.metadata.Metadata;
import org.opensearch.common.settings.AbstractScopedSettings;
import org.opensearch.common.settings.Setting;
import org.opensearch.common.settings.Setting.Property;
import org.opensearch.common.settings.Settings;
import org.opensearch.index.IndexSettings;
import org.opensearch.index.mapper.MapperParsingException;

/** The settings that the plugin adds to an index. */
public final class OmdbSettings {

  /** Whether segments store vectors and ids in the OMDB layout. */
  public static final Setting<Boolean> OMDB =
      Setting.boolSetting(
          "index.omdb",
          false,
          new WrappableCodec(),
          Property.IndexScope,
          Property.Final,
          Property.UnmodifiableOnRestore);

  /**
   * Whether the stored {@code _source} contains the vectors, as they were in the request. If not,
   * vectors are read from the segment whenever the source is read.
   */
  public static final Setting<Boolean> VECTORS_IN_SOURCE =
      Setting.boolSetting(
          "index.omdb.vectors_in_source",
          true,
          Property.IndexScope,
          Property.Final,
          Property.UnmodifiableOnRestore);

  /**
   * Whether opening a segment reads its codes and links, so that they are in the page cache before
   * the first search.
   */
  public static final Setting<Boolean> LOAD_ON_OPEN =
      Setting.boolSetting("index.omdb.load_on_open", false, Property.IndexScope, Property.Final);

  /** Whether the index takes mappings of type {@code knn_vector}, as those of the k-NN plugin. */
  public static final Setting<Boolean> KNN_API =
      Setting.boolSetting(
          "index.omdb.knn_api",
          false,
          Property.IndexScope,
          Property.Final,
          Property.UnmodifiableOnRestore);

  /** The settings that the files of an index and its mapping depend on. A copy has to keep them. */
  static final List<Setting<Boolean>> OF_FILES = List.of(OMDB, VECTORS_IN_SOURCE, KNN_API);

  private OmdbSettings() {}

  /**
   * All settings of this class.
   *
   * @return the settings to register
   */
  public static List<Setting<?>> all() {
    return List.of(OMDB, VECTORS_IN_SOURCE, LOAD_ON_OPEN, KNN_API);
  }

  /**
   * Whether an index stores its vectors in the OMDB layout.
   *
   * @param settings of the index
   * @return the value of {@code index.omdb}
   */
  public static boolean isOmdb(Settings settings) {
    return value(OMDB, settings);
  }

  /**
   * The value of a setting, also if it was archived. A cluster that starts without the plugin
   * archives the settings that it does not know: it renames them and never renames them back. The
   * files of the index do not change, and the index opens again once the plugin is back.
   */
  static boolean value(Setting<Boolean> setting, Settings settings) {
    String archived = AbstractScopedSettings.ARCHIVED_SETTINGS_PREFIX + setting.getKey();
    return setting.exists(settings) || settings.hasValue(archived) == false
        ? setting.get(settings)
        : settings.getAsBoolean(archived, false);
  }

  /**
   * Selects the indexes that store their vectors in the OMDB layout. What a request names itself
   * has to be such an index; what a pattern or an alias meets besides is left out.
   *
   * @param expressions of the request: names, patterns and aliases
   * @param indexes what the expressions stand for
   * @param metadata of these indexes
   * @return those with {@code index.omdb}
   * @throws IllegalArgumentException if the request names an index without it
   */
  public static String[] select(String[] expressions, String[] indexes, Metadata metadata) {
    Set<String> named = Set.copyOf(Arrays.asList(expressions));
    List<String> selected = new ArrayList<>();
    for (String index : indexes) {
      if (isOmdb(metadata.index(index).getSettings())) {
        selected.add(index);
      } else if (named.contains(index)) {
        throw new IllegalArgumentException(
            "index [" + index + "] does not have the setting [index.omdb: true]");
      }
    }
    return selected.toArray(String[]::new);
  }

  /**
   * Checks that an index can have a field of a mapping type of the plugin.
   *
   * <p>A template is parsed on its own when it is stored, and the settings may come from another
   * template or from the request that makes the index. So nothing is checked before there is an
   * index: it has a creation date, also while it is made, and a template has none.
   *
   * @param settings that the mapping is parsed with
   * @param needed the setting that the type needs
   * @param field name of the field
   * @param type name of the mapping type
   * @throws MapperParsingException if these are the settings of an index without the needed one
   */
  public static void checkHolds(
      Settings settings, Setting<Boolean> needed, String field, String type) {
    boolean isOfAnIndex = settings.hasValue(IndexMetadata.SETTING_CREATION_DATE);
    if (isOfAnIndex && value(needed, settings) == false) {
      throw new MapperParsingException(
          "field ["
              + field
              + "] is of type ["
              + type
              + "], which needs an index with the setting ["
              + needed.getKey()
              + ": true]; a new index takes it from its request or from its templates. It can't be given later: to move an index"
              + " that exists, reindex into a new one");
    }
  }

  /**
   * Whether vectors are removed from the stored {@code _source} and put back when it is read. If
   * the whole source is derived, none is stored and there is nothing to remove.
   *
   * @param settings of any index
   * @return false also for an index without {@code index.omdb}
   */
  public static boolean restoresVectors(Settings settings) {
    return isOmdb(settings)
        && value(VECTORS_IN_SOURCE, settings) == false
        && IndexSettings.INDEX_DERIVED_SOURCE_SETTING.get(settings) == false;
  }

  /**
   * Whether an index takes mappings of the k-NN plugin.
   *
   * @param settings of any index
   * @return false also for an index without {@code index.omdb}
   */
  public static boolean hasKnnApi(Settings settings) {
    return isOmdb(settings) && value(KNN_API, settings);
  }

  /**
   * Whether new segments are loaded when they are opened.
   *
   * @param settings of an index
   * @return the value of {@code index.omdb.load_on_open}
   */
  public static boolean isLoadedOnOpen(Settings settings) {
    return value(LOAD_ON_OPEN, settings);
  }
}
