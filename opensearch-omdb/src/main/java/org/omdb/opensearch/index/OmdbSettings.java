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

/** The settings of an index. */
public final class OmdbSettings {

  /** Names that OpenSearch itself gives to settings of Lucene's codec. */
  private static final Set<String> LUCENE_CODECS =
      Set.of(
          CodecService.DEFAULT_CODEC,
          CodecService.LZ4,
          CodecService.BEST_COMPRESSION_CODEC,
          CodecService.ZLIB,
          CodecService.LUCENE_DEFAULT_CODEC);

  /** Whether segments keep vectors and ids in the OMDB layout. */
  public static final Setting<Boolean> OMDB =
      Setting.boolSetting(
          "index.omdb", false, new WrappableCodec(), Property.IndexScope, Property.Final);

  /**
   * Whether the stored {@code _source} has the vectors too, as requests wrote them. Without them
   * they are read from the segment where the source is read.
   */
  public static final Setting<Boolean> VECTORS_IN_SOURCE =
      Setting.boolSetting(
          "index.omdb.vectors_in_source",
          true,
          new NeedsOmdb(),
          Property.IndexScope,
          Property.Final);

  private OmdbSettings() {}

  /**
   * All of them.
   *
   * @return to be registered
   */
  public static List<Setting<?>> all() {
    return List.of(OMDB, VECTORS_IN_SOURCE);
  }

  /**
   * Whether an index is one of ours.
   *
   * @param settings of an index
   * @return the value of {@code index.omdb}
   */
  public static boolean isOmdb(Settings settings) {
    return value(OMDB, settings);
  }

  /**
   * The value of a setting, also if it was archived: a cluster that is started without the plugin
   * renames settings that it does not know, for good. The index is what it was, and can be opened
   * again as soon as the plugin is back.
   */
  private static boolean value(Setting<Boolean> setting, Settings settings) {
    String archived = AbstractScopedSettings.ARCHIVED_SETTINGS_PREFIX + setting.getKey();
    return setting.exists(settings) || settings.hasValue(archived) == false
        ? setting.get(settings)
        : settings.getAsBoolean(archived, false);
  }

  /**
   * Refuses an index that is none of ours.
   *
   * @param index of a request
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
   * Whether vectors are taken out of {@code _source} and put back where it is read. An index whose
   * whole source is derived stores none.
   *
   * @param settings of an index
   * @return false too for an index that is none of ours
   */
  public static boolean restoresVectors(Settings settings) {
    return isOmdb(settings)
        && value(VECTORS_IN_SOURCE, settings) == false
        && IndexSettings.INDEX_DERIVED_SOURCE_SETTING.get(settings) == false;
  }

  private static final class NeedsOmdb implements Setting.Validator<Boolean> {

    @Override
    public void validate(Boolean value) {}

    @Override
    public Iterator<Setting<?>> settings() {
      List<Setting<?>> others = List.of(OMDB);
      return others.iterator();
    }

    @Override
    public void validate(Boolean value, Map<Setting<?>, Object> settings) {
      if (value == false && Boolean.TRUE.equals(settings.get(OMDB)) == false) {
        throw new IllegalArgumentException(
            "[index.omdb.vectors_in_source: false] needs [index.omdb: true]");
      }
    }
  }

  /**
   * Refuses what can't be wrapped while the index is created, where whoever asked for it sees why:
   * later only a shard would fail.
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
            "[index.omdb] can wrap Lucene's own codec, which [index.codec] names "
                + "[default], [lz4], [best_compression] or [zlib], but it is ["
                + codec
                + "]: segments are opened by the codec's name alone, and would be read with the"
                + " wrong formats");
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
