// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.memory;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.omdb.bench.harness.PageCache;

@LuceneTestCase.SuppressFileSystems("*") // another process reads the file
public class TestMemoryGroup extends LuceneTestCase {

  private static final int FILE = 32 << 20;
  private static final int LIMIT = 8 << 20;

  /** With the real thing, where there is one: a process reads a file larger than its limit. */
  public void testAFileDoesNotFitIntoTheLimit() throws Exception {
    Path folder = createTempDir();
    Path file = folder.resolve("file");
    try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
      for (int i = 0; i < FILE >> 20; i++) {
        made.write(new byte[1 << 20]);
      }
    }
    try (MemoryGroup group =
        CgroupMount.find().create("omdb-test-" + ProcessHandle.current().pid())) {
      assumeTrue("files are on a disk", PageCache.drop(folder) == null);
      group.limit(LIMIT);
      readIn(group, file);
      assertTrue("" + group.usage(), group.usage() <= LIMIT);
      long resident = PageCache.resident(folder);
      assertTrue("" + resident, resident > LIMIT / 4 && resident <= LIMIT);
      assertTrue("" + group.pageCache(), Math.abs(resident - group.pageCache()) < 2 << 20);
      group.unlimit();
      readIn(group, file);
      assertEquals(FILE, PageCache.resident(folder));
    } catch (NoMemoryLimitException e) {
      assumeNoException("no control groups", e);
    }
  }

  private static void readIn(MemoryGroup group, Path file) throws Exception {
    Process reader =
        new ProcessBuilder(
                List.of(
                    "sh",
                    "-c",
                    "echo $$ > \"$1\" && exec cat \"$2\"",
                    "sh",
                    group.members().toString(),
                    file.toString()))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertEquals(0, reader.waitFor());
  }

  public void testReadsTheFilesOfVersion2() throws IOException {
    Path folder = createTempDir();
    Path limit = folder.resolve("memory.max");
    Path swap = folder.resolve("memory.swap.max");
    Files.writeString(limit, "max");
    Files.writeString(swap, "max");
    Files.writeString(folder.resolve("memory.current"), "4096\n");
    Files.writeString(folder.resolve("memory.stat"), "anon 100\nfile 8192\nfile_mapped 1\n");
    MemoryGroup group = new MemoryGroup(CgroupVersion.V2, folder);
    assertEquals("0", Files.readString(swap));
    assertEquals(4096, group.usage());
    assertEquals(8192, group.pageCache());
    group.limit(123);
    assertEquals("123", Files.readString(limit));
    group.unlimit();
    assertEquals("max", Files.readString(limit));
  }
}
