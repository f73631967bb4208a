// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.mapper;

import java.util.Map;
import org.omdb.opensearch.index.OmdbSettings;
import org.opensearch.index.mapper.Mapper;
import org.opensearch.index.mapper.ParametrizedFieldMapper;

/**
 * The mapping type {@code omdb_vector}.
 *
 * <pre>
 * "embedding": {
 *   "type": "omdb_vector", "dimension": 300, "similarity": "cosine", "m": 16, "ef_construction": 120
 * }
 * </pre>
 *
 * <p>{@code m} and {@code ef_construction} may change at any time, and apply to segments written
 * from then on. What an update of the mapping does not name stays as it is, except for {@code
 * meta}, which OpenSearch's types lose too. {@code dimension} and {@code similarity} can't change,
 * because Lucene fixes both with the first vector of a field.
 */
public final class OmdbVectorFieldMapper extends VectorFieldMapper {

  /** The name of the type. */
  public static final String CONTENT_TYPE = "omdb_vector";

  /** Makes mappers from mappings. */
  public static final Mapper.TypeParser PARSER = OmdbVectorFieldMapper::parseMapping;

  private final VectorParameters parameters;

  OmdbVectorFieldMapper(
      String simpleName, OmdbVectorFieldType fieldType, VectorParameters parameters) {
    super(simpleName, fieldType);
    this.parameters = parameters;
  }

  private static Mapper.Builder<?> parseMapping(
      String name, Map<String, Object> node, Mapper.TypeParser.ParserContext context) {
    checkMapping(name, CONTENT_TYPE, OmdbSettings.OMDB, node, context);
    VectorMappingBuilder builder = new VectorMappingBuilder(name);
    builder.parse(name, context, node);
    return builder;
  }

  VectorParameters parameters() {
    return parameters;
  }

  @Override
  public ParametrizedFieldMapper.Builder getMergeBuilder() {
    return new VectorMappingBuilder(simpleName()).init(this);
  }
}
