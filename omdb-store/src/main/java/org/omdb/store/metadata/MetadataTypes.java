// SPDX-License-Identifier: Apache-2.0
package org.omdb.store.metadata;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.util.UnicodeUtil;

/** Which keys and values metadata may have. */
public final class MetadataTypes {

  private static final Set<Class<?>> SCALARS =
      Set.of(
          String.class,
          Boolean.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class,
          Instant.class,
          UUID.class);

  private static final String EXPECTED =
      "a String, Boolean, Integer, Long, Float, Double, Instant, UUID";

  private MetadataTypes() {}

  /**
   * Checks metadata and copies it.
   *
   * @param id of its document, for messages
   * @param metadata null for none
   * @return a copy that never changes, in the order of the original
   * @throws IllegalArgumentException if a key or value can't be kept
   */
  public static Map<String, Object> copy(String id, Map<String, ?> metadata) {
    if (metadata == null || metadata.isEmpty()) {
      return Map.of();
    }
    Map<String, Object> copy = new LinkedHashMap<>();
    metadata.forEach(
        (key, value) -> {
          try {
            checkKey(key);
            copy.put(key, copy(key, value));
          } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("document \"" + id + "\": " + e.getMessage(), e);
          }
        });
    return Collections.unmodifiableMap(copy);
  }

  private static Object copy(String key, Object value) {
    if (value instanceof Collection<?> members) {
      List<Object> copy = new ArrayList<>(members.size());
      for (Object member : members) {
        checkScalar(key, member, " or a list of these, got a list with ");
        copy.add(member);
      }
      return Collections.unmodifiableList(copy);
    }
    checkScalar(key, value, " or a list of these, got ");
    return value;
  }

  /**
   * Checks a key.
   *
   * @param key of metadata
   * @throws IllegalArgumentException if it can't be one
   */
  public static void checkKey(String key) {
    if (key == null || key.isEmpty()) {
      throw new IllegalArgumentException(
          "a key of metadata must have at least one character, got "
              + (key == null ? "null" : "an empty string"));
    }
    if (UnicodeUtil.validUTF16String(key) == false) {
      throw new IllegalArgumentException(
          "a key of metadata must be a valid string, got one with half of a surrogate pair: \""
              + key
              + "\"");
    }
    int length = UnicodeUtil.calcUTF16toUTF8Length(key, 0, key.length());
    if (length > IndexWriter.MAX_TERM_LENGTH) {
      throw new IllegalArgumentException(
          "a key of metadata must have at most "
              + IndexWriter.MAX_TERM_LENGTH
              + " bytes of UTF-8, got "
              + length
              + ": \""
              + key.substring(0, 30)
              + "...\"");
    }
  }

  /**
   * Checks what a filter compares with.
   *
   * @param key of metadata
   * @param value to compare with
   * @throws IllegalArgumentException if no metadata can have them
   */
  public static void checkOperand(String key, Object value) {
    checkKey(key);
    checkScalar(key, value, " to compare with, got ");
  }

  /**
   * Checks what a filter compares with by order.
   *
   * @param key of metadata
   * @param value to compare with
   * @throws IllegalArgumentException if no metadata can have them, or if they have no order
   */
  public static void checkOrderedOperand(String key, Object value) {
    checkOperand(key, value);
    if (value instanceof Boolean) {
      throw new IllegalArgumentException(
          "metadata \"" + key + "\": booleans have no order, got " + value);
    }
  }

  private static void checkScalar(String key, Object value, String got) {
    if (value == null || SCALARS.contains(value.getClass()) == false) {
      throw new IllegalArgumentException(
          "metadata \""
              + key
              + "\": expected "
              + EXPECTED
              + got
              + (value == null ? "null" : value.getClass().getName()));
    }
  }
}
