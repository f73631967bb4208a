// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.faults;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.NIOFSDirectory;
import org.apache.lucene.util.ThreadInterruptedException;
import org.omdb.fixtures.FaultyDirectory;

/**
 * A thread is interrupted before one of its operations on files, whichever it is.
 *
 * <p>What Lucene says of it: an interrupted thread closes the channel that it reads or writes. A
 * reader of {@code NIOFSDirectory} is of no use then and must be opened anew, one of {@code
 * MMapDirectory} goes on, and a writer closes with either. What was committed does not suffer.
 */
public class TestInterrupts extends FaultTestCase {

  private interface Work {
    void run() throws Exception;
  }

  private interface Open {
    FSDirectory at(Path path) throws IOException;
  }

  public void testNio() throws Exception {
    interrupt(NIOFSDirectory::new, false, "NIOFSDirectory");
  }

  public void testMMap() throws Exception {
    interrupt(MMapDirectory::new, true, "MMapDirectory");
  }

  private static void interrupt(Open open, boolean readersSurvive, String name) throws Exception {
    int rounds = rounds(12);
    int searches = 0;
    int writes = 0;
    for (int round = 0; round < rounds; round++) {
      try (Disk disk = new Disk(open.at(createTempDir()))) {
        disk.mock.setCheckIndexOnClose(false);
        ModelledIndex model = new ModelledIndex(random());
        try (IndexWriter writer =
            new IndexWriter(disk.mock, config(false).setMergePolicy(NoMergePolicy.INSTANCE))) {
          model.add(writer, 6);
          writer.flush();
          model.add(writer, 6);
          model.delete(writer);
          model.commit(writer);
        }
        searches += search(disk, model, readersSurvive) ? 1 : 0;
        writes += write(disk, model) ? 1 : 0;
      }
    }
    assertEquals("searches that failed", readersSurvive, searches == 0);
    assertTrue("no write failed", writes > 0);
    survived(
        2 * rounds, searches + writes, "threads interrupted in search, flush and merge, " + name);
  }

  /** Runs something in a thread of its own that is interrupted at the n-th operation. */
  private static Throwable runInterrupted(Disk disk, int at, Work work) throws Exception {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicInteger left = new AtomicInteger(at);
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (Throwable t) {
                thrown.set(t);
              }
            },
            "interrupted");
    disk.faulty.setFault(
        (operation, file) -> {
          if (Thread.currentThread() == thread && left.decrementAndGet() == 0) {
            thread.interrupt();
          }
        });
    thread.start();
    thread.join();
    disk.faulty.setFault(FaultyDirectory.Fault.NONE);
    return thrown.get();
  }

  private static boolean search(Disk disk, ModelledIndex model, boolean survives) throws Exception {
    try (DirectoryReader reader = DirectoryReader.open(disk.mock)) {
      Throwable thrown =
          runInterrupted(disk, 1 + random().nextInt(800), () -> model.checkLive(reader));
      if (thrown != null) {
        assertFalse("a search fails", survives);
        assertInterrupted(thrown);
        // The same reader, a thread that nobody interrupted: the right answers, or none.
        try {
          model.checkLive(reader);
        } catch (IOException | RuntimeException e) {
          assertInterrupted(e);
        }
      }
      try (DirectoryReader again = DirectoryReader.open(disk.mock)) {
        model.checkLive(again);
      }
      return thrown != null;
    }
  }

  private static boolean write(Disk disk, ModelledIndex model) throws Exception {
    IndexWriter writer = new IndexWriter(disk.mock, config(random().nextBoolean()));
    Throwable thrown =
        runInterrupted(
            disk,
            1 + random().nextInt(3_000),
            () -> {
              model.add(writer, 4);
              model.commit(writer);
              model.update(writer);
              writer.forceMerge(1);
              model.commit(writer);
            });
    if (thrown != null) {
      assertInterrupted(thrown);
    }
    try {
      model.add(writer);
      model.commit(writer);
    } catch (IOException | IllegalStateException e) {
      assertInterrupted(e);
    }
    try {
      writer.rollback();
    } catch (IOException | IllegalStateException e) {
      assertInterrupted(e);
    }
    assertFalse(writer.isOpen());
    model.checkCommitted(disk.mock);
    return thrown != null;
  }

  /**
   * A channel closed by the interrupt is at the bottom of it, that of the write lock included; or
   * what could not be read for it is called corrupt, and the interrupt is why that is not known.
   */
  private static void assertInterrupted(Throwable thrown) {
    if (isInterrupted(thrown, Collections.newSetFromMap(new IdentityHashMap<>())) == false) {
      throw new AssertionError("not what an interrupt leads to: " + thrown, thrown);
    }
  }

  private static boolean isInterrupted(Throwable thrown, Set<Throwable> seen) {
    if (thrown == null || seen.add(thrown) == false) {
      return false;
    }
    boolean lockIsGone =
        thrown instanceof AlreadyClosedException
            && String.valueOf(thrown.getMessage()).contains("Lock");
    return thrown instanceof ClosedChannelException
        || thrown instanceof ThreadInterruptedException
        || thrown instanceof InterruptedException
        || lockIsGone
        || isInterrupted(thrown.getCause(), seen)
        || Arrays.stream(thrown.getSuppressed()).anyMatch(each -> isInterrupted(each, seen));
  }
}
