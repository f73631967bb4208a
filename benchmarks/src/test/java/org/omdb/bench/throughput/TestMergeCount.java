// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.throughput;

import org.apache.lucene.tests.util.LuceneTestCase;

public class TestMergeCount extends LuceneTestCase {

  public void testMergesOfSeveralRounds() {
    MergeCount count = MergeCount.NONE.plus(new MergeCount(100, 1)).plus(new MergeCount(200, 2));
    assertEquals(new MergeCount(300, 3), count);
    assertEquals(100, count.perSecond(), 0);
    assertEquals(0, MergeCount.NONE.perSecond(), 0);
  }
}
