// SPDX-License-Identifier: Apache-2.0
package org.omdb.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.TestUtil;

/** A snapshot is the whole store as of one moment, or is not there. */
public class TestSnapshot extends LuceneTestCase {

  private static OmdbDocument document(int i) {
    return new OmdbDocument("" + i, new float[] {1, i}, "text " + i, Map.of("i", i));
  }

  private static List<String> names(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("extra") == false) // of LuceneTestCase
          .sorted()
          .toList();
    }
  }

  public void testSnapshotsWhileTheStoreIsWritten() throws Exception {
    Path parent = createTempDir();
    AtomicBoolean isDone = new AtomicBoolean();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    try (OmdbStore store =
        OmdbStore.open(parent.resolve("store"), OmdbStoreOptions.defaults().commitAfter(7))) {
      store.upsert(document(0));
      Thread writer =
          new Thread(
              () -> {
                try {
                  for (int i = 1; isDone.get() == false; i++) {
                    store.upsert(List.of(document(i), document(-i)));
                    if (i % 40 == 0) {
                      store.forceMerge(1);
                    }
                  }
                } catch (Throwable e) {
                  failure.set(e);
                }
              });
      writer.start();
      try {
        for (int round = 0; round < 5; round++) {
          long before = store.count();
          Path target = parent.resolve("copies").resolve("copy " + round);
          store.snapshot(target);
          checkSnapshot(target, before);
        }
      } finally {
        isDone.set(true);
        writer.join();
      }
      assertNull(failure.get());
    }
    assertEquals(
        List.of("copy 0", "copy 1", "copy 2", "copy 3", "copy 4"), names(parent.resolve("copies")));
  }

  private static void checkSnapshot(Path target, long atLeast) throws IOException {
    try (Directory directory = FSDirectory.open(target)) {
      TestUtil.checkIndex(directory);
    }
    try (OmdbStore copy = OmdbStore.open(target)) {
      long count = copy.count();
      assertTrue(count + " of " + atLeast, count >= atLeast);
      assertEquals("a call is there as a whole", 1, count % 2);
      for (int i = 0; i <= count / 2; i++) {
        assertEquals(
            i == 0 ? List.of(document(0)) : List.of(document(i), document(-i)),
            copy.get(i == 0 ? List.of("0") : List.of("" + i, "" + -i)));
      }
      copy.upsert(document(100_000)); // it is a store like any other
    }
  }

  public void testWhatIsThereIsNotReplaced() throws Exception {
    Path parent = createTempDir();
    Path there = parent.resolve("there");
    Files.createDirectory(there);
    try (OmdbStore store = OmdbStore.open(parent.resolve("store"))) {
      store.upsert(document(1));
      FileAlreadyExistsException refused =
          expectThrows(FileAlreadyExistsException.class, () -> store.snapshot(there));
      assertTrue(refused.getMessage(), refused.getMessage().contains("not there yet"));
      expectThrows(FileAlreadyExistsException.class, () -> store.snapshot(parent.resolve("store")));
    }
    assertEquals(List.of("store", "there"), names(parent));
  }

  public void testAFailedCopyLeavesNothing() throws Exception {
    Path parent = createTempDir();
    AtomicBoolean fails = new AtomicBoolean();
    Directory disk =
        new FilterDirectory(FSDirectory.open(parent.resolve("store"))) {
          @Override
          public IndexInput openInput(String name, IOContext context) throws IOException {
            if (fails.get() && name.startsWith("segments")) {
              throw new IOException("the disk can't be read");
            }
            return super.openInput(name, context);
          }
        };
    try (OmdbStore store = OmdbStore.open("store", disk, OmdbStoreOptions.defaults())) {
      store.upsert(document(1));
      fails.set(true);
      IOException told =
          expectThrows(IOException.class, () -> store.snapshot(parent.resolve("copy")));
      assertEquals("the disk can't be read", told.getMessage());
      assertEquals(List.of("store"), names(parent));
      fails.set(false);
      store.snapshot(parent.resolve("copy"));
      checkSnapshotOfOne(parent.resolve("copy"));
    }
  }

  private static void checkSnapshotOfOne(Path target) throws IOException {
    try (OmdbStoreReader copy = OmdbStore.openReadOnly(target)) {
      assertEquals(List.of(document(1)), copy.get(List.of("1")));
    }
  }

  /** Who may read other new folders may read a snapshot. */
  public void testSnapshotHasThePermissionsOfANewFolder() throws Exception {
    Path parent = createTempDir();
    assumeTrue(
        "there are no POSIX permissions",
        Files.getFileStore(parent).supportsFileAttributeView(PosixFileAttributeView.class));
    Path snapshot = parent.resolve("snapshot");
    try (OmdbStore store = OmdbStore.open(parent.resolve("store"))) {
      store.upsert(document(0));
      store.snapshot(snapshot);
    }
    assertEquals(
        Files.getPosixFilePermissions(Files.createDirectory(parent.resolve("other"))),
        Files.getPosixFilePermissions(snapshot));
  }
}
