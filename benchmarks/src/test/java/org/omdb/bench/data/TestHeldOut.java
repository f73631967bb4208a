// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.data;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.VectorSimilarityFunction;

public class TestHeldOut extends DataTestCase {

  public void testEachRowIsInTheSetOrAQueryAndKeepsItsId() {
    int rows = random().nextInt(2, 3_000);
    List<float[]> all = randomRows(rows, 2);
    Map<String, float[]> byId = new HashMap<>();
    for (int row = 0; row < rows; row++) {
      byId.put("id_" + row, all.get(row));
    }
    VectorSet set = split(all);
    Set<float[]> seen = new HashSet<>(); // arrays are compared by identity
    for (int row = 0; row < set.size(); row++) {
      assertSame(byId.get(set.ids().get(row)), set.base().get(row));
      assertTrue(seen.add(set.base().get(row)));
    }
    for (float[] query : set.queries().asList()) {
      assertTrue("a query must not be in the set", seen.add(query));
    }
    assertEquals(rows, seen.size());
    assertEquals(Math.max(1, rows / 10), set.queries().size());
    assertTrue(set.isDerivedOrSynthetic());
  }

  public void testTheSameEachTime() {
    List<float[]> all = randomRows(100, 2);
    assertEquals(split(all).ids(), split(all).ids());
    assertRows(split(all).queries().asList(), split(all).queries());
  }

  public void testNotMoreThanAThousandAndFromEverywhere() {
    VectorSet set = split(randomRows(20_000, 1));
    assertEquals(1_000, set.queries().size());
    long fromFirstHalf =
        10_000
            - set.ids().stream().filter(id -> Integer.parseInt(id.substring(3)) < 10_000).count();
    assertTrue(fromFirstHalf + " of the first half", fromFirstHalf > 400 && fromFirstHalf < 600);
  }

  private static VectorSet split(List<float[]> rows) {
    return HeldOut.split(
        "split",
        "",
        VectorSimilarityFunction.EUCLIDEAN,
        Vectors.of(rows),
        new RowIds("id", rows.size()));
  }
}
