// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.chart;

import java.util.Arrays;
import org.apache.lucene.tests.util.LuceneTestCase;

public class TestLabelColumn extends LuceneTestCase {

  public void testLabelsWithRoomStayWhereTheyBelong() {
    assertPlaces(new double[] {50, 10, 30}, new double[] {50, 10, 30});
  }

  /**
   * Two labels at one position move apart by the same distance. A third one in the way moves too.
   */
  public void testLabelsMakeRoom() {
    assertPlaces(new double[] {25, 35, 80}, new double[] {30, 30, 80});
    assertPlaces(new double[] {40, 50, 60}, new double[] {49, 50, 51});
  }

  public void testLabelsStayInside() {
    assertPlaces(new double[] {0, 10, 20}, new double[] {0, 0, 0});
    assertPlaces(new double[] {80, 90, 100}, new double[] {100, 100, 100});
  }

  private static void assertPlaces(double[] expected, double[] wanted) {
    assertArrayEquals(expected, LabelColumn.place(wanted, 10, 0, 100), 1e-9);
  }

  public void testNeverOverlapAndKeepTheirOrder() {
    for (int round = 0; round < 200; round++) {
      double[] wanted = random().doubles(random().nextInt(1, 12), -20, 320).toArray();
      double[] places = LabelColumn.place(wanted, 16, 0, 300);
      for (int i = 0; i < wanted.length; i++) {
        assertTrue(places[i] >= -1e-9 && places[i] <= 300 + 1e-9);
        for (int j = 0; j < wanted.length; j++) {
          if (wanted[i] < wanted[j]) {
            assertTrue(
                Arrays.toString(wanted) + " at " + Arrays.toString(places),
                places[j] - places[i] > 16 - 1e-9);
          }
        }
      }
    }
  }
}
