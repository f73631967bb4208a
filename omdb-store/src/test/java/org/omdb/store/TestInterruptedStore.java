// SPDX-License-Identifier: Apache-2.0
package org.omdb.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.lucene.tests.util.LuceneTestCase;

/**
 * Threads that are interrupted while they use a store, as by {@code Future.cancel(true)} or {@code
 * shutdownNow()}. Lucene's index writer closes then; a store loses nothing.
 */
public class TestInterruptedStore extends LuceneTestCase {

  private static final OmdbStoreOptions NO_COMMITS =
      OmdbStoreOptions.defaults().commitInterval(Duration.ZERO);

  @Override
  public void tearDown() throws Exception {
    Thread.interrupted(); // by a test that failed
    super.tearDown();
  }

  private static OmdbDocument document(int number) {
    return new OmdbDocument("user_" + number, new float[] {1, number}, "text " + number, null);
  }

  private static void checkAll(Path folder, int count) throws Exception {
    try (OmdbStore store = OmdbStore.open(folder)) {
      assertEquals(count, store.count());
      for (int i = 0; i < count; i++) {
        assertEquals(document(i), store.get("user_" + i).orElseThrow());
      }
    }
  }

  public void testAThreadThatIsInterruptedAlready() throws Exception {
    Path folder = createTempDir();
    Path copy = createTempDir().resolve("copy");
    OmdbStore store = OmdbStore.open(folder, NO_COMMITS);
    Thread.currentThread().interrupt();
    store.upsert(document(0));
    assertEquals(1, store.search(Search.byVector(new float[] {1, 0})).size());
    store.upsert(document(1));
    store.commit();
    store.upsert(List.of(document(2), document(3)));
    store.refresh();
    store.forceMerge(1);
    store.upsert(document(4));
    store.close();
    assertTrue("it is interrupted still", Thread.interrupted());
    checkAll(folder, 5);
    try (OmdbStore again = OmdbStore.open(folder, NO_COMMITS)) {
      again.upsert(document(5));
      again.snapshot(copy);
    }
    checkAll(copy, 6);
  }

  public void testInterruptsWhileItIsWritten() throws Exception {
    Path folder = createTempDir();
    int count = atLeast(300);
    OmdbStore store = OmdbStore.open(folder, NO_COMMITS.ramBufferMegabytes(0.1));
    AtomicBoolean isDone = new AtomicBoolean();
    Thread writing = Thread.currentThread();
    Thread interrupting =
        new Thread(
            () -> {
              while (isDone.get() == false) {
                writing.interrupt();
                Thread.onSpinWait();
              }
            });
    interrupting.start();
    try {
      for (int i = 0; i < count; i++) {
        store.upsert(document(i));
        if (i % 10 == 0) {
          assertFalse(store.search(Search.byVector(new float[] {1, i})).isEmpty());
        }
        if (i % 50 == 0) {
          store.commit();
        }
      }
      store.close();
    } finally {
      isDone.set(true);
      while (interrupting.isAlive()) {
        Thread.onSpinWait(); // join() would be interrupted
      }
    }
    assertTrue("it is interrupted still", Thread.interrupted());
    checkAll(folder, count);
  }
}
