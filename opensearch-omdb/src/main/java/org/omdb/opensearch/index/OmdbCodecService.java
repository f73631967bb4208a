// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.index;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.codecs.Codec;
import org.opensearch.index.codec.CodecService;
import org.opensearch.index.codec.CodecServiceConfig;
import org.opensearch.index.mapper.MapperService;

/**
 * Wraps the codec that an index names in {@code index.codec}.
 *
 * <p>An engine asks for its codec several times. It must get the same instance each time, because
 * the vector format of a flush has to find the ids that its doc values format writes. Thread-safe.
 */
public final class OmdbCodecService extends CodecService {

  private final MapperService mapperService;
  private final boolean isLoadedOnOpen;
  private final Map<String, ShardCodec> wrapped = new ConcurrentHashMap<>();

  /**
   * Makes the codecs of one index.
   *
   * @param config of the index
   */
  public OmdbCodecService(CodecServiceConfig config) {
    super(
        config.getMapperService(),
        config.getIndexSettings(),
        config.getLogger(),
        config.getAdditionalCodecs());
    this.mapperService = config.getMapperService();
    this.isLoadedOnOpen = OmdbSettings.isLoadedOnOpen(config.getIndexSettings().getSettings());
  }

  /**
   * The codec that writes new segments.
   *
   * @param name value of {@code index.codec}
   * @return the codec of that name, which writes vectors in the OMDB layout
   * @throws IllegalArgumentException if there is no codec of that name, or it can't be wrapped
   */
  @Override
  public Codec codec(String name) {
    return wrapped.computeIfAbsent(
        name, key -> new ShardCodec(super.codec(key), mapperService, isLoadedOnOpen));
  }
}
