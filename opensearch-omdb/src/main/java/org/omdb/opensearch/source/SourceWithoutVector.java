// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.source;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.opensearch.common.xcontent.XContentHelper;
import org.opensearch.core.common.bytes.BytesReference;
import org.opensearch.core.xcontent.DeprecationHandler;
import org.opensearch.core.xcontent.MediaType;
import org.opensearch.core.xcontent.MediaTypeRegistry;
import org.opensearch.core.xcontent.NamedXContentRegistry;
import org.opensearch.core.xcontent.XContentBuilder;
import org.opensearch.core.xcontent.XContentParser;
import org.opensearch.core.xcontent.XContentParser.Token;

/**
 * Copies a document's source without the vector of one field.
 *
 * <p>A vector within an array of objects is kept, because nothing would tell later which of the
 * objects it belongs to.
 */
final class SourceWithoutVector {

  private final String field;

  /** The paths of the open objects, innermost on top: names, each followed by a dot. */
  private final Deque<String> paths = new ArrayDeque<>();

  private int arrays;
  private boolean isFound;

  private SourceWithoutVector(String field) {
    this.field = field;
  }

  /** Returns the copy, or null if the source has no vector to remove. */
  static BytesReference copy(BytesReference source, MediaType type, String field)
      throws IOException {
    SourceWithoutVector copy = new SourceWithoutVector(field);
    try (XContentParser parser =
            XContentHelper.createParser(
                NamedXContentRegistry.EMPTY, DeprecationHandler.IGNORE_DEPRECATIONS, source, type);
        XContentBuilder builder = MediaTypeRegistry.contentBuilder(type)) {
      copy.copy(parser, builder);
      return copy.isFound ? BytesReference.bytes(builder) : null;
    }
  }

  private void copy(XContentParser parser, XContentBuilder builder) throws IOException {
    String path = "";
    for (Token token = parser.nextToken(); token != null; token = parser.nextToken()) {
      switch (token) {
        case FIELD_NAME:
          path = (paths.isEmpty() ? "" : paths.peek()) + parser.currentName();
          if (arrays == 0 && path.equals(field)) {
            String name = parser.currentName();
            if (parser.nextToken() == Token.VALUE_NULL) {
              builder.nullField(name);
            } else {
              parser.skipChildren();
              isFound = true;
            }
          } else {
            builder.generator().copyCurrentEvent(parser);
          }
          continue;
        case START_OBJECT:
          paths.push(path.isEmpty() ? "" : path + ".");
          break;
        case END_OBJECT:
          paths.pop();
          break;
        case START_ARRAY:
          arrays++;
          break;
        case END_ARRAY:
          arrays--;
          break;
        default:
          break;
      }
      builder.generator().copyCurrentEvent(parser);
    }
  }
}
