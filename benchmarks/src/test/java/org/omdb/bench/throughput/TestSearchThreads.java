// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.throughput;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.omdb.bench.contender.Hits;
import org.omdb.bench.contender.Searcher;
import org.omdb.bench.harness.Setting;

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
    try (SearchThreads threads = new SearchThreads(3, queries(50), SETTING)) {
      List<Hits> hits = threads.searchAll(new Echo(3));
      assertEquals(50, hits.size());
      for (int i = 0; i < 50; i++) {
        assertEquals(i + ".0 1 2", hits.get(i).ids()[0]);
      }
    }
  }

  /** Even if there is hardly any time. */
  public void testAllQueriesAreMeasured() throws IOException {
    try (SearchThreads threads = new SearchThreads(4, queries(1_000), SETTING)) {
      Echo searcher = new Echo(4);
      PassTimes times = threads.measure(searcher, 1e-9);
      assertEquals(1_000, searcher.found.size());
      assertTrue(times.toString(), times.perSecond() > 0);
      assertTrue(times.toString(), times.p99Millis() >= times.p50Millis());
    }
  }

  public void testAFailedSearchIsReported() {
    try (SearchThreads threads = new SearchThreads(2, new float[][] {{}}, SETTING)) {
      IOException e = expectThrows(IOException.class, () -> threads.searchAll(new Echo(1)));
      assertTrue("" + e.getCause(), e.getCause() instanceof ArrayIndexOutOfBoundsException);
    }
  }
}
