// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.ids;

import java.io.IOException;

/**
 * Thrown by a flush or merge that would have written a segment without an id that its sources have,
 * or with another id or vector. Lucene drops the new segment, and keeps the sources of a merge.
 */
@SuppressWarnings("serial") // never serialized
public final class IdLossException extends IOException {

  /**
   * An id or vector would get lost or changed.
   *
   * @param message says of which field, why, and what to do
   */
  public IdLossException(String message) {
    super(message);
  }
}
