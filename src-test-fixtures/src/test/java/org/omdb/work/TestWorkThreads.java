// SPDX-License-Identifier: Apache-2.0
package org.omdb.work;

import java.io.IOException;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.util.IOSupplier;
import org.apache.lucene.util.ThreadInterruptedException;
import org.junit.After;

/** Work is done once, whoever does it, and ends in all threads if it fails in one. */
public class TestWorkThreads extends LuceneTestCase {

  private static final int MAX = 4;

  @After
  public void checkHelpersAreGone() {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      assertFalse(thread.toString(), thread.getName().startsWith("omdb-work-"));
    }
  }

  public void testEachItemIsDoneOnce() throws IOException {
    int total = random().nextInt(500);
    int first = random().nextInt(total + 1);
    int end = first + random().nextInt(total - first + 1);
    int batch = 1 + random().nextInt(20);
    WorkThreads.Stage stage =
        new WorkThreads.Stage("counting", total, batch, 1 + random().nextInt(100));
    AtomicIntegerArray done = new AtomicIntegerArray(total);
    Set<Thread> threads = Collections.synchronizedSet(new HashSet<>());
    AtomicInteger workers = new AtomicInteger();
    Progress progress =
        (name, item, of) -> {
          assertEquals("counting", name);
          assertTrue(item >= first && item < end);
          assertEquals(total, of);
        };
    int used =
        new WorkThreads(1 + random().nextInt(MAX), progress)
            .forEach(
                stage,
                first,
                end,
                () -> {
                  workers.incrementAndGet();
                  Thread own = Thread.currentThread();
                  return (from, to) -> {
                    assertSame("a worker is for one thread", own, Thread.currentThread());
                    threads.add(own);
                    assertTrue(from < to && to - from <= batch);
                    for (int i = from; i < to; i++) {
                      done.incrementAndGet(i);
                    }
                  };
                });
    for (int i = 0; i < total; i++) {
      assertEquals(i >= first && i < end ? 1 : 0, done.get(i));
    }
    assertEquals(used, workers.get());
    assertTrue(threads.size() <= used);
  }

  public void testFewItemsHaveNoHelpers() throws IOException {
    WorkThreads threads = new WorkThreads(MAX, Progress.NONE);
    assertEquals(1, threads.forEach(new WorkThreads.Stage("few", 99, 1, 100), () -> (a, b) -> {}));
    int used = threads.forEach(new WorkThreads.Stage("many", 1_000, 1, 100), () -> (a, b) -> {});
    assertTrue(used <= MAX);
    assertTrue(used > 1 || Runtime.getRuntime().availableProcessors() == 1);
    WorkThreads alone = new WorkThreads(1, Progress.NONE);
    assertEquals(1, alone.forEach(new WorkThreads.Stage("many", 1_000, 1, 1), () -> (a, b) -> {}));
  }

  private static IOSupplier<WorkThreads.Worker> failing(IOException e, AtomicInteger runs) {
    return () ->
        (first, end) -> {
          if (runs.incrementAndGet() == 10) {
            throw e;
          }
        };
  }

  public void testFailureEndsAllThreads() throws IOException {
    WorkThreads.Stage stage = new WorkThreads.Stage("failing", Integer.MAX_VALUE, 1, 1);
    WorkThreads threads = new WorkThreads(1 + random().nextInt(MAX), Progress.NONE);
    IOException expected = new IOException("expected");
    AtomicInteger runs = new AtomicInteger();
    assertSame(
        expected,
        expectThrows(IOException.class, () -> threads.forEach(stage, failing(expected, runs))));
    // the same from what makes workers, and from what is told of the progress
    assertSame(
        expected,
        expectThrows(
            IOException.class,
            () ->
                threads.forEach(
                    stage,
                    () -> {
                      throw expected;
                    })));
    WorkThreads watched =
        new WorkThreads(
            MAX,
            (name, done, total) -> {
              if (done > 10) {
                throw expected;
              }
            });
    assertSame(
        expected,
        expectThrows(IOException.class, () -> watched.forEach(stage, () -> (first, end) -> {})));
    // and helpers are to be had again
    int used =
        new WorkThreads(MAX, Progress.NONE)
            .forEach(new WorkThreads.Stage("after", 1_000, 1, 1), () -> (first, end) -> {});
    assertTrue(used > 1 || Runtime.getRuntime().availableProcessors() == 1);
  }

  public void testInterruptIsKept() {
    assumeTrue("there are no helpers", Runtime.getRuntime().availableProcessors() > 1);
    WorkThreads threads = new WorkThreads(MAX, Progress.NONE);
    Thread caller = Thread.currentThread();
    WorkThreads.Stage stage = new WorkThreads.Stage("waiting", Integer.MAX_VALUE, 1, 1);
    AtomicInteger waiting = new AtomicInteger();
    expectThrows(
        ThreadInterruptedException.class,
        () ->
            threads.forEach(
                stage,
                () ->
                    (first, end) -> {
                      if (Thread.currentThread() != caller) {
                        waiting.incrementAndGet();
                      } else if (waiting.get() > 0) {
                        caller.interrupt();
                        throw new ThreadInterruptedException(new InterruptedException());
                      }
                    }));
    assertTrue("for whoever called this", Thread.interrupted());
  }
}
