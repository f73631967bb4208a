// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;

/** Reads and writes the JSON of requests and responses. */
public final class Json {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Json() {}

  /** A string in quotes. */
  public static String quote(String string) {
    try {
      return JSON.writeValueAsString(string);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /** Reads JSON. */
  public static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError(json, e);
    }
  }

  /** A vector as an array of numbers. */
  public static String array(float[] vector) {
    return Arrays.toString(vector);
  }

  /** A vector from an array of numbers. */
  public static float[] vector(JsonNode array) {
    float[] vector = new float[array.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = Float.parseFloat(array.get(i).asText());
    }
    return vector;
  }

  /** Replaces {@code '} by quotation marks. */
  public static String of(String json) {
    return json.replace('\'', '"');
  }
}
