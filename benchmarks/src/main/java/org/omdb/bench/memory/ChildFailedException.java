// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.memory;

import java.io.IOException;

/** A started JVM ended before it had answered. */
final class ChildFailedException extends IOException {

  private static final long serialVersionUID = 1;

  ChildFailedException(String message) {
    super(message);
  }
}
