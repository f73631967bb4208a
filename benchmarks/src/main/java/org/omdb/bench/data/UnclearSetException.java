// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.data;

import java.io.IOException;

/** Files that a user put together are no set, or more than one; the message is for the user. */
public final class UnclearSetException extends IOException {

  private static final long serialVersionUID = 1;

  UnclearSetException(String message) {
    super(message);
  }
}
