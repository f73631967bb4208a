// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.opensearch.common.collect.Tuple;
import org.opensearch.common.xcontent.XContentHelper;
import org.opensearch.common.xcontent.XContentType;
import org.opensearch.core.common.bytes.BytesArray;
import org.opensearch.core.common.bytes.BytesReference;
import org.opensearch.core.xcontent.DeprecationHandler;
import org.opensearch.core.xcontent.MediaType;
import org.opensearch.core.xcontent.MediaTypeRegistry;
import org.opensearch.core.xcontent.NamedXContentRegistry;
import org.opensearch.core.xcontent.XContentBuilder;
import org.opensearch.core.xcontent.XContentParser;

/** Puts vectors back into a source, where {@link SourceWithoutVector} removed them. */
final class SourceWithVectors {

  private SourceWithVectors() {}

  /**
   * Copies a source and adds vectors to it, as arrays of numbers. A vector that the source already
   * has is kept as it is.
   *
   * @param source as stored, in JSON or any other media type of OpenSearch
   * @param fields the vectors of each field
   */
  static byte[] copy(byte[] source, List<FieldVectors> fields) throws IOException {
    Tuple<? extends MediaType, Map<String, Object>> parsed = parse(new BytesArray(source));
    Map<String, Object> document = new LinkedHashMap<>(parsed.v2());
    for (FieldVectors field : fields) {
      put(document, field);
    }
    try (XContentBuilder builder = MediaTypeRegistry.contentBuilder(parsed.v1())) {
      return BytesReference.toBytes(BytesReference.bytes(builder.map(document)));
    }
  }

  /** Other media types than JSON have numbers in binary, which OpenSearch's own maps keep. */
  private static Tuple<? extends MediaType, Map<String, Object>> parse(BytesReference source)
      throws IOException {
    if (isJson(source) == false) {
      return XContentHelper.convertToMap(source, true, (MediaType) null);
    }
    try (XContentParser parser =
        XContentHelper.createParser(
            NamedXContentRegistry.EMPTY,
            DeprecationHandler.IGNORE_DEPRECATIONS,
            source,
            XContentType.JSON)) {
      parser.nextToken();
      return Tuple.tuple(XContentType.JSON, ExactNumbers.object(parser));
    }
  }

  /** An object in JSON may have white space before it. No other media type begins so. */
  private static boolean isJson(BytesReference source) {
    int start = 0;
    while (start < source.length() && " \t\r\n".indexOf(source.get(start)) >= 0) {
      start++;
    }
    return start < source.length() && source.get(start) == '{';
  }

  private static void put(Map<String, Object> document, FieldVectors field) {
    List<Map<String, Object>> objects = new ArrayList<>();
    int prefix = 0;
    if (field.nested() == null) {
      objects.add(document);
    } else {
      addNested(document, "", field.nested(), objects);
      prefix = field.nested().length() + 1;
    }
    // If a mapping filters the source, it may lack objects. Then vectors were not removed.
    if (objects.size() == field.vectors().size()) {
      for (int i = 0; i < objects.size(); i++) {
        if (field.vectors().get(i) != null) {
          put(objects.get(i), field.field().substring(prefix), field.vectors().get(i));
        }
      }
    }
  }

  /** Adds the objects of a path, in their order. */
  private static void addNested(
      Map<String, Object> object, String prefix, String path, List<Map<String, Object>> objects) {
    for (Map.Entry<String, Object> member : object.entrySet()) {
      String memberPath = prefix + member.getKey();
      if (path.equals(memberPath)) {
        addObjects(member.getValue(), objects);
      } else if (path.startsWith(memberPath + '.')) {
        List<Map<String, Object>> inner = new ArrayList<>();
        addObjects(member.getValue(), inner);
        inner.forEach(one -> addNested(one, memberPath + '.', path, objects));
      }
    }
  }

  /** Adds an object, or those of an array. */
  private static void addObjects(Object value, List<Map<String, Object>> objects) {
    if (value instanceof Map<?, ?>) {
      objects.add(asObject(value));
    } else if (value instanceof List<?> list) {
      list.forEach(element -> addObjects(element, objects));
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
      put(asObject(inner), path.substring(dot + 1), vector);
    }
  }

  @SuppressWarnings("unchecked") // objects of a source have strings for keys
  private static Map<String, Object> asObject(Object value) {
    return (Map<String, Object>) value;
  }
}
