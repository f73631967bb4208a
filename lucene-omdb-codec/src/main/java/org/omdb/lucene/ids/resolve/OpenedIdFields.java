// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.ids.resolve;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.IOFunction;

/**
 * The fields in which the documents of a segment may have the ids of one vector field, each opened
 * when it is first asked and then kept. Which field is asked when is up to {@link IdResolver}. For
 * one thread.
 */
public final class OpenedIdFields {

  private final FieldIds own;
  private final Views docValues;
  private final Views stored;
  private final Views terms;

  /**
   * Opens the vector field's own ids; the others later.
   *
   * @param fields opens views
   * @param vectorField whose ids are looked for
   * @throws IOException if reading fails
   */
  public OpenedIdFields(IdFields fields, FieldInfo vectorField) throws IOException {
    own = fields.own(vectorField);
    docValues = new Views(idField -> fields.docValues(idField, vectorField));
    stored = new Views(fields::stored);
    terms = new Views(fields::terms);
  }

  /** Views of one kind, by field. */
  static final class Views {

    private final IOFunction<String, FieldIds> open;
    private final Map<String, FieldIds> byField = new HashMap<>();
    private String foundIn;

    private Views(IOFunction<String, FieldIds> open) {
      this.open = open;
    }

    /** The id that a document has in the first of some fields that has one, or null. */
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

    /** The field in which {@link #first} has found an id last. */
    String foundIn() {
      return foundIn;
    }

    private BytesRef id(String idField, int doc) throws IOException {
      FieldIds ids = byField.get(idField);
      if (ids == null) {
        ids = open.apply(idField);
        byField.put(idField, ids);
      }
      return ids.id(doc);
    }
  }

  /** Doc values under the vector field's own name. */
  FieldIds own() {
    return own;
  }

  /** Doc values of id fields. */
  Views docValues() {
    return docValues;
  }

  /**
   * The id in the doc values of the first of some id fields that has one.
   *
   * @param idFields in the order in which they are asked
   * @param doc number of a document
   * @return null if none has one
   * @throws IOException if reading fails
   */
  public BytesRef docValue(List<String> idFields, int doc) throws IOException {
    return docValues.first(idFields, doc);
  }

  /** Stored values of id fields. */
  Views stored() {
    return stored;
  }

  /** Indexed terms of id fields. */
  Views terms() {
    return terms;
  }
}
