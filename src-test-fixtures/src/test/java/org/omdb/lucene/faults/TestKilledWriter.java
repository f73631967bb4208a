// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.faults;

import com.carrotsearch.randomizedtesting.generators.RandomPicks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.NIOFSDirectory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.LuceneTestCase.SuppressFileSystems;
import org.apache.lucene.tests.util.TestUtil;
import org.omdb.lucene.OmdbCodec;

/**
 * A writer process is killed with SIGKILL at any moment, again and again, and the next one goes on
 * with what is left. After each kill the index must hold the last commit that was acknowledged, or
 * the one that was under way, whole and nothing else.
 */
@SuppressFileSystems("*") // the process sees the real file system
public class TestKilledWriter extends LuceneTestCase {

  private static final int KILLS_PER_INDEX = 10;
  private static final List<WriterEvent> MOMENTS =
      List.of(
          WriterEvent.OPENING,
          WriterEvent.FLUSHING,
          WriterEvent.FLUSHING,
          WriterEvent.MERGING,
          WriterEvent.MERGING,
          WriterEvent.COMMITTING,
          WriterEvent.PUBLISHING,
          WriterEvent.ACKNOWLEDGED);

  private final Figures figures = new Figures();

  /** What the kills hit, for the report. */
  private static final class Figures {
    int indexes;
    int kills;
    int acknowledged;
    int whileOpening;
    int whileFlushing;
    int whileMerging;
    int whileCommitting;
    int whilePublishing;
    int committedUnacknowledged;
    int withLeftovers;
    int leftovers;
    long idsChecked;

    void count(WriterProcess writer) {
      kills++;
      acknowledged += writer.count(WriterEvent.ACKNOWLEDGED);
      whileOpening += open(writer, WriterEvent.OPENING, WriterEvent.OPENED);
      whileFlushing += open(writer, WriterEvent.FLUSHING, WriterEvent.FLUSHED);
      whileMerging += open(writer, WriterEvent.MERGING, WriterEvent.MERGED);
      whilePublishing += open(writer, WriterEvent.PUBLISHING, WriterEvent.ACKNOWLEDGED);
      whileCommitting += open(writer, WriterEvent.COMMITTING, WriterEvent.ACKNOWLEDGED);
    }

    private static int open(WriterProcess writer, WriterEvent begin, WriterEvent end) {
      return writer.count(begin) > writer.count(end) ? 1 : 0;
    }

    void print() {
      System.out.printf(
          Locale.ROOT,
          "%d kills of %d indexes survived: %d while opening, %d while flushing, %d while merging,"
              + " %d while committing (%d of them about its rename; %d were found committed), %d left"
              + " unreferenced files (%d); %d commits acknowledged, %d ids and vectors compared%n",
          kills,
          indexes,
          whileOpening,
          whileFlushing,
          whileMerging,
          whileCommitting,
          whilePublishing,
          committedUnacknowledged,
          withLeftovers,
          leftovers,
          acknowledged,
          idsChecked);
    }
  }

  public void testWhatWasCommittedIsThere() throws Exception {
    int indexes = TEST_NIGHTLY ? 12 : 1;
    for (int i = 0; i < indexes; i++) {
      killAgainAndAgain(createTempDir("index"), createTempDir("errors"), random().nextLong());
      figures.indexes++;
    }
    figures.print();
    assertEquals(indexes * KILLS_PER_INDEX, figures.kills);
  }

  private void killAgainAndAgain(Path index, Path errors, long historySeed) throws Exception {
    WriterHistory history = new WriterHistory(historySeed);
    HistoryState state = new HistoryState(history);
    Set<String> leftovers = Set.of();
    for (int kill = 0; kill < KILLS_PER_INDEX; kill++) {
      Path log = errors.resolve(kill + ".log");
      try (WriterProcess writer = new WriterProcess(index, log, historySeed, random().nextLong())) {
        awaitMoment(writer);
        writer.kill();
        figures.count(writer);
        if (writer.count(WriterEvent.OPENED) > 0) {
          checkCleanedUp(index, leftovers);
        }
        leftovers = checkIndex(index, writer, state);
      }
    }
    goOn(index, history, state);
  }

