// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.faults;

import java.io.IOException;
import java.util.Random;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.omdb.fixtures.FaultyDirectory;
import org.omdb.fixtures.FaultyDirectory.FaultException;
import org.omdb.fixtures.FaultyDirectory.Operation;

/** Any operation on files may fail at any time, while an index lives its life. */
public class TestRandomIOExceptions extends FaultTestCase {

  private int failed;

  /** Fails some of the operations, in whatever thread. */
  private static FaultyDirectory.Fault randomly(Operation only, int oneIn) {
    Random own = new Random(random().nextLong());
    return (operation, file) -> {
      synchronized (own) {
        if ((only == null || operation == only) && own.nextInt(oneIn) == 0) {
          throw new FaultException("no " + operation + " of " + file);
        }
      }
    };
  }

  public void testWrite() throws IOException {
    live("of writes", disk -> disk.faulty.setFault(randomly(Operation.WRITE, oneIn(6_000))));
  }

  public void testRead() throws IOException {
    live("of reads", disk -> disk.faulty.setFault(randomly(Operation.READ, oneIn(20_000))));
  }

  public void testCreate() throws IOException {
    live("of creating files", disk -> disk.faulty.setFault(randomly(Operation.CREATE, oneIn(80))));
  }

  public void testSync() throws IOException {
    live("of syncs", disk -> disk.faulty.setFault(randomly(Operation.SYNC, oneIn(40))));
  }

  public void testSyncMetadata() throws IOException {
    live(
        "of syncs of the directory",
        disk -> disk.faulty.setFault(randomly(Operation.SYNC_METADATA, oneIn(4))));
  }

  public void testRename() throws IOException {
    live("of renames", disk -> disk.faulty.setFault(randomly(Operation.RENAME, oneIn(3))));
  }

  public void testDelete() throws IOException {
    live("of deletes", disk -> disk.faulty.setFault(randomly(Operation.DELETE, oneIn(20))));
  }

  public void testOpen() throws IOException {
    live("of opens", disk -> disk.mock.setRandomIOExceptionRateOnOpen(1.0 / oneIn(80)));
  }

  public void testFirstWriteToAFileAndSync() throws IOException {
    live("of first writes and syncs", disk -> disk.mock.setRandomIOExceptionRate(1.0 / oneIn(60)));
  }

  public void testEverything() throws IOException {
    live(
        "of everything",
        disk -> {
          disk.faulty.setFault(randomly(null, oneIn(10_000)));
          disk.mock.setRandomIOExceptionRate(0.003);
          disk.mock.setRandomIOExceptionRateOnOpen(0.003);
        });
  }

  private static int oneIn(int most) {
    return 1 + random().nextInt(most);
  }

  /** Makes a disk fail. */
  @FunctionalInterface
  private interface Breaking {
    void of(Disk disk);
  }

  private void live(String what, Breaking breaking) throws IOException {
    int rounds = rounds(20);
    for (int round = 0; round < rounds; round++) {
      try (Directory memory = new ByteBuffersDirectory();
          Disk disk = new Disk(copyOf(memory))) {
        ModelledIndex model = new ModelledIndex(random());
        try (IndexWriter writer = new IndexWriter(disk.mock, config(false))) {
          model.add(writer, 4);
          model.commit(writer);
        }
        for (int lives = 1 + random().nextInt(3); lives > 0; lives--) {
          liveOnce(disk, model, breaking);
        }
      }
    }
    assertTrue("nothing failed", failed > 0);
    survived(rounds, failed, "random exceptions " + what);
  }

  /** From the opening of a writer to its end. */
  private void liveOnce(Disk disk, ModelledIndex model, Breaking breaking) throws IOException {
    boolean concurrent = random().nextInt(3) == 0;
    breaking.of(disk);
    IndexWriter writer;
    try {
      writer = new IndexWriter(disk.mock, config(concurrent));
    } catch (IOException | IllegalStateException e) {
      assertExpected(e);
      failed++;
      disk.heal();
      model.checkCommitted(disk.mock);
      return;
    }
    try {
      for (int steps = 2 + random().nextInt(12); steps > 0; steps--) {
        step(writer, model);
      }
    } catch (IOException | RuntimeException e) {
      assertExpected(e);
      failed++;
    }
    disk.heal();
    goOnOrClose(writer, model, concurrent);
    model.checkCommitted(disk.mock);
  }

  private static void step(IndexWriter writer, ModelledIndex model) throws IOException {
    switch (random().nextInt(10)) {
      case 0, 1, 2 -> model.add(writer, 1 + random().nextInt(4));
      case 3 -> model.update(writer);
      case 4 -> model.delete(writer);
      case 5 -> writer.flush();
      case 6, 7 -> model.commit(writer);
      case 8 -> {
        try (DirectoryReader reader = DirectoryReader.open(writer)) {
          model.checkLive(reader);
        }
      }
      default -> writer.forceMerge(1);
    }
  }
}
