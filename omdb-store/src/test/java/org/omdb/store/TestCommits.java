// SPDX-License-Identifier: Apache-2.0
package org.omdb.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.tests.util.LuceneTestCase;

/** When a change is durable, and what is told if it can't be made durable. */
public class TestCommits extends LuceneTestCase {

  private static final OmdbStoreOptions BY_HAND =
      OmdbStoreOptions.defaults().commitInterval(Duration.ZERO);

  private static OmdbDocument document(String id) {
    return new OmdbDocument(id, new float[] {1, 2}, "text", Map.of("id", id));
  }

  private static long committed(Path folder) throws IOException {
    try (OmdbStoreReader reader = OmdbStore.openReadOnly(folder)) {
      return reader.count();
    }
  }

  public void testExplicitlyAndAtClose() throws Exception {
    Path folder = createTempDir();
    try (OmdbStore store = OmdbStore.open(folder, BY_HAND)) {
      store.upsert(document("1"));
      assertEquals(0, committed(folder));
      store.commit();
      assertEquals(1, committed(folder));
      store.upsert(List.of(document("2"), document("3")));
      store.delete("1");
      assertEquals(1, committed(folder));
    }
    assertEquals(2, committed(folder));
  }

  public void testByNumberBeforeTheCallReturns() throws Exception {
    Path folder = createTempDir();
    try (OmdbStore store = OmdbStore.open(folder, BY_HAND.commitAfter(3))) {
      store.upsert(document("1"));
      store.upsert(document("2"));
      assertEquals(0, committed(folder));
      store.upsert(document("3"));
      assertEquals(3, committed(folder));
      assertEquals(0, store.statistics().pendingChanges());
      store.upsert(List.of(document("4"), document("5"), document("6"), document("7")));
      assertEquals(7, committed(folder));
      store.delete("1");
      store.delete("2");
      store.delete(Filter.eq("id", "3"));
      assertEquals(4, committed(folder));
    }
  }

  public void testByTime() throws Exception {
    Path folder = createTempDir();
    OmdbStoreOptions often = BY_HAND.commitInterval(Duration.ofMillis(1));
    try (OmdbStore store = OmdbStore.open(folder, often);
        OmdbStoreReader reader = OmdbStore.openReadOnly(folder)) {
      for (int i = 1; i <= 5; i++) {
        store.upsert(document("" + i));
        int count = i;
        Waiting.await(() -> reader.count() >= count);
      }
      Waiting.await(() -> store.statistics().pendingChanges() == 0);
      assertEquals(5, committed(folder));
    }
  }

  /** No change is counted, so that the merge itself must be seen. */
  public void testAMergeIsCommittedByTime() throws Exception {
    try (Directory directory = newDirectory();
        IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
      for (int i = 0; i < 3; i++) {
        writer.addDocument(new Document());
        writer.commit();
      }
      assertEquals(3, segments(directory));
      OmdbStoreOptions often = BY_HAND.commitInterval(Duration.ofMillis(1));
      try (Commits commits = new Commits(writer, often, now -> Map.of(), Instant.now())) {
        writer.forceMerge(1);
        assertEquals(0, commits.pending());
        Waiting.await(() -> segments(directory) == 1);
      }
    }
  }

  private static int segments(Directory directory) throws IOException {
    return SegmentInfos.readLatestCommit(directory).size();
  }

  /** It waits for one that a call makes, and has nothing left to commit then. */
  public void testACommitByTimeMakesNoEmptyOne() throws Exception {
    AtomicInteger made = new AtomicInteger();
    AtomicInteger madeByCalls = new AtomicInteger();
    AtomicBoolean isOpen = new AtomicBoolean(true); // the writer may make one more at its end
    Thread caller = Thread.currentThread();
    Function<Instant, Map<String, String>> userData =
        now -> {
          made.addAndGet(isOpen.get() ? 1 : 0);
          if (isOpen.get() && Thread.currentThread() == caller) {
            madeByCalls.incrementAndGet();
            awaitThatTheTimerIsBlocked();
          }
          return Map.of();
        };
    OmdbStoreOptions often = BY_HAND.commitInterval(Duration.ofMillis(1)).commitAfter(1);
    int calls = 0;
    try (Directory directory = newDirectory();
        IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
      writer.commit(); // else the timer may commit the new index before there is a change
      try (Commits commits = new Commits(writer, often, userData, Instant.now())) {
        while (madeByCalls.get() == 0) { // the timer may be first
          commits.changed(1);
          calls++;
        }
      }
      isOpen.set(false);
    }
    assertEquals(calls, made.get());
  }

