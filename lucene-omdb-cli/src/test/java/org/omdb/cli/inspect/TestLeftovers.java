// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.inspect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.Lock;
import org.omdb.cli.console.ExitStatus;

/** What is said of files that no commit has. */
public class TestLeftovers extends IndexCommandTestCase {

  private Path left;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    writeOneSegment(random().nextBoolean());
    left = index.resolve("_7.fdt");
  }

  private void leave() throws IOException {
    Files.write(left, "cut off".getBytes(StandardCharsets.US_ASCII));
  }

  public void testASoundIndexHasNone() throws IOException {
    run(ExitStatus.DONE, "inspect", index);
    assertFalse(out, out.contains("no commit"));
    run(ExitStatus.DONE, "inspect", index, "--json");
    assertEquals(
        "{\"files\":{},\"bytes\":0,\"removed\":false}", json().get("uncommitted").toString());
    run(ExitStatus.DONE, "verify", index, "--clean");
    assertTrue(out, out.startsWith(index + ": no problem in 200 vectors"));
  }

  public void testTheyAreNamedWithTheirBytes() throws IOException {
    leave();
    String line = "1 file that no commit has, 7 bytes: left by a writer that was killed";
    run(ExitStatus.DONE, "inspect", index);
    assertOut(line);
    assertOut("  _7.fdt  7\n");
    run(ExitStatus.DONE, "verify", index);
    assertOut("warning: " + index + ": " + line);
    assertOut("  _7.fdt  7\n");
    assertTrue(Files.exists(left));
    run(ExitStatus.DONE, "verify", index, "--json");
    assertEquals(1, json().get("warnings").asInt());
    assertEquals(
        "{\"files\":{\"_7.fdt\":7},\"bytes\":7,\"removed\":false}",
        json().get("uncommitted").toString());
  }

  public void testCleanRemovesThem() throws IOException {
    leave();
    run(ExitStatus.DONE, "verify", index, "--clean", "--json");
    assertFalse(Files.exists(left));
    assertEquals(
        "{\"files\":{\"_7.fdt\":7},\"bytes\":7,\"removed\":true}",
        json().get("uncommitted").toString());
    assertEquals(0, json().get("warnings").asInt());
    run(ExitStatus.DONE, "verify", index);
    assertTrue(out, out.startsWith(index + ": no problem in 200 vectors"));
  }

  public void testCleanFailsWhereAWriterIsOpen() throws IOException {
    leave();
    try (Directory directory = FSDirectory.open(index);
        Lock lock = directory.obtainLock(IndexWriter.WRITE_LOCK_NAME)) {
      run(ExitStatus.FAILED, "verify", index, "--clean");
      lock.ensureValid();
    }
    assertOut("not removed: a writer has the index open");
    assertTrue(Files.exists(left));
  }

  /** They may be what the index can be repaired with. */
  public void testADamagedIndexIsNotCleaned() throws IOException {
    leave();
    Path damaged;
    try (Stream<Path> files = Files.list(index)) {
      damaged =
          files
              .filter(file -> file.getFileName().toString().matches("_0.*(cfs|omdb)"))
              .findFirst()
              .orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(damaged);
    bytes[random().nextInt(bytes.length)] ^= 1;
    Files.write(damaged, bytes);
    run(ExitStatus.FAILED, "verify", index, "--clean");
    assertOut("nothing is removed because of the problems");
    assertTrue(Files.exists(left));
  }

  public void testCleanIsForAnIndex() throws IOException {
    Path file = createTempFile();
    run(ExitStatus.USAGE, "verify", file, "--clean");
    assertTrue(err, err.contains("--clean"));
  }
}
