// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.memory;

import org.apache.lucene.tests.util.LuceneTestCase;
import org.omdb.bench.harness.PassTimes;

public class TestPass extends LuceneTestCase {

  public void testFigures() {
    PassTimes times = new PassTimes(200, 12.5, 100.5, 100, 190, 198);
    Pass pass = Pass.of(times, new ProcessCounters(5, 1_000), new ProcessCounters(45, 9_000));
    assertEquals(new Pass(times, 40, 8_000), pass);
    assertEquals(pass, Pass.parse(pass.line()));
  }

  public void testCountersOfLinux() {
    String stat = "42 (a name) x) S 1 42 42 0 -1 4194304 1111 0 77 0 10 5 0 0 20 0 1 0";
    String io = "rchar: 5\nwchar: 6\nread_bytes: 8192\nwrite_bytes: 3\ncancelled_write_bytes: 0\n";
    assertEquals(new ProcessCounters(77, 8192), ProcessCounters.parse(stat, io));
    assertEquals(new ProcessCounters(77, 0), ProcessCounters.parse(stat, ""));
  }
}
