// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.source;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.LeafReader;
import org.omdb.opensearch.vector.StoredVectors;

/** The vectors of all vector fields of a segment, by document. For one thread. */
final class SegmentVectors {

  private final Map<String, StoredVectors> byField = new LinkedHashMap<>();

  SegmentVectors(LeafReader reader, List<String> fields) {
    for (String field : fields) {
      byField.put(field, new StoredVectors(reader, field));
    }
  }

  /** The vectors of a document, by field. */
  Map<String, List<Number>> of(int doc) throws IOException {
    Map<String, List<Number>> vectors = new LinkedHashMap<>();
    for (Map.Entry<String, StoredVectors> field : byField.entrySet()) {
      List<Number> vector = field.getValue().numbers(doc);
      if (vector != null) {
        vectors.put(field.getKey(), vector);
      }
    }
    return vectors;
  }
}
