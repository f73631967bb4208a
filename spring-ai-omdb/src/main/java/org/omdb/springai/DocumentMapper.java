// SPDX-License-Identifier: Apache-2.0
package org.omdb.springai;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.omdb.store.OmdbDocument;
import org.springframework.ai.document.Document;
import org.springframework.ai.document.DocumentMetadata;

/** Documents of Spring AI as documents of a store, and back. */
final class DocumentMapper {

  private static final String DISTANCE = DocumentMetadata.DISTANCE.value();

  private DocumentMapper() {}

  /**
   * @throws IllegalArgumentException if the metadata has a value that can't be kept
   */
  static OmdbDocument toOmdb(Document document, float[] embedding) {
    Map<String, Object> metadata = new HashMap<>(document.getMetadata());
    metadata.remove(DISTANCE); // of the search that found it, if it is written again
    metadata.replaceAll(
        (key, value) ->
            value instanceof Collection<?> members
                ? members.stream().map(DocumentMapper::toOmdb).toList()
                : toOmdb(value));
    return new OmdbDocument(document.getId(), embedding, document.getText(), metadata);
  }

  /** A scalar value of metadata or of a filter, as a store keeps it. */
  static Object toOmdb(Object value) {
    if (value instanceof Byte || value instanceof Short) {
      return ((Number) value).intValue();
    }
    if (value instanceof Timestamp time) {
      return time.toInstant(); // with nanoseconds
    }
    if (value instanceof Date date) {
      return Instant.ofEpochMilli(date.getTime()); // java.sql.Date has no toInstant
    }
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    return value;
  }

  static Document toSpring(OmdbDocument document, double score) {
    Map<String, Object> metadata = new HashMap<>(document.metadata());
    metadata.put(DISTANCE, 1 - score);
    return Document.builder()
        .id(document.id())
        .text(document.text() == null ? "" : document.text()) // another writer may leave it out
        .metadata(metadata)
        .score(score)
        .build();
  }
}
