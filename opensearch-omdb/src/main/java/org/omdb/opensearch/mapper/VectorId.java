// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.mapper;

import org.opensearch.index.mapper.ParseContext;

/**
 * The id of a vector: the {@code _id} of its document, and for a vector in a nested object {@code
 * _id#offset}, such as {@code book#0}. The offset is that of the object in its array, from 0, as
 * {@code _nested} of inner hits has it. Nested objects in nested objects have an offset for each
 * level, from the outermost one on: {@code book#0#3}.
 */
final class VectorId {

  private VectorId() {}

  /** The id of a vector of the document or nested object that is being parsed. */
  static String of(ParseContext context) {
    return of(context.doc(), context);
  }

  private static String of(ParseContext.Document doc, ParseContext context) {
    return doc.getParent() == null
        ? context.sourceToParse().id()
        : of(doc.getParent(), context) + "#" + offset(doc, context);
  }

  /** Objects are parsed in the order of their array. */
  private static int offset(ParseContext.Document doc, ParseContext context) {
    int offset = 0;
    for (ParseContext.Document other : context.nonRootDocuments()) {
      if (other == doc) {
        return offset;
      }
      if (other.getParent() == doc.getParent() && doc.getPath().equals(other.getPath())) {
        offset++;
      }
    }
    throw new IllegalStateException("a nested object is not in its document");
  }
}
