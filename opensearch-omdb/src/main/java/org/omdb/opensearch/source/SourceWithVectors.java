// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.source;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.opensearch.common.collect.Tuple;
import org.opensearch.common.xcontent.XContentHelper;
import org.opensearch.core.common.bytes.BytesArray;
import org.opensearch.core.common.bytes.BytesReference;
import org.opensearch.core.xcontent.MediaType;
import org.opensearch.core.xcontent.MediaTypeRegistry;
import org.opensearch.core.xcontent.XContentBuilder;

/** Puts vectors back into a source, where {@link SourceWithoutVector} removed them. */
final class SourceWithVectors {

  private SourceWithVectors() {}

  /**
   * Copies a source and adds vectors to it, as arrays of numbers. A vector that the source already
   * has is kept as it is.
   *
   * @param source as stored, in JSON or any other media type of OpenSearch
   * @param vectors by the path of their field
   */
  static byte[] copy(byte[] source, Map<String, List<Number>> vectors) throws IOException {
    Tuple<? extends MediaType, Map<String, Object>> parsed =
        XContentHelper.convertToMap(new BytesArray(source), true, (MediaType) null);
    Map<String, Object> document = new LinkedHashMap<>(parsed.v2());
    vectors.forEach((field, vector) -> put(document, field, vector));
    try (XContentBuilder builder = MediaTypeRegistry.contentBuilder(parsed.v1())) {
      return BytesReference.toBytes(BytesReference.bytes(builder.map(document)));
    }
  }

  private static void put(Map<String, Object> object, String path, List<Number> vector) {
    if (object.containsKey(path)) {
      return;
    }
    int dot = path.indexOf('.');
    if (dot < 0) {
      object.put(path, vector);
      return;
    }
    Object inner = object.computeIfAbsent(path.substring(0, dot), name -> new LinkedHashMap<>());
    if (inner instanceof Map<?, ?>) { // else an array of objects, which has kept its vector
      @SuppressWarnings("unchecked") // objects of a source have strings for keys
      Map<String, Object> innerObject = (Map<String, Object>) inner;
      put(innerObject, path.substring(dot + 1), vector);
    }
  }
}
