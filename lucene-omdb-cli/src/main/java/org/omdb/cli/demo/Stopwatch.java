// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.demo;

/** Measures the time since it was created. */
final class Stopwatch {

  private final long start = System.nanoTime();

  double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }
}
