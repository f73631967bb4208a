// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.codec;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.util.BytesRef;

/** Views on all fields in which documents have the ids of one vector field, opened once each. */
final class IdPlaces {

  private final IdFieldSource source;
  private final FieldInfo vectorField;
  private final DocumentIds own;
  private final Map<String, DocumentIds> docValues = new HashMap<>();
  private final Map<String, DocumentIds> stored = new HashMap<>();
  private final Map<String, DocumentIds> terms = new HashMap<>();
  private String foundIn;

  IdPlaces(IdFieldSource source, FieldInfo vectorField) throws IOException {
    this.source = source;
    this.vectorField = vectorField;
    this.own = source.own(vectorField);
  }

  /** The id under the vector field's own name, or null. */
  BytesRef own(int doc) throws IOException {
    return own.id(doc);
  }

  /** The id in the doc values of a field, or null. */
  BytesRef docValue(String idField, int doc) throws IOException {
    DocumentIds ids = docValues.get(idField);
    if (ids == null) {
      docValues.put(idField, ids = source.docValues(idField, vectorField));
    }
    return ids.id(doc);
  }

  /**
   * The id that a document has in the first of some fields, in whatever way, or null. Doc values of
   * all come first, then stored fields, then terms: in the order of what they cost.
   */
  BytesRef anywhere(List<String> idFields, int doc) throws IOException {
    for (String idField : idFields) {
      BytesRef id = docValue(idField, doc);
      if (id != null) {
        foundIn = idField;
        return id;
      }
    }
    for (String idField : idFields) {
      DocumentIds ids = stored.get(idField);
      if (ids == null) {
        stored.put(idField, ids = source.stored(idField));
      }
      BytesRef id = ids.id(doc);
      if (id != null) {
        foundIn = idField;
        return id;
      }
    }
    for (String idField : idFields) {
      DocumentIds ids = terms.get(idField);
      if (ids == null) {
        terms.put(idField, ids = source.terms(idField));
      }
      BytesRef id = ids.id(doc);
      if (id != null) {
        foundIn = idField;
        return id;
      }
    }
    return null;
  }

  /** The field in which {@link #anywhere} last found an id. */
  String foundIn() {
    return foundIn;
  }
}
