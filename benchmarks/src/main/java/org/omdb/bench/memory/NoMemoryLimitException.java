// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.memory;

/** There is no way to limit memory here. The message says what is missing. */
final class NoMemoryLimitException extends Exception {

  private static final long serialVersionUID = 1;

  NoMemoryLimitException(String message) {
    super(message);
  }
}
