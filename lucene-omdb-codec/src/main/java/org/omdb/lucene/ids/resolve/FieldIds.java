// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.ids.resolve;

import java.io.IOException;
import org.apache.lucene.util.BytesRef;

/**
 * The ids that the documents of a segment have in one field and in one way: as doc values, as
 * stored values or as terms. Documents must be asked in increasing order, unless an implementation
 * says otherwise. For one thread.
 */
@FunctionalInterface
public interface FieldIds {

  /** Has no ids. */
  FieldIds NONE = doc -> null;

  /**
   * The id of a document.
   *
   * @param doc not less than in the call before
   * @return the id, valid until the next call, or null if the document has none here
   * @throws IOException if reading fails
   */
  BytesRef id(int doc) throws IOException;
}
