// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.faults;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.NIOFSDirectory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.LuceneTestCase.SuppressFileSystems;
import org.omdb.lucene.OmdbCodec;

/** One process writes, merges and deletes files; another one reads, or would like to write too. */
@SuppressFileSystems("*") // the other process sees the real file system
public class TestTwoProcesses extends LuceneTestCase {

  private Path index;
  private Path errors;
  private long historySeed;
  private WriterHistory history;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    index = createTempDir("index");
    errors = createTempDir("errors");
    historySeed = random().nextLong();
    history = new WriterHistory(historySeed);
  }

  private WriterProcess start(String name) throws Exception {
    return new WriterProcess(
        index, errors.resolve(name + ".log"), historySeed, random().nextLong());
  }

  private Directory open() throws Exception {
    return random().nextBoolean() ? new MMapDirectory(index) : new NIOFSDirectory(index);
  }

  private static long operations(DirectoryReader reader) throws Exception {
    return WriterHistory.operations(reader.getIndexCommit().getUserData());
  }

  /** An open reader goes on seeing its commit, and a refreshed one a later commit as a whole. */
  public void testReaderWhileFilesAreMergedAndDeleted() throws Exception {
    int rounds = atLeast(15);
    try (Directory directory = open();
        WriterProcess writer = start("writer")) {
      writer.await(WriterEvent.ACKNOWLEDGED, 1 + random().nextInt(10));
      try (DirectoryReader snapshot = DirectoryReader.open(directory)) {
        HistoryState atSnapshot = new HistoryState(history);
        atSnapshot.advanceTo(operations(snapshot));
        HistoryState now = atSnapshot.copy();
        DirectoryReader current = DirectoryReader.open(directory);
        try {
          int opened = 0;
          for (int round = 0; round < rounds || anyExists(snapshot); round++) {
            assertTrue("no merge in " + round + " rounds", round < rounds + 1000);
            writer.await(
                WriterEvent.ACKNOWLEDGED,
                writer.count(WriterEvent.ACKNOWLEDGED) + 1 + random().nextInt(3));
            long acknowledged = writer.latest(WriterEvent.ACKNOWLEDGED);
            DirectoryReader newer = DirectoryReader.openIfChanged(current);
            if (newer != null) {
              current.close();
              current = newer;
              opened++;
            }
            assertTrue("an acknowledged commit is not seen", operations(current) >= acknowledged);
            now.advanceTo(operations(current));
            now.check(current, random());

            atSnapshot.check(snapshot, random());
          }
          assertTrue(opened + " of " + rounds, opened >= rounds);
          System.out.printf(
              Locale.ROOT,
              "%d commits opened while %d were made, with %d merges; all files of the snapshot are"
                  + " gone%n",
              opened,
              writer.count(WriterEvent.ACKNOWLEDGED),
              writer.count(WriterEvent.MERGED));
        } finally {
          current.close();
        }
        writer.kill(); // fails if it ended by itself
        atSnapshot.check(snapshot, random());
      }
    }
  }

  private boolean anyExists(DirectoryReader snapshot) throws Exception {
    Collection<String> names = snapshot.getIndexCommit().getFileNames();
    return names.stream().anyMatch(name -> Files.exists(index.resolve(name)));
  }

  /** The lock of a killed process is the operating system's to release. */
  public void testSecondWriterWaitsForTheEndOfTheFirst() throws Exception {
    HistoryState state = new HistoryState(history);
    try (WriterProcess first = start("first")) {
      first.await(WriterEvent.ACKNOWLEDGED, 1 + random().nextInt(10));
      try (Directory directory = open()) {
        expectThrows(
            LockObtainFailedException.class,
            () -> new IndexWriter(directory, new IndexWriterConfig().setCodec(new OmdbCodec())));
      }
      try (WriterProcess refused = start("refused")) {
        assertEquals(WriterMain.STATUS_REFUSED, refused.awaitEnd());
        assertEquals(1, refused.count(WriterEvent.REFUSED));
        assertEquals(0, refused.count(WriterEvent.OPENED));
      }
      first.await(WriterEvent.ACKNOWLEDGED, first.count(WriterEvent.ACKNOWLEDGED) + 3);
      first.kill();
      check(state, first.latest(WriterEvent.ACKNOWLEDGED));
    }
    try (WriterProcess second = start("second")) {
      second.await(WriterEvent.ACKNOWLEDGED, 3);
      second.kill();
      check(state, second.latest(WriterEvent.ACKNOWLEDGED));
    }
  }

  private void check(HistoryState state, long acknowledged) throws Exception {
    try (Directory directory = open();
        DirectoryReader reader = DirectoryReader.open(directory)) {
      assertTrue(operations(reader) >= acknowledged);
      state.advanceTo(operations(reader));
      state.check(reader, random());
    }
  }
}
