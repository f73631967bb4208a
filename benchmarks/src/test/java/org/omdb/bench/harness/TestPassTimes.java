// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.harness;

import java.util.stream.LongStream;
import org.apache.lucene.tests.util.LuceneTestCase;

public class TestPassTimes extends LuceneTestCase {

  /** Times of 200 ms down to 1 ms, by several threads in 10 s. */
  public void testFigures() {
    long[] nanos = LongStream.rangeClosed(1, 200).map(i -> (201 - i) * 1_000_000).toArray();
    PassTimes times = PassTimes.of(nanos, 10_000_000_000L);
    assertEquals(200, times.searches());
    assertEquals(20, times.perSecond(), 1e-9);
    assertEquals(100.5, times.meanMillis(), 1e-9);
    assertEquals(100, times.p50Millis(), 1e-9);
    assertEquals(190, times.p95Millis(), 1e-9);
    assertEquals(198, times.p99Millis(), 1e-9);
  }
}
