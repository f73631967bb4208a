// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.memory;

import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.omdb.bench.data.VectorSet;
import org.omdb.bench.data.Vectors;

public class TestMoreQueries extends LuceneTestCase {

  private static VectorSet set(int rows, int queries) {
    List<float[]> vectors = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    for (int row = 0; row < rows + queries; row++) {
      vectors.add(new float[] {100 + (float) random().nextGaussian(), 7, random().nextFloat()});
      ids.add("row" + row);
    }
    return new VectorSet(
        "made-up",
        VectorSet.Origin.SYNTHETIC,
        "for a test",
        VectorSimilarityFunction.EUCLIDEAN,
        Vectors.of(vectors.subList(0, rows)),
        ids.subList(0, rows),
        Vectors.of(vectors.subList(rows, rows + queries)),
        null);
  }

  public void testOwnQueriesComeFirst() {
    VectorSet set = set(50, 3);
    VectorSet more = MoreQueries.of(set, 20);
    assertEquals(20, more.queries().size());
    for (int query = 0; query < 3; query++) {
      assertArrayEquals(set.queries().get(query), more.queries().get(query), 0);
    }
    assertEquals(2, MoreQueries.of(set, 2).queries().size());
  }

  public void testAddedQueriesAreNearRowsAndNoRows() {
    VectorSet set = set(50, 3);
    VectorSet more = MoreQueries.of(set, 200);
    for (int query = 3; query < 200; query++) {
      double nearest = Double.POSITIVE_INFINITY;
      for (float[] row : set.base().asList()) {
        double distance = 0;
        for (int i = 0; i < row.length; i++) {
          distance += Math.pow(row[i] - more.queries().get(query)[i], 2);
        }
        nearest = Math.min(nearest, Math.sqrt(distance));
      }
      assertTrue("" + nearest, nearest > 0 && nearest < 0.5);
    }
  }

  public void testTheSameEachTime() {
    VectorSet set = set(50, 1);
    assertArrayEquals(
        MoreQueries.of(set, 9).queries().get(8), MoreQueries.of(set, 9).queries().get(8), 0);
  }
}
