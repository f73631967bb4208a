// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.index;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.opensearch.common.settings.Setting;
import org.opensearch.index.IndexSettings;
import org.opensearch.index.codec.CodecService;
import org.opensearch.index.compositeindex.datacube.startree.StarTreeIndexSettings;
import org.opensearch.index.engine.EngineConfig;

/**
 * Checks that the codec of an index can be wrapped. Settings are validated when an index is
 * created, so that its creator gets the error. Without this check only the shards would fail,
 * later.
 */
final class WrappableCodec implements Setting.Validator<Boolean> {

  /** OpenSearch's own names for Lucene's codec with its different compressions. */
  private static final Set<String> LUCENE_CODECS =
      Set.of(
          CodecService.DEFAULT_CODEC,
          CodecService.LZ4,
          CodecService.BEST_COMPRESSION_CODEC,
          CodecService.ZLIB,
          CodecService.LUCENE_DEFAULT_CODEC);

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
