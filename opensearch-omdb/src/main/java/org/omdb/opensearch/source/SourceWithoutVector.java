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
 * Copies a document's source without the vectors of one field.
 *
 * <p>A vector within an array of objects is kept, because nothing would tell later which of the
 * objects it belongs to. If the objects are nested ones, the segment tells.
 */
final class SourceWithoutVector {

  /**
   * An open object.
   *
   * @param path names, each followed by a dot
   * @param arrays how many arrays are around the nested object that it is in, or is; 0 if it is in
   *     none
   */
  private record Level(String path, int arrays) {}

  private final String field;
  private final String nestedPath;

  /** The open objects, innermost on top. */
  private final Deque<Level> levels = new ArrayDeque<>();

  private int arrays;
  private boolean isFound;

  private SourceWithoutVector(String field, String nested) {
    this.field = field;
    this.nestedPath = nested == null ? "" : nested + ".";
  }

  /**
   * Returns the copy, or null if the source has no vector to remove.
   *
   * @param nested path of the nested objects that the field is in; null if it is in none
   */
  static BytesReference copy(BytesReference source, MediaType type, String field, String nested)
      throws IOException {
    SourceWithoutVector copy = new SourceWithoutVector(field, nested);
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
          path = levels.peek().path + parser.currentName();
          if (path.equals(field) && arrays == levels.peek().arrays) {
            String name = parser.currentName();
            if (parser.nextToken() == Token.VALUE_NULL) {
              builder.nullField(name);
            } else {
              parser.skipChildren();
              isFound = true;
            }
          } else {
            builder.field(parser.currentName());
          }
          continue;
        case START_OBJECT:
          levels.push(open(path.isEmpty() ? "" : path + "."));
          break;
        case END_OBJECT:
          String ended = levels.pop().path;
          path = ended.isEmpty() ? "" : ended.substring(0, ended.length() - 1); // for the next one
          break;
        case START_ARRAY:
          arrays++;
          break;
        case END_ARRAY:
          arrays--;
          break;
        case VALUE_NUMBER:
          builder.value(ExactNumbers.number(parser));
          continue;
        default:
          break;
      }
      builder.generator().copyCurrentEvent(parser);
    }
  }

  private Level open(String path) {
    boolean isNested = path.isEmpty() == false && path.equals(nestedPath);
    int around = levels.isEmpty() ? 0 : levels.peek().arrays;
    return new Level(path, isNested ? arrays : around);
  }
}
