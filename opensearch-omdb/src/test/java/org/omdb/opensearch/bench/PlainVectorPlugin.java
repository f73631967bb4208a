// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.bench;

import java.util.List;
import java.util.Map;
import org.opensearch.index.mapper.Mapper;
import org.opensearch.plugins.MapperPlugin;
import org.opensearch.plugins.Plugin;
import org.opensearch.plugins.SearchPlugin;

/** The baseline: Lucene's vector field and query, and the default codec of the index. */
public final class PlainVectorPlugin extends Plugin implements MapperPlugin, SearchPlugin {

  public PlainVectorPlugin() {}

  @Override
  public Map<String, Mapper.TypeParser> getMappers() {
    return Map.of(PlainVectorFieldMapper.CONTENT_TYPE, PlainVectorFieldMapper.PARSER);
  }

  @Override
  public List<QuerySpec<?>> getQueries() {
    return List.of(
        new QuerySpec<>(
            PlainKnnQueryBuilder.NAME, PlainKnnQueryBuilder::new, PlainKnnQueryBuilder::parse));
  }
}
