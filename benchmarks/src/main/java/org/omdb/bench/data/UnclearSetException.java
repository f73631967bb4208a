// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.data;

import java.io.IOException;

/**
 * Thrown if the files of a user's folder do not make exactly one set. The message is for the user.
 */
public final class UnclearSetException extends IOException {

  private static final long serialVersionUID = 1;

  UnclearSetException(String message) {
    super(message);
  }
}
