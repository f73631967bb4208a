// SPDX-License-Identifier: Apache-2.0
package org.omdb.store;

import java.io.IOException;

/**
 * A folder can't be opened as it was asked for: it holds something else than the store that was
 * expected, or is in use. The message says what was found, and what to do. Nothing was changed.
 */
public final class OmdbStoreException extends IOException {

  private static final long serialVersionUID = 1;

  OmdbStoreException(String message) {
    super(message);
  }

  OmdbStoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
