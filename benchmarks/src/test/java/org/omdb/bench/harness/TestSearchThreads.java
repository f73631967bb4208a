// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.harness;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.omdb.bench.contender.Hits;
import org.omdb.bench.contender.Searcher;

public class TestSearchThreads extends LuceneTestCase {

  private static final Setting SETTING = new Setting(1, 2);

  /** Finds an id that is the query itself, as soon as all threads search. */
  private static final class Echo implements Searcher {

    final CountDownLatch threads;
    final Set<String> found = ConcurrentHashMap.newKeySet();

    Echo(int threads) {
      this.threads = new CountDownLatch(threads);
    }

    @Override
    public Hits search(float[] query, int k, int fanout) throws IOException {
      threads.countDown();
      try {
        threads.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      String id = query[0] + " " + k + " " + fanout;
      found.add(id);
      return () -> new String[] {id};
    }

    @Override
    public long offHeapBytes() {
      return 0;
    }

    @Override
    public void close() {}
  }

  private static float[][] queries(int count) {
    float[][] queries = new float[count][1];
    for (int i = 0; i < count; i++) {
      queries[i][0] = i;
    }
    return queries;
  }

  public void testHitsAreInTheOrderOfTheQueries() throws IOException {
    try (SearchThreads threads = new SearchThreads(3, queries(50))) {
      List<Hits> hits = threads.searchAll(new Echo(3), SETTING);
      assertEquals(50, hits.size());
      for (int i = 0; i < 50; i++) {
        assertEquals(i + ".0 1 2", hits.get(i).ids()[0]);
      }
    }
  }

  public void testMeasuresUntilTheEnd() throws IOException {
    try (SearchThreads threads = new SearchThreads(4, queries(1_000))) {
      Echo searcher = new Echo(4);
      PassTimes times = threads.measure(searcher, SETTING, 0, (begun, nanos) -> begun >= 1_000);
      assertEquals(1_000, searcher.found.size());
      assertEquals(1_000, times.searches());
      assertTrue(times.toString(), times.perSecond() > 0);
      assertTrue(times.toString(), times.p99Millis() >= times.p50Millis());
    }
  }

  /** As a pass does that goes on where the last one ended. */
  public void testTheFirstQueryFollowsTheLast() throws IOException {
    try (SearchThreads threads = new SearchThreads(2, queries(10))) {
      Echo searcher = new Echo(2);
      assertEquals(4, threads.measure(searcher, SETTING, 8, (begun, n) -> begun >= 4).searches());
      assertEquals(Set.of("8.0 1 2", "9.0 1 2", "0.0 1 2", "1.0 1 2"), searcher.found);
    }
  }

  public void testAFailedSearchIsReported() {
    try (SearchThreads threads = new SearchThreads(2, new float[][] {{}})) {
      IOException e =
          expectThrows(IOException.class, () -> threads.searchAll(new Echo(1), SETTING));
      assertTrue("" + e.getCause(), e.getCause() instanceof ArrayIndexOutOfBoundsException);
    }
  }
}
