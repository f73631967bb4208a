// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo.index;

import java.util.HashSet;
import java.util.Set;
import org.apache.lucene.tests.util.LuceneTestCase;

/** When rows are added and deleted. */
public class TestHistory extends LuceneTestCase {

  public void testLiveRowsAreThoseThatCameAndDidNotGo() {
    int live = 100 + random().nextInt(400);
    History history = History.turningOver(live, random().nextLong());
    assertEquals(20, history.generations().size());
    Set<Integer> there = new HashSet<>(history.first());
    assertEquals(live, there.size());
    for (History.Generation generation : history.generations()) {
      for (int row : generation.deleted()) {
        assertTrue("only a live row can be deleted", there.remove(row));
      }
      for (int row : generation.added()) {
        assertTrue("no row is added twice", there.add(row));
      }
      assertEquals(live, there.size());
    }
    assertEquals(live, history.live().length);
    for (int row : history.live()) {
      assertTrue(there.contains(row));
      assertTrue(row < History.rowsFor(live));
    }
  }
}
