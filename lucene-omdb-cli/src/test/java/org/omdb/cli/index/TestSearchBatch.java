// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.omdb.lucene.OmdbVectorIds;

public class TestSearchBatch extends LuceneTestCase {

  private static List<OmdbVectorIds.Hit> hits(Object vector) {
    return List.of(new OmdbVectorIds.Hit("near " + vector, 1, 0));
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      assertTrue("nobody came", latch.await(30, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** The first search ends last of those that run with it. */
  public void testHitsAreInTheOrderOfTheQueries() throws Exception {
    CountDownLatch begun = new CountDownLatch(Runtime.getRuntime().availableProcessors());
    List<String> found = new ArrayList<>();
    SearchBatch.Search search =
        vector -> {
          begun.countDown();
          if (vector.equals(0)) {
            await(begun);
          }
          return hits(vector);
        };
    try (SearchBatch batch =
        new SearchBatch(search, (name, hits) -> found.add(name + " " + hits.get(0).id()))) {
      for (int i = 0; i < 500; i++) {
        batch.add("q" + i, i);
      }
      batch.finish();
    }
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      expected.add("q" + i + " near " + i);
    }
    assertEquals(expected, found);
  }

  public void testAFailedSearchIsThrownAfterTheHitsBeforeIt() throws Exception {
    IOException failure = new IOException("the disk is gone");
    List<String> found = new ArrayList<>();
    SearchBatch.Search search =
        vector -> {
          if (vector.equals(3)) {
            throw failure;
          }
          return hits(vector);
        };
    try (SearchBatch batch = new SearchBatch(search, (name, hits) -> found.add(name))) {
      for (int i = 0; i < 5; i++) {
        batch.add("q" + i, i);
      }
      assertSame(failure, expectThrows(IOException.class, batch::finish));
    }
    assertEquals(List.of("q0", "q1", "q2"), found);
  }

  /** Also if many more queries follow. */
  public void testAFailedSinkIsThrown() throws Exception {
    IOException failure = new IOException("nobody reads this");
    try (SearchBatch batch =
        new SearchBatch(
            TestSearchBatch::hits,
            (name, hits) -> {
              throw failure;
            })) {
      IOException thrown =
          expectThrows(
              IOException.class,
              () -> {
                while (true) {
                  batch.add("q", 1);
                }
              });
      assertSame(failure, thrown);
    }
  }

  /** The index is closed next. */
  public void testSearchesThatHaveBegunAreWaitedFor() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicBoolean ended = new AtomicBoolean();
    SearchBatch.Search search =
        vector -> {
          begun.countDown();
          try {
            Thread.sleep(100);
          } catch (InterruptedException e) {
            throw new AssertionError("interrupts close files", e);
          }
          ended.set(true);
          return hits(vector);
        };
    try (SearchBatch batch = new SearchBatch(search, (name, hits) -> {})) {
      batch.add("q", 1);
      await(begun);
    }
    assertTrue(ended.get());
  }
}
