// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.lucene.tests.util.LuceneTestCase;

@LuceneTestCase.SuppressFileSystems("*") // links to files of the system
public class TestStandardInput extends LuceneTestCase {

  @Override
  public void tearDown() throws Exception {
    StandardInput.take(false);
    super.tearDown();
  }

  private static void assertKept(Path path) {
    StandardInput.take(false);
    try {
      StandardInput.check(path);
      StandardInput.take(true);
      CommandFailure kept = expectThrows(CommandFailure.class, () -> StandardInput.check(path));
      assertTrue(
          kept.getMessage(),
          kept.getMessage().startsWith(path + ": standard input has the commands of this shell"));
      assertEquals(ExitStatus.FAILED, kept.exitStatus());
    } catch (CommandFailure e) {
      throw new AssertionError(e);
    }
  }

  public void testItsNamesAreKept() throws IOException {
    assertKept(Path.of("-"));
    Path link = createTempDir().resolve("link");
    for (String name : List.of("/dev/stdin", "/dev/fd/0", "/proc/self/fd/0")) {
      Path path = Path.of(name);
      if (Files.exists(path)) { // on this system, and with an open standard input
        assertKept(path);
        Files.deleteIfExists(link);
        try {
          Files.createSymbolicLink(link, path);
        } catch (@SuppressWarnings("unused") UnsupportedOperationException | IOException e) {
          continue; // no links here
        }
        assertKept(link);
      }
    }
  }

  public void testOtherFilesAreNot() throws Exception {
    StandardInput.take(true);
    Path folder = createTempDir();
    Files.createDirectory(folder.resolve("fd"));
    for (Path path :
        List.of(
            Files.createFile(folder.resolve("0")),
            Files.createFile(folder.resolve("fd").resolve("0")),
            Files.createFile(folder.resolve("stdin")),
            folder.resolve("nowhere").resolve("0"),
            Path.of("0"),
            Path.of("/"),
            Path.of("/dev/null"))) {
      StandardInput.check(path);
      assertFalse(StandardInput.isStandardInput(path));
    }
  }
}
