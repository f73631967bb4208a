// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.memory;

import org.apache.lucene.tests.util.LuceneTestCase;

public class TestPass extends LuceneTestCase {

  public void testFigures() {
    long[] nanos = new long[200];
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = (nanos.length - i) * 1_000_000L;
    }
    Pass pass = Pass.of(nanos, new ProcessCounters(5, 1_000), new ProcessCounters(45, 9_000));
    assertEquals(new Pass(200, 100.5, 100, 190, 198, 40, 8_000), pass);
    assertEquals(pass, Pass.parse(pass.line()));
  }

  public void testCountersOfLinux() {
    String stat = "42 (a name) x) S 1 42 42 0 -1 4194304 1111 0 77 0 10 5 0 0 20 0 1 0";
    String io = "rchar: 5\nwchar: 6\nread_bytes: 8192\nwrite_bytes: 3\ncancelled_write_bytes: 0\n";
    assertEquals(new ProcessCounters(77, 8192), ProcessCounters.parse(stat, io));
    assertEquals(new ProcessCounters(77, 0), ProcessCounters.parse(stat, ""));
  }
}
