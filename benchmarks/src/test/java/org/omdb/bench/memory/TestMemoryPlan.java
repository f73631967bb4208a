// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.memory;

import java.util.List;
import org.apache.lucene.tests.util.LuceneTestCase;

public class TestMemoryPlan extends LuceneTestCase {

  public void testFanoutsAroundTheRecallOfTheComparison() {
    assertEquals(List.of(1, 2), MemoryPlan.FULL.around(new double[] {0.8, 0.9, 0.96, 0.99}));
    assertEquals(List.of(0, 1), MemoryPlan.FULL.around(new double[] {0.8, 0.95}));
    assertEquals(List.of(0), MemoryPlan.FULL.around(new double[] {0.97, 0.99}));
    assertEquals(List.of(1), MemoryPlan.FULL.around(new double[] {0.8, 0.9}));
  }

  public void testRefusesWhatCannotBeMeasured() {
    expectThrows(
        IllegalArgumentException.class, () -> MemoryPlan.QUICK.withShares(List.of(0.5, 0.0)));
    expectThrows(
        IllegalArgumentException.class, () -> MemoryPlan.QUICK.withShares(List.of(Double.NaN)));
    expectThrows(IllegalArgumentException.class, () -> MemoryPlan.QUICK.withThreads(List.of(2, 0)));
    expectThrows(IllegalArgumentException.class, () -> MemoryPlan.QUICK.withPassSeconds(0));
  }
}
