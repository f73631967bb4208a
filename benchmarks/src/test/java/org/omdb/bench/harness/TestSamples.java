// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.harness;

import org.apache.lucene.tests.util.LuceneTestCase;

public class TestSamples extends LuceneTestCase {

  public void testMedianAndSpreadInAnyOrder() {
    Samples samples = new Samples();
    assertTrue(samples.isEmpty());
    samples.add(3);
    assertEquals(3, samples.median(), 0);
    samples.add(1);
    assertEquals(2, samples.median(), 0);
    samples.add(100);
    assertEquals(3, samples.median(), 0);
    assertEquals(1, samples.min(), 0);
    assertEquals(100, samples.max(), 0);
    assertFalse(samples.isEmpty());
  }
}
