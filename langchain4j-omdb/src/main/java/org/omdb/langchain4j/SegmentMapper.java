// SPDX-License-Identifier: Apache-2.0
package org.omdb.langchain4j;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.omdb.store.OmdbDocument;

/** Embeddings and segments as documents of a store, and back. */
final class SegmentMapper {

  private SegmentMapper() {}

  /**
   * @param segment null for none
   */
  static OmdbDocument toDocument(String id, Embedding embedding, TextSegment segment) {
    return segment == null
        ? new OmdbDocument(id, embedding.vector())
        : new OmdbDocument(id, embedding.vector(), segment.text(), segment.metadata().toMap());
  }

  /**
   * The segment of a document, null if it has no text, or nothing but white space, which
   * LangChain4j refuses. It has no type for booleans, times and lists, which other writers may have
   * put there: they become strings. Nor has it blank keys, which are left out.
   */
  static TextSegment toSegment(OmdbDocument document) {
    if (document.text() == null || document.text().isBlank()) {
      return null;
    }
    Map<String, Object> metadata = new HashMap<>(document.metadata());
    metadata.keySet().removeIf(String::isBlank);
    metadata.replaceAll((key, value) -> isForeign(value) ? value.toString() : value);
    return TextSegment.from(document.text(), Metadata.from(metadata));
  }

  private static boolean isForeign(Object value) {
    return value instanceof Boolean || value instanceof Instant || value instanceof List;
  }
}
