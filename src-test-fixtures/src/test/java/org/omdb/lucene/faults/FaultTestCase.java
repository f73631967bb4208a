// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.faults;

import com.carrotsearch.randomizedtesting.annotations.TimeoutSuite;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.MergeScheduler;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.BaseDirectory;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.tests.store.MockDirectoryWrapper;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.omdb.fixtures.FaultyDirectory;
import org.omdb.fixtures.FaultyDirectory.FaultException;

/**
 * What tests of faults share. The rule of all of them: what was committed is there, whole, with its
 * ids; what was not is absent; nothing in between; the writer goes on, or is closed and says why;
 * no file is left open, and none left over once the next writer was there.
 *
 * <p>A round that hangs ends with the suite's timeout, and the stacks of all threads.
 */
@TimeoutSuite(millis = 20 * 60 * 1000)
abstract class FaultTestCase extends LuceneTestCase {

  /** A directory in memory under Lucene's mock, which checks on closing that all was closed. */
  static final class Disk implements AutoCloseable {

    final FaultyDirectory faulty;
    final MockDirectoryWrapper mock;
    private volatile boolean healed;

    Disk(Directory directory) {
      faulty = new FaultyDirectory(directory);
      mock = new MockDirectoryWrapper(random(), faulty);
      mock.setThrottling(MockDirectoryWrapper.Throttling.NEVER);
      mock.setUseSlowOpenClosers(false);
      // Checked by the model, and by CheckIndex in some of the rounds.
      mock.setCheckIndexOnClose(rarely());
    }

    /** Whether a {@code Failure} of the mock, which can't be taken back, must let be. */
    boolean isHealed() {
      return healed;
    }

    /** Nothing fails any more. */
    void heal() {
      healed = true;
      faulty.setFault(FaultyDirectory.Fault.NONE);
      mock.setMaxSizeInBytes(0);
      mock.setRandomIOExceptionRate(0);
      mock.setRandomIOExceptionRateOnOpen(0);
    }

    /**
     * Fails if a file is open. What a writer could not remove any more, or Lucene forgot after a
     * failure in a constructor of its own, the next writer must have removed.
     */
    @Override
    public void close() throws IOException {
      heal();
      IndexWriterConfig config = new IndexWriterConfig().setCodec(ModelledIndex.codec().build());
      new IndexWriter(mock, config.setCommitOnClose(false)).close();
      mock.setAssertNoUnrefencedFilesOnClose(true);
      mock.close();
    }
  }

  static Directory copyOf(Directory directory) throws IOException {
    BaseDirectory copy = new ByteBuffersDirectory();
    for (String file : directory.listAll()) {
      if (file.equals(IndexWriter.WRITE_LOCK_NAME) == false) {
        copy.copyFrom(directory, file, file, IOContext.DEFAULT);
      }
    }
    return copy;
  }

  /** In the background like Lucene's, but a failed merge does not end the test by itself. */
  static final class QuietScheduler extends ConcurrentMergeScheduler {

    @Override
    protected void handleMergeException(Throwable exc) {
      assertExpected(exc); // the writer knows it too, and fails
    }
  }

  static MergeScheduler scheduler(boolean concurrent) {
    return concurrent ? new QuietScheduler() : new SerialMergeScheduler();
  }

  /** A writer that commits only when told to, and merges little by itself. */
  static IndexWriterConfig config(Codec codec, boolean concurrent) {
    LogDocMergePolicy merges = new LogDocMergePolicy();
    merges.setMergeFactor(4);
    boolean compound = random().nextBoolean();
    merges.setNoCFSRatio(compound ? 1 : 0);
    return new IndexWriterConfig()
        .setCodec(codec)
        .setCommitOnClose(false)
        .setUseCompoundFile(compound)
        .setMergePolicy(merges)
        .setMergeScheduler(scheduler(concurrent));
  }

  static IndexWriterConfig config(boolean concurrent) {
    return config(new EagerGraphCodec(), concurrent);
  }

  /**
   * Fails unless what was thrown is what Lucene says that it throws, and comes of a fault that was
   * injected, not of a mistake behind it.
   */
  static void assertExpected(Throwable thrown) {
    if (isClosingWriter(thrown)) {
      return;
    }
    boolean documented =
        thrown instanceof IOException
            || thrown instanceof IllegalStateException // AlreadyClosedException is one
            || thrown instanceof MergePolicy.MergeException
            || isPackedRead(thrown);
    if (documented && isInjected(thrown)) {
      return;
    }
    throw new AssertionError("not what a fault leads to: " + thrown, thrown);
  }

  /** Parts of a writer say it without the reason, while a merge in another thread closes it. */
  private static boolean isClosingWriter(Throwable thrown) {
    String thrower = thrown.getStackTrace()[0].getClassName();
    return thrown instanceof AlreadyClosedException
        && (thrower.startsWith("org.apache.lucene.index.DocumentsWriter")
            || thrower.startsWith("org.apache.lucene.index.IndexWriter")
            || thrower.equals("org.apache.lucene.index.ReaderPool"));
  }

  /**
   * Lucene's {@code DirectReader} wraps an {@code IOException} in a {@code RuntimeException}, which
   * its doc values and vectors let out; our ids don't.
   */
  private static boolean isPackedRead(Throwable thrown) {
    List<StackTraceElement> stack = List.of(thrown.getStackTrace());
    return thrown.getClass() == RuntimeException.class
        && thrown.getCause() instanceof IOException
        && stack.get(0).getClassName().startsWith("org.apache.lucene.util.packed.DirectReader")
        && stack.stream().noneMatch(e -> e.getClassName().endsWith(".IdTableReader"));
  }

  private static boolean isInjected(Throwable thrown) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Throwable> todo = new ArrayDeque<>(Set.of(thrown));
    while (todo.isEmpty() == false) {
      Throwable next = todo.pop();
      if (seen.add(next) == false) {
        continue;
      }
      String message = String.valueOf(next.getMessage());
      if (next instanceof FaultException
          || message.contains("a random IOException")
          || message.contains("fake disk full")
          || message.contains("after crash")
          || message.contains("has crashed")) {
        return true;
      }
      if (next.getCause() != null) {
        todo.push(next.getCause());
      }
      Collections.addAll(todo, next.getSuppressed());
    }
    return false;
  }

  /**
   * Nothing fails any more: a writer that is still open takes more documents and commits, and so
   * loses nothing that it took; one that is closed is closed for good.
   */
  static void goOnOrClose(IndexWriter writer, ModelledIndex model, boolean concurrent)
      throws IOException {
    if (writer.isOpen()) {
      try {
        model.add(writer);
        model.commit(writer);
      } catch (IllegalStateException e) {
        assertTrue("no merge can have closed it meanwhile", concurrent);
        assertExpected(e);
      }
    } else {
      assertExpected(expectThrows(IllegalStateException.class, () -> writer.commit()));
    }
    rollback(writer);
  }

  /** Closes a writer that may be closed already. */
  static void rollback(IndexWriter writer) {
    try {
      writer.rollback();
    } catch (Exception e) {
      assertExpected(e);
    }
    assertFalse(writer.isOpen());
  }

  /** Rounds for a normal run; {@code -Dtests.multiplier} makes it more. */
  static int rounds(int normal) {
    return (TEST_NIGHTLY ? 20 : 1) * RANDOM_MULTIPLIER * normal;
  }

  /** Reports, for the record of a long run. */
  static void survived(int rounds, int failed, String fault) {
    System.out.println(
        String.format(
            Locale.ROOT, "rounds survived: %,d, of which %,d failed, %s", rounds, failed, fault));
  }
}
