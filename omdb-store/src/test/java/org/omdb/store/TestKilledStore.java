// SPDX-License-Identifier: Apache-2.0
package org.omdb.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.LuceneTestCase.SuppressFileSystems;
import org.apache.lucene.tests.util.TestUtil;

/**
 * A process whose threads write to a store is killed with SIGKILL at any moment, again and again.
 * Each time the store must have every change that was acknowledged, no half of a change, and
 * nothing else. Another process reads meanwhile, and sees no less.
 */
@SuppressFileSystems("*") // the process sees the real file system
public class TestKilledStore extends LuceneTestCase {

  private static final int THREADS = 3;
  private static final int KILLS = TEST_NIGHTLY ? 100 : 6;

  private Path folder;
  private Path errors;
  private long historySeed;
  private long documentsCompared;

  /** What one thread has done, as far as is known. */
  private static final class Known {
    final StoreHistory history;
    long steps;
    Map<String, OmdbDocument> documents = new TreeMap<>();

    Known(StoreHistory history) {
      this.history = history;
    }

    void advanceTo(long wanted) {
      assertTrue("steps " + steps + " became " + wanted, wanted >= steps);
      while (steps < wanted) {
        history.apply(++steps, documents);
      }
    }
  }

  @Override
  public void setUp() throws Exception {
    super.setUp();
    folder = createTempDir("store");
    errors = createTempDir("errors");
    historySeed = random().nextLong();
  }

  private StoreProcess start(String name) throws IOException {
    return new StoreProcess(
        folder, errors.resolve(name + ".log"), THREADS, historySeed, random().nextLong());
  }

  private Known[] knowNothing() {
    Known[] known = new Known[THREADS];
    for (int t = 0; t < THREADS; t++) {
      known[t] = new Known(new StoreHistory(historySeed, t));
    }
    return known;
  }

  public void testWhatWasAcknowledgedIsThere() throws Exception {
    Known[] known = knowNothing();
    long acknowledgements = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      try (StoreProcess process = start("kill-" + kill)) {
        process.await(random().nextInt(8) == 0 ? 0 : 1 + random().nextInt(8));
        // An operation takes microseconds, a commit milliseconds, a step of this loop nanoseconds.
        for (int spins = random().nextInt(1 << random().nextInt(20)); spins > 0; spins--) {
          Thread.onSpinWait();
        }
        process.kill();
        acknowledgements += process.count();
        check(process, known);
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%d kills survived, %d acknowledgements, %d documents compared%n",
        KILLS,
        acknowledgements,
        documentsCompared);
    try (OmdbStore store = OmdbStore.open(folder)) { // it goes on
      for (Known thread : known) {
        thread.history.apply(thread.steps + 1, store);
        checkSearches(store, checkThread(store, thread, thread.steps + 1));
      }
    }
  }

  private void check(StoreProcess process, Known[] known) throws IOException {
    if (Files.exists(folder) == false || isEmpty()) {
      for (int t = 0; t < THREADS; t++) {
        assertEquals(0, known[t].steps + process.acknowledged(t));
      }
      return;
    }
    try (Directory directory = new MMapDirectory(folder)) {
      TestUtil.checkIndex(directory);
    }
    try (OmdbStoreReader store = OmdbStore.openReadOnly(folder)) {
      for (int t = 0; t < THREADS; t++) {
        checkSearches(store, checkThread(store, known[t], process.acknowledged(t)));
      }
    }
  }

  private boolean isEmpty() throws IOException {
    try (Directory directory = new MMapDirectory(folder)) {
      return DirectoryReader.indexExists(directory) == false;
    }
  }

  /**
   * The store has a number of steps of a thread, at least the acknowledged ones, and no more.
   *
   * @return the thread's documents
   */
  private Map<String, OmdbDocument> checkThread(
      OmdbStoreReader store, Known thread, long acknowledged) throws IOException {
    Map<String, OmdbDocument> found = new TreeMap<>();
    List<Hit> hits =
        store.search(Search.all().filter(thread.history.mine()).limit(Integer.MAX_VALUE));
    for (Hit hit : hits) {
      assertNull("twice: " + hit.id(), found.put(hit.id(), hit.document()));
    }
    long steps = thread.history.progress(found);
    assertTrue("steps " + steps + " of " + acknowledged, steps >= acknowledged);
    thread.advanceTo(steps);
    Map<String, OmdbDocument> expected = thread.documents;
    if (expected.equals(found) == false) { // deletions of the next step are calls of their own
      expected = new TreeMap<>(expected);
      thread.history.applyDeletions(steps + 1, expected);
    }
    DocumentAssert.assertEqual(expected, found);
    documentsCompared += found.size();
    return found;
  }

  /** Searches find these documents. Nobody writes meanwhile, as each search sees what is new. */
  private static void checkSearches(OmdbStoreReader store, Map<String, OmdbDocument> found)
      throws IOException {
    List<OmdbDocument> documents = List.copyOf(found.values());
    for (OmdbDocument document : documents.subList(0, Math.min(3, documents.size()))) {
      checkFound(store, document);
    }
  }

  /** It is found by its vector, by its words and by its metadata. */
  private static void checkFound(OmdbStoreReader store, OmdbDocument document) throws IOException {
    Filter itself =
        Filter.eq("number", document.metadata().get("number"))
            .and(Filter.eq("time", document.metadata().get("time")))
            .and(Filter.contains("list", "step " + document.metadata().get("step")));
    Hit byVector = store.search(Search.byVector(document.vector()).limit(1)).get(0);
    assertEquals(1, byVector.score(), 1e-5);
    assertEquals(
        List.of(document),
        store.search(Search.byText(document.text()).filter(itself)).stream()
            .map(Hit::document)
            .toList());
  }

  public void testAnotherProcessReadsMeanwhile() throws Exception {
    Known[] known = knowNothing();
    try (StoreProcess process = start("writer")) {
      process.await(1);
      OmdbStoreException refused =
          expectThrows(OmdbStoreException.class, () -> OmdbStore.open(folder));
      assertTrue(refused.getMessage(), refused.getMessage().contains("by another process"));
      try (OmdbStoreReader reader = OmdbStore.openReadOnly(folder)) {
        for (int round = atLeast(6); round > 0; round--) {
          process.await(process.count() + 1 + random().nextInt(3));
          for (int t = 0; t < THREADS; t++) {
            checkThread(reader, known[t], process.acknowledged(t));
          }
        }
        process.kill();
        for (int t = 0; t < THREADS; t++) {
          checkSearches(reader, checkThread(reader, known[t], process.acknowledged(t)));
        }
      }
    }
    OmdbStore.open(folder).close(); // the lock of a dead process is gone
  }
}
