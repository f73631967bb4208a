// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.source;

import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.search.join.BitSetProducer;
import org.omdb.opensearch.mapper.OmdbVectorFieldType;
import org.opensearch.common.lucene.search.Queries;
import org.opensearch.index.IndexService;
import org.opensearch.index.mapper.MapperService;

/**
 * The vector fields of an index. Safe for any number of threads.
 *
 * @param mapper the mapping
 * @param documents which documents of a segment are whole ones, and not nested objects
 */
public record VectorMapping(MapperService mapper, BitSetProducer documents) {

  /**
   * The vector fields of an index.
   *
   * @param index the index
   * @return its fields, also those that it gets later
   */
  public static VectorMapping of(IndexService index) {
    return new VectorMapping(
        index.mapperService(),
        index.cache().bitsetFilterCache().getBitSetProducer(Queries.newNonNestedFilter()));
  }

  /** The vector fields that a segment has. */
  List<String> fields(LeafReader reader) {
    List<String> fields = new ArrayList<>();
    for (FieldInfo info : reader.getFieldInfos()) {
      if (info.hasVectorValues() && mapper.fieldType(info.name) instanceof OmdbVectorFieldType) {
        fields.add(info.name);
      }
    }
    return fields;
  }

  /** The path of the nested objects that a field is in; null if it is in none. */
  String nestedPath(String field) {
    return mapper.documentMapper().mappers().getNestedScope(field);
  }
}
