// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.knnapi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.opensearch.common.xcontent.XContentFactory;
import org.opensearch.common.xcontent.support.XContentMapValues;
import org.opensearch.core.xcontent.ToXContentFragment;
import org.opensearch.core.xcontent.XContentBuilder;

/**
 * The parameter {@code method} of a mapping. What it does not give is null.
 *
 * @param spaceType the same as {@code space_type} beside of the method
 * @param engine is kept, and has no effect
 * @param m M of the graph
 * @param efConstruction number of candidates while a graph is built
 * @param efSearch number of candidates of a search that does not say it
 * @param encoder is kept, and has no effect
 */
record KnnMethod(
    SpaceType spaceType,
    String engine,
    Integer m,
    Integer efConstruction,
    Integer efSearch,
    Map<String, Object> encoder)
    implements ToXContentFragment {

  /** A mapping without a method. */
  static final KnnMethod DEFAULT = new KnnMethod(null, null, null, null, null, null);

  private static final List<String> ENGINES = List.of("faiss", "lucene", "nmslib");
  private static final List<String> ENCODERS = List.of("binary", "flat", "sq");

  static KnnMethod parse(Object value) {
    Map<String, Object> method = copy("method", value);
    Object name = method.remove("name");
    if (name == null || name.equals("hnsw") == false) {
      throw new IllegalArgumentException(
          "[method.name] must be [hnsw], got ["
              + name
              + "]: vectors are searched by HNSW graphs, and there is no training");
    }
    Object space = method.remove("space_type");
    Object engine = method.remove("engine");
    if (engine != null && ENGINES.contains(engine.toString().toLowerCase(Locale.ROOT)) == false) {
      throw new IllegalArgumentException(
          "[method.engine] must be one of " + ENGINES + ", got [" + engine + "]");
    }
    Object given = method.remove("parameters");
    Map<String, Object> parameters = given == null ? Map.of() : copy("method.parameters", given);
    KnnMethod parsed =
        new KnnMethod(
            space == null ? null : SpaceType.of(space.toString()),
            engine == null ? null : engine.toString().toLowerCase(Locale.ROOT),
            integer(parameters, "m"),
            integer(parameters, "ef_construction"),
            integer(parameters, "ef_search"),
            encoder(parameters.get("encoder")));
    checkNames("method", method, List.of());
    checkNames(
        "method.parameters", parameters, List.of("m", "ef_construction", "ef_search", "encoder"));
    return parsed;
  }

  /** The same, with the space of another one if this does not say it. */
  KnnMethod withSpaceOf(KnnMethod other) {
    return spaceType != null || other == null
        ? this
        : new KnnMethod(other.spaceType, engine, m, efConstruction, efSearch, encoder);
  }

  private static Map<String, Object> copy(String name, Object value) {
    if (value instanceof Map<?, ?> == false) {
      throw new IllegalArgumentException("[" + name + "] must be an object, got " + value);
    }
    Map<String, Object> copy = new HashMap<>();
    ((Map<?, ?>) value).forEach((key, member) -> copy.put(key.toString(), member));
    return copy;
  }

  private static Integer integer(Map<String, Object> parameters, String name) {
    Object value = parameters.get(name);
    return value == null ? null : (Integer) XContentMapValues.nodeIntegerValue(value);
  }

  private static Map<String, Object> encoder(Object value) {
    if (value == null) {
      return null;
    }
    Map<String, Object> encoder = new TreeMap<>(copy("method.parameters.encoder", value));
    if (ENCODERS.contains(String.valueOf(encoder.get("name"))) == false) {
      throw new IllegalArgumentException(
          "the encoder of [method.parameters] must be one of "
              + ENCODERS
              + ", got ["
              + encoder.get("name")
              + "]: codes are made without training");
    }
    encoder.computeIfPresent(
        "parameters", (name, given) -> new TreeMap<>(copy("encoder.parameters", given)));
    return encoder;
  }

  private static void checkNames(String of, Map<String, Object> given, List<String> known) {
    for (String name : given.keySet()) {
      if (known.contains(name) == false) {
        throw new IllegalArgumentException(
            "[" + of + "] of method [hnsw] has no parameter [" + name + "]");
      }
    }
  }

  @Override
  public XContentBuilder toXContent(XContentBuilder builder, Params params) throws IOException {
    builder.startObject().field("name", "hnsw");
    put(builder, "space_type", spaceType == null ? null : spaceType.toString());
    put(builder, "engine", engine);
    if (m != null || efConstruction != null || efSearch != null || encoder != null) {
      builder.startObject("parameters");
      put(builder, "m", m);
      put(builder, "ef_construction", efConstruction);
      put(builder, "ef_search", efSearch);
      put(builder, "encoder", encoder);
      builder.endObject();
    }
    return builder.endObject();
  }

  /** As in a mapping, for error messages. */
  @Override
  public String toString() {
    try (XContentBuilder json = XContentFactory.jsonBuilder()) {
      return toXContent(json, EMPTY_PARAMS).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void put(XContentBuilder builder, String name, Object value) throws IOException {
    if (value != null) {
      builder.field(name, value);
    }
  }
}
