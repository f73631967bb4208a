// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.faults;

import com.carrotsearch.randomizedtesting.generators.RandomNumbers;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.omdb.fixtures.FaultyDirectory;
import org.omdb.fixtures.FaultyDirectory.FaultException;

/**
 * The machine crashes, and files that were not synced are gone, cut, zeroed or damaged, as {@code
 * MockDirectoryWrapper.crash()} does it.
 */
public class TestCrash extends FaultTestCase {

  /** Between two operations of a writer. */
  public void testBetweenOperations() throws IOException {
    int rounds = rounds(60);
    for (int round = 0; round < rounds; round++) {
      try (Disk disk = new Disk(new ByteBuffersDirectory())) {
        ModelledIndex model = new ModelledIndex(random());
        for (int lives = 1 + random().nextInt(3); lives > 0; lives--) {
          IndexWriter writer = new IndexWriter(disk.mock, config(false));
          for (int steps = random().nextInt(8); steps > 0; steps--) {
            switch (random().nextInt(6)) {
              case 0, 1 -> model.add(writer, 1 + random().nextInt(5));
              case 2 -> model.delete(writer);
              case 3 -> writer.flush();
              case 4 -> writer.forceMerge(1);
              default -> model.commit(writer);
            }
          }
          disk.mock.crash();
          afterCrash(disk, writer);
          model.checkCommitted(disk.mock);
        }
      }
    }
    survived(rounds, rounds, "crash between operations");
  }

  /** In the middle of a flush, a merge and their commits: at each operation on the files. */
  public void testWithinOperations() throws IOException {
    try (Directory base = new ByteBuffersDirectory()) {
      ModelledIndex model = new ModelledIndex(random());
      try (IndexWriter writer =
          new IndexWriter(base, config(false).setMergePolicy(NoMergePolicy.INSTANCE))) {
        model.add(writer, 3);
        writer.flush();
        model.add(writer, 3);
        model.commit(writer);
      }
      AtomicLong operations = new AtomicLong();
      try (Disk disk = new Disk(copyOf(base))) {
        disk.faulty.setFault((operation, file) -> operations.incrementAndGet());
        assertFalse(work(disk, model.copy()));
      }
      int rounds = 0;
      int crashed = 0;
      int stride = TEST_NIGHTLY ? 3 : (int) operations.get() / 50 / RANDOM_MULTIPLIER;
      for (long at = 1;
          at <= operations.get();
          at += RandomNumbers.randomIntBetween(random(), 1, stride)) {
        ModelledIndex crashing = model.copy();
        try (Disk disk = new Disk(copyOf(base))) {
          disk.faulty.setFault(crash(disk, at));
          crashed += work(disk, crashing) ? 1 : 0; // not if it needed fewer operations this time
          disk.heal();
          crashing.checkCommitted(disk.mock);
        }
        rounds++;
      }
      assertTrue(crashed > rounds / 2);
      survived(rounds, crashed, "crash within a flush, a merge and commits");
    }
  }

  private static FaultyDirectory.Fault crash(Disk disk, long at) {
    AtomicLong left = new AtomicLong(at);
    return (operation, file) -> {
      if (left.decrementAndGet() == 0) {
        disk.faulty.setFault(FaultyDirectory.Fault.NONE);
        disk.mock.crash();
        disk.faulty.setFault(
            (next, nextFile) -> {
              throw new FaultException("crashed before " + next + " of " + nextFile);
            });
        throw new FaultException("crash at " + operation + " of " + file);
      }
    };
  }

  /** Returns whether it crashed. */
  private static boolean work(Disk disk, ModelledIndex model) throws IOException {
    IndexWriter writer;
    try {
      writer = new IndexWriter(disk.mock, config(false));
    } catch (IOException | RuntimeException e) {
      assertCrashed(e);
      disk.heal();
      disk.mock.clearCrash();
      return true;
    }
    try {
      model.add(writer, 4);
      writer.flush();
      model.delete(writer);
      model.commit(writer);
      writer.forceMerge(1);
      model.update(writer);
      model.commit(writer);
      writer.close();
      return false;
    } catch (IOException | RuntimeException e) {
      assertCrashed(e);
      afterCrash(disk, writer);
      return true;
    }
  }

  /** Files that were open when the machine crashed are closed under those who use them. */
  private static void assertCrashed(Exception e) {
    boolean closedByCrash =
        e instanceof RuntimeException && String.valueOf(e.getMessage()).contains("losed");
    if (closedByCrash == false) {
      assertExpected(e);
    }
  }

  private static void afterCrash(Disk disk, IndexWriter writer) {
    try {
      writer.rollback();
    } catch (
        @SuppressWarnings("unused")
        Exception e) {
      // A machine that crashed closes nothing; only memory is to be freed here.
    }
    assertFalse(writer.isOpen());
    disk.heal();
    disk.mock.clearCrash();
  }
}
