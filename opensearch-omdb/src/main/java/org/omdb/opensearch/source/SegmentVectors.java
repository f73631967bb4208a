// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.omdb.opensearch.vector.StoredVectors;
import org.opensearch.index.mapper.NestedPathFieldMapper;

/**
 * The vectors of all vector fields of a segment, by document. For one thread.
 *
 * <p>Nested objects are documents of their own, right before the one that they belong to. Those of
 * one path are in the order in which the source has them.
 */
final class SegmentVectors {

  private final LeafReader reader;
  private final VectorMapping mapping;
  private final Map<String, StoredVectors> byField = new LinkedHashMap<>();

  SegmentVectors(LeafReader reader, VectorMapping mapping) {
    this.reader = reader;
    this.mapping = mapping;
    for (String field : mapping.fields(reader)) {
      byField.put(field, new StoredVectors(reader, field));
    }
  }

  /**
   * The vectors of a document, by field.
   *
   * @param doc number of a whole document within the segment
   * @return fields of which it has at least one vector
   */
  List<FieldVectors> of(int doc) throws IOException {
    List<FieldVectors> all = new ArrayList<>();
    for (Map.Entry<String, StoredVectors> field : byField.entrySet()) {
      String nested = mapping.nestedPath(field.getKey());
      List<List<Number>> vectors =
          nested == null
              ? Collections.singletonList(field.getValue().numbers(doc))
              : ofNested(doc, nested, field.getValue());
      if (vectors.stream().anyMatch(vector -> vector != null)) {
        all.add(new FieldVectors(field.getKey(), nested, vectors));
      }
    }
    return all;
  }

  private List<List<Number>> ofNested(int doc, String path, StoredVectors stored)
      throws IOException {
    int first =
        doc == 0 ? 0 : mapping.documents().getBitSet(reader.getContext()).prevSetBit(doc - 1) + 1;
    PostingsEnum objects =
        reader.postings(new Term(NestedPathFieldMapper.NAME, path), PostingsEnum.NONE);
    List<List<Number>> vectors = new ArrayList<>();
    int object = objects == null ? DocIdSetIterator.NO_MORE_DOCS : objects.advance(first);
    while (object < doc) {
      vectors.add(stored.numbers(object));
      object = objects.nextDoc();
    }
    return vectors;
  }
}
