// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.knnapi;

import java.util.Map;
import org.omdb.opensearch.index.OmdbSettings;
import org.omdb.opensearch.mapper.VectorFieldMapper;
import org.opensearch.index.mapper.Mapper;
import org.opensearch.index.mapper.ParametrizedFieldMapper;

/**
 * The mapping type {@code knn_vector}, in an index with {@code index.omdb.knn_api: true}.
 *
 * <pre>
 * "my_vector": {
 *   "type": "knn_vector", "dimension": 3, "space_type": "l2",
 *   "method": { "name": "hnsw", "engine": "lucene", "parameters": { "m": 16, "ef_construction": 100 } }
 * }
 * </pre>
 */
public final class KnnVectorFieldMapper extends VectorFieldMapper {

  /** The name of the type. */
  public static final String CONTENT_TYPE = "knn_vector";

  /** Makes mappers from mappings. */
  public static final Mapper.TypeParser PARSER = KnnVectorFieldMapper::parseMapping;

  private static final Map<String, String> REFUSED =
      Map.of(
          "model_id", "there are no models, because nothing is trained",
          "similarity", "[space_type] says how vectors are compared");

  private final KnnMapping mapping;

  KnnVectorFieldMapper(String simpleName, KnnVectorFieldType fieldType, KnnMapping mapping) {
    super(simpleName, fieldType);
    this.mapping = mapping;
  }

  private static Mapper.Builder<?> parseMapping(
      String name, Map<String, Object> node, Mapper.TypeParser.ParserContext context) {
    checkMapping(name, CONTENT_TYPE, OmdbSettings.KNN_API, node, context);
    refuse(name, CONTENT_TYPE, node, REFUSED);
    KnnMappingBuilder builder = new KnnMappingBuilder(name);
    builder.parse(name, context, node);
    return builder;
  }

  KnnMapping mapping() {
    return mapping;
  }

  @Override
  public ParametrizedFieldMapper.Builder getMergeBuilder() {
    return new KnnMappingBuilder(simpleName()).init(this);
  }
}
