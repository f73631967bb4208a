// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.ids.resolve;

import java.io.IOException;
import org.apache.lucene.index.FieldInfo;

/**
 * Opens the fields in which the documents of a segment may have ids. The segment is one that can be
 * read, or one that a flush or merge is writing. A field that is not there has {@link
 * FieldIds#NONE}. For one thread.
 */
public interface IdFields {

  /**
   * The ids that documents have as doc values under the vector field's own name.
   *
   * @param vectorField the vector field
   * @return a new view
   * @throws IOException if reading fails
   */
  FieldIds own(FieldInfo vectorField) throws IOException;

  /**
   * The ids that documents have as doc values of an id field.
   *
   * @param idField name of the id field
   * @param vectorField whose ids they are, for messages
   * @return a new view
   * @throws IOException if reading fails
   */
  FieldIds docValues(String idField, FieldInfo vectorField) throws IOException;

  /**
   * The ids that documents have as stored values of an id field.
   *
   * @param idField name of the id field
   * @return a new view; without ids where stored fields can't be read, as in a flush
   * @throws IOException if reading fails
   */
  default FieldIds stored(String idField) throws IOException {
    return FieldIds.NONE;
  }

  /**
   * The ids that documents have as indexed terms of an id field.
   *
   * @param idField name of the id field
   * @return a new view; without ids where postings can't be read, as in a flush
   * @throws IOException if reading fails
   */
  default FieldIds terms(String idField) throws IOException {
    return FieldIds.NONE;
  }
}
