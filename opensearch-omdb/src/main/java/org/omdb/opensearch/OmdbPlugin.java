// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.omdb.opensearch.index.OmdbCodecService;
import org.omdb.opensearch.index.OmdbEngineFactory;
import org.omdb.opensearch.index.OmdbSettings;
import org.omdb.opensearch.mapper.OmdbVectorFieldMapper;
import org.omdb.opensearch.query.OmdbKnnQueryBuilder;
import org.opensearch.common.settings.Setting;
import org.opensearch.index.IndexSettings;
import org.opensearch.index.codec.CodecServiceFactory;
import org.opensearch.index.engine.EngineFactory;
import org.opensearch.index.mapper.Mapper;
import org.opensearch.plugins.EnginePlugin;
import org.opensearch.plugins.MapperPlugin;
import org.opensearch.plugins.Plugin;
import org.opensearch.plugins.SearchPlugin;

/** What the plugin adds to a node. Indexes without {@code index.omdb} are left as they are. */
public final class OmdbPlugin extends Plugin implements EnginePlugin, MapperPlugin, SearchPlugin {

  /** The name that the plugin is installed under. */
  public static final String NAME = "opensearch-omdb";

  /** Made by OpenSearch, once per node. */
  public OmdbPlugin() {}

  @Override
  public List<Setting<?>> getSettings() {
    return OmdbSettings.all();
  }

  @Override
  public Optional<CodecServiceFactory> getCustomCodecServiceFactory(IndexSettings settings) {
    return OmdbSettings.isOmdb(settings.getSettings())
        ? Optional.of(OmdbCodecService::new)
        : Optional.empty();
  }

  @Override
  public Optional<EngineFactory> getEngineFactory(IndexSettings settings) {
    // A searchable snapshot is only read, by an engine that OpenSearch picks if nobody else does.
    return OmdbSettings.isOmdb(settings.getSettings()) && settings.isRemoteSnapshot() == false
        ? Optional.of(new OmdbEngineFactory())
        : Optional.empty();
  }

  @Override
  public Map<String, Mapper.TypeParser> getMappers() {
    return Map.of(OmdbVectorFieldMapper.CONTENT_TYPE, OmdbVectorFieldMapper.PARSER);
  }

  @Override
  public List<QuerySpec<?>> getQueries() {
    return List.of(
        new QuerySpec<>(
            OmdbKnnQueryBuilder.NAME, OmdbKnnQueryBuilder::new, OmdbKnnQueryBuilder::parse));
  }
}
