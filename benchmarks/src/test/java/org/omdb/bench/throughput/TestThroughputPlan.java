// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.throughput;

import java.util.List;
import org.apache.lucene.tests.util.LuceneTestCase;

public class TestThroughputPlan extends LuceneTestCase {

  public void testSegmentsAreMergedFromTwoOfOneRowOrMore() {
    ThroughputPlan plan = ThroughputPlan.FULL.withSegments(List.of(1, 8, 30));
    assertEquals(List.of(1, 8, 30), plan.segmentsOf(60));
    assertEquals(List.of(1, 8), plan.segmentsOf(59));
    assertEquals(List.of(1), plan.segmentsOf(1));
  }

  public void testRefusesWhatCannotBeMeasured() {
    ThroughputPlan plan = ThroughputPlan.QUICK;
    expectThrows(IllegalArgumentException.class, () -> plan.withThreads(List.of(1, 0)));
    expectThrows(IllegalArgumentException.class, () -> plan.withThreads(List.of()));
    expectThrows(IllegalArgumentException.class, () -> plan.withSegments(List.of(-1)));
    expectThrows(IllegalArgumentException.class, () -> plan.withRounds(0));
  }
}
