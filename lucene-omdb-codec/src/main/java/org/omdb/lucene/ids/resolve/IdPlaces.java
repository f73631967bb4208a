// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.ids.resolve;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.IOFunction;

/** Views on all fields in which documents have the ids of one vector field, opened once each. */
public final class IdPlaces {

  private final FieldIds own;
  private final Views docValues;
  private final Views stored;
  private final Views terms;
  private String foundIn;

  /**
   * Opens nothing but the vector field's own ids yet.
   *
   * @param source opens the others as they are asked for
   * @param vectorField whose ids are looked for
   * @throws IOException if reading fails
   */
  public IdPlaces(IdFields source, FieldInfo vectorField) throws IOException {
    own = source.own(vectorField);
    docValues = new Views(idField -> source.docValues(idField, vectorField));
    stored = new Views(source::stored);
    terms = new Views(source::terms);
  }

  /** One way in which documents have ids, by field. */
  private final class Views {

    private final IOFunction<String, FieldIds> open;
    private final Map<String, FieldIds> byField = new HashMap<>();

    Views(IOFunction<String, FieldIds> open) {
      this.open = open;
    }

    BytesRef id(String idField, int doc) throws IOException {
      FieldIds ids = byField.get(idField);
      if (ids == null) {
        byField.put(idField, ids = open.apply(idField));
      }
      return ids.id(doc);
    }

    BytesRef first(List<String> idFields, int doc) throws IOException {
      for (String idField : idFields) {
        BytesRef id = id(idField, doc);
        if (id != null) {
          foundIn = idField;
          return id;
        }
      }
      return null;
    }
  }

  /** The id under the vector field's own name, or null. */
  BytesRef own(int doc) throws IOException {
    return own.id(doc);
  }

  /** The id in the doc values of a field, or null. */
  BytesRef docValue(String idField, int doc) throws IOException {
    return docValues.id(idField, doc);
  }

  /**
   * The id that a document has in the first of some fields, in whatever way, or null. Doc values of
   * all come first, then stored fields, then terms: in the order of what they cost.
   */
  BytesRef anywhere(List<String> idFields, int doc) throws IOException {
    BytesRef id = docValues.first(idFields, doc);
    if (id == null) {
      id = stored.first(idFields, doc);
    }
    return id == null ? terms.first(idFields, doc) : id;
  }

  /** The field in which {@link #anywhere} last found an id. */
  String foundIn() {
    return foundIn;
  }
}
