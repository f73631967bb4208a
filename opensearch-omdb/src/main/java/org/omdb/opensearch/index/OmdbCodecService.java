// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.index;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.codecs.Codec;
import org.opensearch.index.codec.CodecService;
import org.opensearch.index.codec.CodecServiceConfig;
import org.opensearch.index.mapper.MapperService;

/**
 * Wraps the codecs that an index may name in {@code index.codec}. An engine asks for its codec
 * several times and is given the same instance each time, because merges find the ids of their
 * sources in it.
 */
public final class OmdbCodecService extends CodecService {

  private final MapperService mapperService;
  private final Map<String, ShardCodec> wrapped = new ConcurrentHashMap<>();

  /**
   * The codecs of one index.
   *
   * @param config what OpenSearch knows of the index
   */
  public OmdbCodecService(CodecServiceConfig config) {
    super(
        config.getMapperService(),
        config.getIndexSettings(),
        config.getLogger(),
        config.getAdditionalCodecs());
    this.mapperService = config.getMapperService();
  }

  /**
   * A codec for new segments.
   *
   * @param name as in {@code index.codec}
   * @return the codec of that name, with vectors in the OMDB layout
   * @throws IllegalArgumentException if there is none, or it can't be wrapped
   */
  @Override
  public Codec codec(String name) {
    return wrapped.computeIfAbsent(name, key -> new ShardCodec(super.codec(key), mapperService));
  }
}
