// SPDX-License-Identifier: Apache-2.0
package org.omdb.store;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.omdb.store.metadata.MetadataTypes;

/**
 * What a store keeps under one id: a vector, and if wanted a text and metadata.
 *
 * <p>All of it comes back as it was: the vector bit for bit, and each value of the metadata with
 * its type. Strings are kept as UTF-8, so an unpaired surrogate, which is no character, comes back
 * as U+FFFD.
 *
 * @param id 1 to 32,766 bytes of UTF-8; one document of a store has it
 * @param vector as many finite components as all vectors of the store have; neither copied nor
 *     changed, so leave it alone until the document is written
 * @param text what full text search looks at; null for none
 * @param metadata what filters look at. Keys have at least one character. Values are of type
 *     String, Boolean, Integer, Long, Float, Double, Instant or UUID, or are collections of these,
 *     which come back as lists. A key is a field of the Lucene index: there may be thousands, not
 *     millions of different ones. It is copied
 */
public record OmdbDocument(String id, float[] vector, String text, Map<String, Object> metadata) {

  /**
   * Checks the types of metadata and copies it. The other parts are checked when the document is
   * written.
   *
   * @throws IllegalArgumentException if metadata has a key or value that can't be kept
   */
  public OmdbDocument {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(vector, "vector");
    metadata = MetadataTypes.copy(id, metadata);
  }

  /**
   * A document without text and metadata.
   *
   * @param id its id
   * @param vector its vector
   */
  public OmdbDocument(String id, float[] vector) {
    this(id, vector, null, Map.of());
  }

  /**
   * A document without metadata.
   *
   * @param id its id
   * @param vector its vector
   * @param text its text
   */
  public OmdbDocument(String id, float[] vector, String text) {
    this(id, vector, text, Map.of());
  }

  /** Equal ids, components of vectors, texts and metadata. */
  @Override
  public boolean equals(Object other) {
    return other instanceof OmdbDocument document
        && id.equals(document.id)
        && Arrays.equals(vector, document.vector)
        && Objects.equals(text, document.text)
        && metadata.equals(document.metadata);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, Arrays.hashCode(vector), text, metadata);
  }

  /** The number of components stands for the vector. */
  @Override
  public String toString() {
    return "OmdbDocument[id="
        + id
        + ", vector="
        + vector.length
        + " components, text="
        + text
        + ", metadata="
        + metadata
        + "]";
  }
}
