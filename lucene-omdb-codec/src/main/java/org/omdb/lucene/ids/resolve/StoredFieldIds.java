// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.ids.resolve;

import java.io.IOException;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.StoredFieldVisitor;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.BytesRef;

/**
 * Ids that documents have as a stored string or bytes. A stored number is no id. It is ignored if
 * the field is indexed too, because then the term is the id; otherwise it is an error. Documents
 * may be asked in any order.
 */
public final class StoredFieldIds extends StoredFieldVisitor implements FieldIds {

  private final StoredFields storedFields;
  private final String idField;
  private final boolean isIndexed;
  private int doc;
  private BytesRef id;

  /**
   * A view of one id field.
   *
   * @param storedFields of the segment
   * @param idField its field info there
   */
  public StoredFieldIds(StoredFields storedFields, FieldInfo idField) {
    this.storedFields = storedFields;
    this.idField = idField.name;
    this.isIndexed = idField.getIndexOptions() != IndexOptions.NONE;
  }

  @Override
  public BytesRef id(int doc) throws IOException {
    this.doc = doc;
    id = null;
    storedFields.document(doc, this);
    return id;
  }

  @Override
  public Status needsField(FieldInfo field) {
    return field.name.equals(idField) ? Status.YES : Status.NO;
  }

  @Override
  public void stringField(FieldInfo field, String value) {
    set(new BytesRef(value));
  }

  @Override
  public void binaryField(FieldInfo field, byte[] value) {
    set(new BytesRef(value));
  }

  @Override
  public void intField(FieldInfo field, int value) {
    passOver(value);
  }

  @Override
  public void longField(FieldInfo field, long value) {
    passOver(value);
  }

  @Override
  public void floatField(FieldInfo field, float value) {
    passOver(value);
  }

  @Override
  public void doubleField(FieldInfo field, double value) {
    passOver(value);
  }

  private void set(BytesRef value) {
    if (id != null && id.equals(value) == false) {
      throw new IllegalArgumentException(
          "document "
              + doc
              + " has several stored values in id field \""
              + idField
              + "\", \""
              + Term.toString(id)
              + "\" and \""
              + Term.toString(value)
              + "\": an id must be unambiguous");
    }
    id = value;
  }

  private void passOver(Number value) {
    if (isIndexed) {
      return;
    }
    throw new IllegalArgumentException(
        "document "
            + doc
            + " has the number "
            + value
            + " stored in id field \""
            + idField
            + "\", expected a string: an id is a string, and none is made up from a number");
  }
}
