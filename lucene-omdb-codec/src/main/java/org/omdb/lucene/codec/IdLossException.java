// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.codec;

import java.io.IOException;

/**
 * Thrown by a flush or merge that would have written a segment without an id that its sources have.
 * The segment is given up; Lucene keeps the sources of a merge as they are.
 */
@SuppressWarnings("serial") // never serialized
public final class IdLossException extends IOException {

  IdLossException(String message) {
    super(message);
  }
}
