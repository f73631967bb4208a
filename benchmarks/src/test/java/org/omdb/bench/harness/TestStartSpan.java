// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.harness;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.lucene.tests.util.LuceneTestCase;

public class TestStartSpan extends LuceneTestCase {

  public void testTableIsCutWhereSearchesEnd() {
    assertEquals(
        List.of(new StartSpan(1, 1), new StartSpan(1, 100), new StartSpan(1, 250)),
        StartSpan.table(250));
    assertEquals(List.of(new StartSpan(1, 1)), StartSpan.table(1));
    assertEquals(new StartSpan(3_001, 10_000), StartSpan.table(10_000).getLast());
    assertEquals(5, StartSpan.table(10_000).size());
  }

  public void testCurveHasEachSearchOnce() {
    int searches = random().nextInt(1, 10_001);
    int next = 1;
    for (StartSpan span : StartSpan.curve(searches)) {
      assertEquals(next, span.first());
      assertTrue(span.toString(), span.last() >= span.first());
      next = span.last() + 1;
    }
    assertEquals(searches + 1, next);
  }

  public void testSearchesAreCountedFrom1() {
    double[] squares = IntStream.rangeClosed(1, 5).mapToDouble(i -> i * i).toArray();
    assertEquals(1, new StartSpan(1, 1).mean(squares), 0);
    assertEquals((9 + 16 + 25) / 3.0, new StartSpan(3, 5).mean(squares), 1e-9);
    assertEquals(16, new StartSpan(3, 5).median(squares), 0);
    assertEquals((4 + 9) / 2.0, new StartSpan(1, 4).median(squares), 0);
  }
}