  private static void awaitThatTheTimerIsBlocked() {
    try {
      Waiting.await(
          () ->
              Thread.getAllStackTraces().keySet().stream()
                  .filter(thread -> thread.getName().equals("omdb-store-commit"))
                  .anyMatch(thread -> thread.getState() == Thread.State.BLOCKED));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  public void testReadersSeeCommitsAndNothingElse() throws Exception {
    Path folder = createTempDir();
    try (OmdbStore store = OmdbStore.open(folder, BY_HAND);
        OmdbStoreReader reader = OmdbStore.openReadOnly(folder)) {
      for (int i = 1; i <= 3; i++) {
        store.upsert(document("" + i));
        assertEquals(i - 1, reader.count());
        assertEquals(Optional.empty(), reader.get("" + i));
        store.commit();
        assertEquals(i, reader.count());
        assertEquals(Optional.of(document("" + i)), reader.get("" + i));
        assertEquals(store.statistics().lastCommit(), reader.statistics().lastCommit());
      }
      store.deleteAll();
      store.forceMerge(1);
      assertEquals(3, reader.search(Search.byVector(new float[] {1, 2})).size());
    }
  }

  public void testRefreshIntervalHoldsUntilRefresh() throws Exception {
    OmdbStoreOptions rarely = OmdbStoreOptions.defaults().refreshInterval(Duration.ofDays(1));
    try (OmdbStore store = OmdbStore.open(createTempDir(), rarely)) {
      store.upsert(document("1"));
      assertEquals(0, store.count());
      store.refresh();
      assertEquals(1, store.count());
      store.delete("1");
      assertEquals(1, store.search(Search.all()).size());
      store.refresh();
      assertEquals(0, store.search(Search.all()).size());
    }
  }

  public void testThreadsShareCommits() throws Exception {
    Path folder = createTempDir();
    int threads = 4;
    int each = atLeast(20);
    try (OmdbStore store = OmdbStore.open(folder, BY_HAND.commitAfter(1))) {
      CountDownLatch start = new CountDownLatch(1);
      Thread[] writers = new Thread[threads];
      Throwable[] failures = new Throwable[threads];
      for (int t = 0; t < threads; t++) {
        int thread = t;
        writers[t] =
            new Thread(
                () -> {
                  try {
                    start.await();
                    for (int i = 0; i < each; i++) {
                      String id = thread + "-" + i;
                      store.upsert(document(id));
                      try (OmdbStoreReader reader = OmdbStore.openReadOnly(folder)) {
                        assertTrue(id + " is not durable", reader.get(id).isPresent());
                      }
                    }
                  } catch (Throwable e) {
                    failures[thread] = e;
                  }
                });
        writers[t].start();
      }
      start.countDown();
      for (int t = 0; t < threads; t++) {
        writers[t].join();
        if (failures[t] != null) {
          throw new AssertionError(failures[t]);
        }
      }
    }
    assertEquals(threads * each, committed(folder));
  }

  public void testAFailedCommitInTheBackgroundIsThrownByTheNextCall() throws Exception {
    Path folder = createTempDir();
    FailingDirectory disk = new FailingDirectory(FSDirectory.open(folder));
    OmdbStoreOptions often = BY_HAND.commitInterval(Duration.ofMillis(1));
    try (OmdbStore store = OmdbStore.open(folder, disk, often)) {
      disk.failsToSync = true;
      store.upsert(document("1"));
      Waiting.await(() -> store.statistics().commitFailure().isPresent());
      assertEquals(
          "java.io.IOException: the disk does not sync",
          store.statistics().commitFailure().orElseThrow());
      assertTrue(store.statistics().pendingChanges() > 0);
      assertEquals(1, store.count()); // it can be read
      IOException told = expectThrows(IOException.class, () -> store.upsert(document("2")));
      assertTrue(told.getMessage(), told.getMessage().contains("the disk does not sync"));
      assertTrue(told.getMessage(), told.getMessage().contains("in memory only"));
      assertEquals("this call did nothing", 1, store.count());
      assertEquals(0, committed(folder));

      disk.failsToSync = false;
      Waiting.await(() -> store.statistics().commitFailure().isEmpty());
      store.upsert(document("2")); // nothing is left to tell
      store.commit();
      assertEquals(2, committed(folder));
    }
  }

  public void testAFailedCommitFailsItsCallAndCanBeRepeated() throws Exception {
    Path folder = createTempDir();
    FailingDirectory disk = new FailingDirectory(FSDirectory.open(folder));
    try (OmdbStore store = OmdbStore.open(folder, disk, BY_HAND)) {
      store.upsert(document("1"));
      disk.failsToSync = true;
      IOException told = expectThrows(IOException.class, store::commit);
      assertEquals("the disk does not sync", told.getMessage());
      assertEquals(1, store.statistics().pendingChanges());
      disk.failsToSync = false;
      store.commit();
      assertEquals(1, committed(folder));
    }
  }

  public void testAnErrorThatClosesTheWriterIsToldByEachCall() throws Exception {
    Path folder = createTempDir();
    FailingDirectory disk = new FailingDirectory(FSDirectory.open(folder));
    OmdbStore store = OmdbStore.open(folder, disk, BY_HAND);
    store.upsert(document("1"));
    store.commit();
    store.upsert(document("2"));
    disk.failsToWrite = true;
    expectThrows(IOException.class, store::commit); // the flush fails
    disk.failsToWrite = false;
    for (ThrowingRunnable use :
        List.<ThrowingRunnable>of(
            () -> store.upsert(document("3")),
            () -> store.search(Search.all()),
            store::statistics,
            store::commit)) {
      AlreadyClosedException closed = expectThrows(AlreadyClosedException.class, use);
      assertTrue(closed.getMessage(), closed.getMessage().contains("the disk is full"));
      assertTrue(closed.getMessage(), closed.getMessage().contains("open it again"));
      assertNotNull(closed.getCause());
    }
    AlreadyClosedException lost = expectThrows(AlreadyClosedException.class, store::close);
    assertTrue(lost.getMessage(), lost.getMessage().contains("is gone"));
    store.close();
    try (OmdbStore again = OmdbStore.open(folder)) {
      assertEquals(List.of(document("1")), again.get(List.of("1", "2", "3")));
    }
  }

  public void testACommitThatFailsAtCloseIsThrown() throws Exception {
    Path folder = createTempDir();
    FailingDirectory disk = new FailingDirectory(FSDirectory.open(folder));
    OmdbStore store = OmdbStore.open(folder, disk, BY_HAND);
    store.upsert(document("1"));
    disk.failsToSync = true;
    IOException told = expectThrows(IOException.class, store::close);
    assertEquals("the disk does not sync", told.getMessage());
    store.close();
    assertEquals(0, committed(folder));
    OmdbStore.open(folder).close(); // the lock is free
  }
}
