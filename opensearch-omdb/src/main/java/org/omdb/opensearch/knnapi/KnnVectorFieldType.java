// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.knnapi;

import java.util.Map;
import org.omdb.opensearch.mapper.OmdbVectorFieldType;

/** A field of type {@code knn_vector}. */
final class KnnVectorFieldType extends OmdbVectorFieldType {

  private final Integer efSearch;
  private final SpaceType space;

  KnnVectorFieldType(String name, KnnMapping mapping, Map<String, String> meta) {
    super(
        name,
        mapping.dimension(),
        mapping.type(),
        mapping.space().similarity(),
        mapping.hnsw(),
        meta);
    this.space = mapping.space();
    this.efSearch = mapping.methodOrDefault().efSearch();
  }

  /** The number of candidates of a search that does not say it; null if the mapping has none. */
  Integer efSearch() {
    return efSearch;
  }

  @Override
  protected String comparison() {
    return "space_type [" + space + "]";
  }

  @Override
  protected String query() {
    return KnnQueryBuilder.NAME;
  }

  @Override
  public String typeName() {
    return KnnVectorFieldMapper.CONTENT_TYPE;
  }
}
