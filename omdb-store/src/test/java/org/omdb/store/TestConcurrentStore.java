// SPDX-License-Identifier: Apache-2.0
package org.omdb.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.util.NamedThreadFactory;

/** Threads that write, search, commit and close at once. */
public class TestConcurrentStore extends LuceneTestCase {

  private static final int WRITERS = 3;
  private static final int PAIRS = 5;

  private final List<Future<?>> running = new ArrayList<>();
  private ExecutorService threads;
  private final AtomicInteger writing = new AtomicInteger(WRITERS);

  @Override
  public void setUp() throws Exception {
    super.setUp();
    threads = Executors.newCachedThreadPool(new NamedThreadFactory("store-test"));
  }

  @Override
  public void tearDown() throws Exception {
    threads.shutdown();
    super.tearDown();
  }

  private void start(Callable<Void> task) {
    running.add(threads.submit(task));
  }

  private void join() throws Exception {
    for (Future<?> task : running) {
      task.get();
    }
  }

  private static List<String> pair(int writer, int pair) {
    return List.of(writer + "-" + pair + "-a", writer + "-" + pair + "-b");
  }

  private static List<OmdbDocument> version(int writer, int pair, int version) {
    return pair(writer, pair).stream()
        .map(
            id ->
                new OmdbDocument(
                    id, new float[] {1, version}, "v" + version, Map.of("version", version)))
        .toList();
  }

  /** Both documents of a pair are of one version. */
  private static void checkPair(OmdbStoreReader store, int writer, int pair) throws Exception {
    List<OmdbDocument> found = store.get(pair(writer, pair));
    if (found.isEmpty() == false) {
      int version = (int) found.get(0).metadata().get("version");
      assertEquals(version(writer, pair, version), found);
    }
  }

  public void testOwnWritesAreSeenAndCallsAreSeenAsAWhole() throws Exception {
    Path folder = createTempDir();
    int versions = atLeast(25);
    OmdbStoreOptions options =
        OmdbStoreOptions.defaults().commitInterval(Duration.ofMillis(5)).ramBufferMegabytes(0.2);
    try (OmdbStore store = OmdbStore.open(folder, options);
        OmdbStoreReader reader = OmdbStore.openReadOnly(folder)) {
      for (int w = 0; w < WRITERS; w++) {
        int writer = w;
        start(() -> write(store, writer, versions));
      }
      for (OmdbStoreReader watched : List.of(store, reader)) {
        start(() -> watch(watched));
      }
      join();
      for (int w = 0; w < WRITERS; w++) {
        for (int p = 0; p < PAIRS; p++) {
          checkPair(store, w, p);
        }
      }
    }
  }

  private Void write(OmdbStore store, int writer, int versions) throws Exception {
    try {
      for (int version = 1; version <= versions; version++) {
        int pair = version % PAIRS;
        if (version % 7 == 0) {
          store.delete(pair(writer, pair));
          assertEquals(List.of(), store.get(pair(writer, pair)));
        } else {
          List<OmdbDocument> written = version(writer, pair, version);
          store.upsert(written);
          assertEquals(written, store.get(pair(writer, pair)));
        }
      }
    } finally {
      writing.decrementAndGet();
    }
    return null;
  }

  private Void watch(OmdbStoreReader store) throws Exception {
    while (writing.get() > 0) {
      for (int w = 0; w < WRITERS; w++) {
        for (int p = 0; p < PAIRS; p++) {
          checkPair(store, w, p);
        }
      }
      List<Hit> hits = store.search(Search.byVector(new float[] {1, 1}).limit(100));
      assertEquals("half of a pair", 0, hits.size() % 2);
    }
    return null;
  }

  public void testClosingWhileItIsUsed() throws Exception {
    Path folder = createTempDir();
    AtomicInteger acknowledged = new AtomicInteger();
    OmdbStore store = OmdbStore.open(folder);
    store.upsert(version(0, 0, 0));
    for (int t = 0; t < 2; t++) {
      int thread = t;
      start(
          () -> {
            try {
              for (int i = 0; ; i++) {
                store.upsert(new OmdbDocument(thread + "/" + i, new float[] {1, i}));
                acknowledged.incrementAndGet();
                store.search(Search.byVector(new float[] {1, 0}));
              }
            } catch (AlreadyClosedException e) {
              assertTrue(e.getMessage(), e.getMessage().endsWith("is closed"));
              return null;
            }
          });
    }
    Waiting.await(() -> acknowledged.get() >= 10);
    store.close();
    join();
    try (OmdbStore again = OmdbStore.open(folder)) {
      assertTrue(again.count() >= 2 + acknowledged.get());
    }
  }

  /**
   * Calls something in two threads, the second one while the disk does not let the first one
   * finish. Neither may be done before the disk lets it.
   */
  private void callTwice(FailingDirectory directory, Callable<Void> call) throws Exception {
    AtomicInteger done = new AtomicInteger();
    AtomicReference<Thread> second = new AtomicReference<>();
    CountDownLatch gate = new CountDownLatch(1);
    directory.gate = gate;
    for (int i = 0; i < 2; i++) {
      boolean isSecond = i == 1;
      start(
          () -> {
            if (isSecond) {
              second.set(Thread.currentThread());
            }
            call.call();
            done.incrementAndGet();
            return null;
          });
      Waiting.await(() -> directory.waiting.get() > 0);
    }
    Waiting.await(
        () ->
            done.get() > 0
                || second.get() != null && second.get().getState() != Thread.State.RUNNABLE);
    int early = done.get();
    directory.gate = null;
    gate.countDown();
    join();
    assertEquals("the disk was not asked for it", 0, early);
    assertEquals(2, done.get());
  }

  private static OmdbStore openSlow(
      Path folder, FailingDirectory directory, Duration refreshInterval) throws Exception {
    OmdbStoreOptions options =
        OmdbStoreOptions.defaults().commitInterval(Duration.ZERO).refreshInterval(refreshInterval);
    return OmdbStore.open(folder, directory, options);
  }

  /** Who closes it second waits, and takes no file away from the commit of the first. */
  public void testClosedTwiceAtOnce() throws Exception {
    Path folder = createTempDir();
    FailingDirectory directory = new FailingDirectory(FSDirectory.open(folder));
    OmdbStore store = openSlow(folder, directory, Duration.ZERO);
    store.upsert(version(0, 0, 1));
    callTwice(
        directory,
        () -> {
          store.close();
          return null;
        });
    try (OmdbStore again = OmdbStore.open(folder)) {
      assertEquals(2, again.count());
    }
  }

  /** A search that is due to refresh does not read what another one is about to replace. */
  public void testSearchesWaitForARefreshThatIsUnderWay() throws Exception {
    Path folder = createTempDir();
    FailingDirectory directory = new FailingDirectory(FSDirectory.open(folder));
    Duration interval = Duration.ofMillis(300);
    try (OmdbStore store = openSlow(folder, directory, interval)) {
      long opened = System.nanoTime();
      store.upsert(version(0, 0, 1));
      Waiting.await(() -> System.nanoTime() - opened > interval.toNanos());
      callTwice(
          directory,
          () -> {
            assertEquals(2, store.search(Search.byVector(new float[] {1, 1})).size());
            return null;
          });
    }
  }
}
