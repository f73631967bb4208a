// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.faults;

import com.carrotsearch.randomizedtesting.generators.RandomNumbers;
import java.io.IOException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;

/**
 * A disk that is full at one byte: at every one that a flush, a merge or an {@code addIndexes}
 * writes with {@code -Dtests.nightly=true}, at some of them otherwise.
 */
public class TestDiskFull extends FaultTestCase {

  /** What happens on the disk that becomes full. */
  @FunctionalInterface
  private interface ModelledWork {
    void to(IndexWriter writer, ModelledIndex model) throws IOException;
  }

  private ModelledIndex base;
  private Directory baseDirectory;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    baseDirectory = new ByteBuffersDirectory();
    base = new ModelledIndex(random());
  }

  @Override
  public void tearDown() throws Exception {
    baseDirectory.close();
    super.tearDown();
  }

  /** Commits that many segments, each with a few documents, and deletes some. */
  private void writeBase(int segments, int documents) throws IOException {
    try (IndexWriter writer =
        new IndexWriter(baseDirectory, config(false).setMergePolicy(NoMergePolicy.INSTANCE))) {
      for (int s = 0; s < segments; s++) {
        base.add(writer, documents);
        writer.flush();
      }
      base.delete(writer);
      base.commit(writer);
    }
  }

  public void testFlush() throws IOException {
    writeBase(1, 2);
    fillDisk(
        "disk full in a flush and its commit",
        47,
        false,
        (writer, model) -> {
          model.add(writer, 4);
          model.commit(writer);
        });
  }

  public void testReopen() throws IOException {
    writeBase(1, 2);
    fillDisk(
        "disk full in a flush for a near-real-time reader",
        67,
        false,
        (writer, model) -> {
          model.add(writer, 4);
          try (DirectoryReader reader = DirectoryReader.open(writer)) {
            model.checkLive(reader);
          }
        });
  }

  public void testMerge() throws IOException {
    writeBase(3, 3);
    fillDisk("disk full in a merge", 71, false, TestDiskFull::merge);
  }

  public void testConcurrentMerge() throws IOException {
    writeBase(3, 3);
    fillDisk("disk full in a concurrent merge", 127, true, TestDiskFull::merge);
  }

  private static void merge(IndexWriter writer, ModelledIndex model) throws IOException {
    writer.forceMerge(1);
    model.commit(writer);
  }

  private void fillDisk(String fault, int stride, boolean concurrent, ModelledWork work)
      throws IOException {
    long start = size(baseDirectory);
    long end;
    try (Disk disk = new Disk(copyOf(baseDirectory))) {
      disk.mock.setCheckIndexOnClose(true);
      try (IndexWriter writer = new IndexWriter(disk.mock, config(concurrent))) {
        work.to(writer, base.copy());
      }
      // More than is ever there at a time, because all that was written counts and no deletion.
      end = start + disk.faulty.written();
    }
    int rounds = 0;
    int failed = 0;
    for (long limit = start + 1;
        limit <= end + 1;
        limit += TEST_NIGHTLY ? 1 : RandomNumbers.randomIntBetween(random(), 1, 2 * stride)) {
      rounds++;
      failed += runOutOfSpace(limit, concurrent, work) ? 1 : 0;
    }
    assertTrue("the disk was never full", failed > 0);
    assertFalse("the disk was always full", runOutOfSpace(2 * end, concurrent, work));
    survived(rounds, failed, fault);
  }

  private static long size(Directory directory) throws IOException {
    long size = 0;
    for (String file : directory.listAll()) {
      size += directory.fileLength(file);
    }
    return size;
  }

  /** Returns whether the disk was too small. */
  private boolean runOutOfSpace(long limit, boolean concurrent, ModelledWork work)
      throws IOException {
    ModelledIndex model = base.copy();
    try (Disk disk = new Disk(copyOf(baseDirectory))) {
      disk.mock.setMaxSizeInBytes(limit);
      boolean failed = false;
      IndexWriter writer = new IndexWriter(disk.mock, config(concurrent));
      try {
        work.to(writer, model);
      } catch (IOException | RuntimeException e) {
        assertExpected(e);
        failed = true;
      }
      disk.heal();
      goOnOrClose(writer, model, concurrent);
      model.checkCommitted(disk.mock);
      return failed;
    }
  }
}
