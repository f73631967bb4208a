// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.codec;

import java.io.IOException;
import java.util.HashMap;
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

  IdPlaces(IdFieldSource source, FieldInfo vectorField) throws IOException {
    this.source = source;
    this.vectorField = vectorField;
    this.own = source.own(vectorField);
  }

  /** The id under the vector field's own name, or null. */
  BytesRef own(int doc) throws IOException {
    return own.id(doc);
  }

  /** The id in the doc values of a field, which may be null; or null. */
  BytesRef docValue(String idField, int doc) throws IOException {
    if (idField == null) {
      return null;
    }
    DocumentIds ids = docValues.get(idField);
    if (ids == null) {
      docValues.put(idField, ids = source.docValues(idField, vectorField));
    }
    return ids.id(doc);
  }

  /** The id that a document has in a field, which may be null, in whatever way; or null. */
  BytesRef anywhere(String idField, int doc) throws IOException {
    if (idField == null) {
      return null;
    }
    BytesRef id = docValue(idField, doc);
    if (id != null) {
      return id;
    }
    DocumentIds ids = stored.get(idField);
    if (ids == null) {
      stored.put(idField, ids = source.stored(idField));
    }
    if ((id = ids.id(doc)) != null) {
      return id;
    }
    ids = terms.get(idField);
    if (ids == null) {
      terms.put(idField, ids = source.terms(idField));
    }
    return ids.id(doc);
  }
}