  private static void awaitMoment(WriterProcess writer) throws Exception {
    WriterEvent moment = RandomPicks.randomFrom(random(), MOMENTS);
    boolean opening = moment == WriterEvent.OPENING;
    writer.await(moment, opening ? 1 : 1 + random().nextInt(10));
    // A merge or flush takes milliseconds, a step of this loop some nanoseconds.
    for (int spins = random().nextInt(1 << random().nextInt(opening ? 21 : 18));
        spins > 0;
        spins--) {
      Thread.onSpinWait();
    }
  }

  private static Directory open(Path index) throws IOException {
    return random().nextBoolean() ? new MMapDirectory(index) : new NIOFSDirectory(index);
  }

  /**
   * Compares an index whose writer was killed with the state that it must be in.
   *
   * @param state as of the last process; brought up to date
   * @return the files that no commit has
   */
  private Set<String> checkIndex(Path index, WriterProcess writer, HistoryState state)
      throws IOException {
    long acknowledged = Math.max(state.operations(), writer.latest(WriterEvent.ACKNOWLEDGED));
    long underWay = Math.max(acknowledged, writer.latest(WriterEvent.COMMITTING));
    try (Directory directory = open(index)) {
      if (DirectoryReader.indexExists(directory) == false) {
        assertEquals("an acknowledged commit is gone", 0, acknowledged);
        return countLeftovers(index, Set.of());
      }
      TestUtil.checkIndex(directory);
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        long found = WriterHistory.operations(reader.getIndexCommit().getUserData());
        assertTrue(
            "operations " + found + ", acknowledged " + acknowledged + ", under way " + underWay,
            found == acknowledged || found == underWay);
        figures.committedUnacknowledged += found > acknowledged ? 1 : 0;
        state.advanceTo(found);
        state.check(reader, random());
        figures.idsChecked += state.idCount();
      }
      return countLeftovers(index, SegmentInfos.readLatestCommit(directory).files(true));
    }
  }

  private Set<String> countLeftovers(Path index, Collection<String> committed) throws IOException {
    Set<String> leftovers = files(index);
    leftovers.removeAll(committed);
    leftovers.remove(IndexWriter.WRITE_LOCK_NAME);
    figures.withLeftovers += leftovers.isEmpty() ? 0 : 1;
    figures.leftovers += leftovers.size();
    return leftovers;
  }

  private static Set<String> files(Path index) throws IOException {
    Set<String> names = new TreeSet<>();
    try (var files = Files.list(index)) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    }
    return names;
  }

  /** Names are never used again, so a file that is there was not deleted. */
  private static void checkCleanedUp(Path index, Set<String> leftovers) throws IOException {
    Set<String> names = files(index);
    names.retainAll(leftovers);
    assertEquals("left by a killed writer and not deleted by the next", Set.of(), names);
  }

  /** The last one is not killed. */
  private static void goOn(Path index, WriterHistory history, HistoryState state)
      throws IOException {
    try (Directory directory = open(index)) {
      IndexWriterConfig config =
          new IndexWriterConfig().setCodec(OmdbCodec.builder().idField(WriterHistory.KEY).build());
      if (history.sort() != null) {
        config.setIndexSort(history.sort());
      }
      try (IndexWriter writer = new IndexWriter(directory, config)) {
        for (int i = 0; i < 50; i++) {
          history.apply(state.operations(), writer);
          state.advanceTo(state.operations() + 1);
        }
        writer.forceMerge(1);
        WriterHistory.setOperations(writer, state.operations());
      }
      TestUtil.checkIndex(directory);
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        state.check(reader, random());
      }
    }
  }
}
