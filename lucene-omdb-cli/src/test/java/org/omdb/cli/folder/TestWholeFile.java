// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.folder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.tests.util.LuceneTestCase;

@LuceneTestCase.SuppressFileSystems("ExtrasFS") // files are counted
public class TestWholeFile extends LuceneTestCase {

  private Path folder;
  private Path target;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    folder = createTempDir();
    target = folder.resolve("file");
  }

  private void write(String text, boolean overwrite, boolean commit) throws IOException {
    try (WholeFile file = WholeFile.create(target, overwrite)) {
      file.stream().write(text.getBytes(StandardCharsets.UTF_8));
      if (commit) {
        assertEquals(text.length(), file.commit());
      }
    }
  }

  private void assertFolder(String content) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(content == null ? List.of() : List.of(target), files.toList());
    }
    if (content != null) {
      assertEquals(content, Files.readString(target));
    }
  }

  public void testNothingIsThereBeforeTheCommit() throws IOException {
    write("half", false, false);
    assertFolder(null);
    write("whole", false, true);
    assertFolder("whole");
  }

  public void testExistingFileIsOnlyReplacedAsAWhole() throws IOException {
    write("old", false, true);
    expectThrows(FileAlreadyExistsException.class, () -> write("new", false, true));
    write("half", true, false);
    assertFolder("old");
    write("new", true, true);
    assertFolder("new");
  }

  /** What belongs to another file may be deleted before, once the new file is on the disk. */
  public void testTheOldFileCanGoFirst() throws IOException {
    write("old", false, true);
    try (WholeFile file = WholeFile.create(target, true)) {
      file.stream().write('a');
      file.finish();
      assertEquals("old", Files.readString(target));
      file.deleteOld();
      assertFalse(Files.exists(target));
      file.deleteOld();
      assertEquals(1, file.commit());
    }
    assertFolder("a");
    Files.delete(target);
    try (WholeFile file = WholeFile.create(target, false)) {
      file.finish();
      Files.writeString(target, "other");
      expectThrows(FileAlreadyExistsException.class, file::deleteOld);
    }
    assertFolder("other");
  }

  public void testFileThatCameMeanwhileStays() throws IOException {
    try (WholeFile file = WholeFile.create(target, false)) {
      file.stream().write('a');
      Files.writeString(target, "other");
      expectThrows(FileAlreadyExistsException.class, file::commit);
    }
    assertFolder("other");
  }

  public void testFolderAsTargetAndMissingFolderAreRefused() throws IOException {
    expectThrows(FileAlreadyExistsException.class, () -> WholeFile.check(folder, true));
    IOException e =
        expectThrows(
            IOException.class, () -> WholeFile.check(target.resolve("no").resolve("a"), true));
    assertTrue(e.getMessage(), e.getMessage().startsWith("there is no folder"));
  }
}
