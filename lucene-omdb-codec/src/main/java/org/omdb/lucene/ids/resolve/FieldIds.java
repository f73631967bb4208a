// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.ids.resolve;

import java.io.IOException;
import org.apache.lucene.util.BytesRef;

/**
 * Ids of a segment's documents for one vector field, asked document by document in increasing
 * order.
 */
@FunctionalInterface
public interface FieldIds {

  /** Knows no id. */
  FieldIds NONE = doc -> null;

  /**
   * The id of a document's vector.
   *
   * @param doc not less than the one asked before
   * @return the id, valid until the next call, or null if it is not known here
   * @throws IOException if reading fails
   */
  BytesRef id(int doc) throws IOException;
}
