// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph;

import com.carrotsearch.randomizedtesting.generators.RandomNumbers;
import java.util.HashSet;
import java.util.Set;
import org.apache.lucene.tests.util.LuceneTestCase;

/** The set is a set, and empty again when it is reset, for more nodes than before or fewer. */
public class TestVisitedNodes extends LuceneTestCase {

  public void testIsASet() {
    VisitedNodes visited = new VisitedNodes();
    for (int round = 0; round < 50; round++) {
      int maxNodes =
          RandomNumbers.randomIntBetween(random(), 1, random().nextBoolean() ? 99 : 99_999);
      visited.reset(maxNodes);
      Set<Integer> expected = new HashSet<>();
      for (int i = random().nextInt(1_000); i > 0; i--) {
        int node = random().nextInt(maxNodes);
        assertEquals(expected.add(node) ? 1 : 0, visited.add(node));
      }
      assertEquals(expected.add(maxNodes - 1) ? 1 : 0, visited.add(maxNodes - 1));
      visited.reset(maxNodes);
      for (int node = 0; node < maxNodes; node++) {
        assertEquals("node " + node, 1, visited.add(node));
      }
      for (int node = 0; node < maxNodes; node++) {
        assertEquals("node " + node, 0, visited.add(node));
      }
    }
  }
}
