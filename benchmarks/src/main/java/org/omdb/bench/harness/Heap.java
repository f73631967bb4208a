// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.harness;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/** Measures the live part of the Java heap. */
public final class Heap {

  private static final int MOST_ROUNDS = 10;
  private static final long SAME = 16 << 10;

  private Heap() {}

  /**
   * Bytes in use after full garbage collections, which are repeated until one frees nothing.
   *
   * @return bytes of live objects
   */
  public static long used() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    long used = Long.MAX_VALUE;
    for (int round = 0; round < MOST_ROUNDS; round++) {
      System.gc();
      long now = memory.getHeapMemoryUsage().getUsed();
      if (now > used - SAME) {
        return Math.min(now, used);
      }
      used = now;
    }
    return used;
  }
}
