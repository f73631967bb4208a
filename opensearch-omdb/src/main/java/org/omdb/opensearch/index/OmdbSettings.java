// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.index;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.opensearch.cluster.metadata.IndexMetadata;
import org.opensearch.common.settings.AbstractScopedSettings;
import org.opensearch.common.settings.Setting;
import org.opensearch.common.settings.Setting.Property;
import org.opensearch.common.settings.Settings;
import org.opensearch.index.IndexSettings;
import org.opensearch.index.codec.CodecService;
import org.opensearch.index.compositeindex.datacube.startree.StarTreeIndexSettings;
import org.opensearch.index.engine.EngineConfig;

/** The settings that the plugin adds to an index. */
public final class OmdbSettings {

  /** OpenSearch's own names for Lucene's codec with its different compressions. */
  private static final Set<String> LUCENE_CODECS =
      Set.of(
          CodecService.DEFAULT_CODEC,
          CodecService.LZ4,
          CodecService.BEST_COMPRESSION_CODEC,
          CodecService.ZLIB,
          CodecService.LUCENE_DEFAULT_CODEC);

  /** Whether segments store vectors and ids in the OMDB layout. */
  public static final Setting<Boolean> OMDB =
      Setting.boolSetting(
          "index.omdb", false, new WrappableCodec(), Property.IndexScope, Property.Final);

  /**
   * Whether the stored {@code _source} contains the vectors, as they were in the request. If not,
   * vectors are read from the segment whenever the source is read.
   */
  public static final Setting<Boolean> VECTORS_IN_SOURCE =
      Setting.boolSetting(
          "index.omdb.vectors_in_source",
          true,
          new NeedsOmdb("index.omdb.vectors_in_source", false),
          Property.IndexScope,
          Property.Final);

  /**
   * Whether opening a segment reads its codes and links, so that they are in the page cache before
   * the first search.
   */
  public static final Setting<Boolean> LOAD_ON_OPEN =
      Setting.boolSetting(
          "index.omdb.load_on_open",
          false,
          new NeedsOmdb("index.omdb.load_on_open", true),
          Property.IndexScope,
          Property.Final);

  private OmdbSettings() {}

  /**
   * All settings of this class.
   *
   * @return the settings to register
   */
  public static List<Setting<?>> all() {
    return List.of(OMDB, VECTORS_IN_SOURCE, LOAD_ON_OPEN);
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
  private static boolean value(Setting<Boolean> setting, Settings settings) {
    String archived = AbstractScopedSettings.ARCHIVED_SETTINGS_PREFIX + setting.getKey();
    return setting.exists(settings) || settings.hasValue(archived) == false
        ? setting.get(settings)
        : settings.getAsBoolean(archived, false);
  }

  /**
   * Checks that an index stores its vectors in the OMDB layout.
   *
   * @param index that a request names
   * @throws IllegalArgumentException if its setting {@code index.omdb} is not true
   */
  public static void check(IndexMetadata index) {
    if (isOmdb(index.getSettings()) == false) {
      throw new IllegalArgumentException(
          "index ["
              + index.getIndex().getName()
              + "] does not have the setting [index.omdb: true]");
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
   * Whether new segments are loaded when they are opened.
   *
   * @param settings of an index
   * @return the value of {@code index.omdb.load_on_open}
   */
  public static boolean isLoadedOnOpen(Settings settings) {
    return value(LOAD_ON_OPEN, settings);
  }

  /** Refuses the value of a setting that is not the default without {@code index.omdb}. */
  private static final class NeedsOmdb implements Setting.Validator<Boolean> {

    private final String key;
    private final boolean refused;

    NeedsOmdb(String key, boolean refused) {
      this.key = key;
      this.refused = refused;
    }

    @Override
    public void validate(Boolean value) {}

    @Override
    public Iterator<Setting<?>> settings() {
      List<Setting<?>> others = List.of(OMDB);
      return others.iterator();
    }

    @Override
    public void validate(Boolean value, Map<Setting<?>, Object> settings) {
      if (value == refused && Boolean.TRUE.equals(settings.get(OMDB)) == false) {
        throw new IllegalArgumentException(
            "["
                + key
                + ": "
                + refused
                + "] needs [index.omdb: true], and both are set when the index is created");
      }
    }
  }

  /**
   * Checks that the codec of an index can be wrapped. Settings are validated when an index is
   * created, so that its creator gets the error. Without this check only the shards would fail,
   * later.
   */
  private static final class WrappableCodec implements Setting.Validator<Boolean> {

    @Override
    public void validate(Boolean value) {}

    @Override
    public Iterator<Setting<?>> settings() {
      List<Setting<?>> others =
          List.of(
              EngineConfig.INDEX_CODEC_SETTING,
              StarTreeIndexSettings.IS_COMPOSITE_INDEX_SETTING,
              IndexSettings.INDEX_CONTEXT_AWARE_ENABLED_SETTING,
              IndexSettings.PLUGGABLE_DATAFORMAT_ENABLED_SETTING);
      return others.iterator();
    }

    @Override
    public void validate(Boolean value, Map<Setting<?>, Object> settings) {
      if (value == false) {
        return;
      }
      String codec = (String) settings.get(EngineConfig.INDEX_CODEC_SETTING);
      if (isLucenes(codec) == false) {
        throw new IllegalArgumentException(
            "[index.omdb] can wrap Lucene's own codec only, so [index.codec] must be"
                + " [default], [lz4], [best_compression] or [zlib], got ["
                + codec
                + "]: a segment names the codec that wraps, not the wrapped one, and would be read"
                + " with the wrong formats");
      }
      refuseIfTrue(settings, StarTreeIndexSettings.IS_COMPOSITE_INDEX_SETTING);
      refuseIfTrue(settings, IndexSettings.INDEX_CONTEXT_AWARE_ENABLED_SETTING);
      refuseIfTrue(settings, IndexSettings.PLUGGABLE_DATAFORMAT_ENABLED_SETTING);
    }

    private static boolean isLucenes(String codec) {
      return LUCENE_CODECS.contains(codec)
          || (Codec.availableCodecs().contains(codec)
              && Codec.forName(codec) instanceof Lucene104Codec);
    }

    private static void refuseIfTrue(Map<Setting<?>, Object> settings, Setting<Boolean> other) {
      if (Boolean.TRUE.equals(settings.get(other))) {
        throw new IllegalArgumentException(
            "[index.omdb] and ["
                + other.getKey()
                + "] can't both be true: each brings a codec of its own, and an index has one");
      }
    }
  }
}
