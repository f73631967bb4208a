// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.lucene.tests.util.LuceneTestCase;

@LuceneTestCase.SuppressFileSystems("*") // files are replaced while they are read
public class TestLimiter extends LuceneTestCase {

  private static final long MB = 1 << 20;

  private Path folder;

  private void state(long usage, long pageCache) throws IOException {
    replace("memory.current", "" + usage);
    replace("memory.stat", "anon 1\nfile " + pageCache + "\n");
  }

  private void replace(String name, String text) throws IOException {
    Path written = Files.writeString(folder.resolve("new"), text);
    Files.move(written, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private void awaitLimit(long expected) throws Exception {
    Path file = folder.resolve("memory.max");
    String limit = "";
    for (int i = 0; i < 200; i++) {
      limit = Files.readString(file);
      if (limit.isEmpty() == false && Math.abs(Long.parseLong(limit) - expected) <= 1.5 * MB) {
        return;
      }
      Thread.sleep(50);
    }
    fail(limit + " instead of " + expected);
  }

  /** The JVM has 300 MB and 20 MB of page cache of its own; the index may have 100 MB. */
  public void testLimitFollowsTheMemoryOfTheJvmAlone() throws Exception {
    folder = createTempDir();
    Files.writeString(folder.resolve("memory.max"), "max");
    state(320 * MB, 20 * MB);
    MemoryGroup group = new MemoryGroup(CgroupVersion.V2, folder);
    try (Limiter limiter = new Limiter(group, 100 * MB)) {
      awaitLimit(420 * MB);
      state(390 * MB, 80 * MB); // 60 MB of the index came into memory, and the JVM grew by 10 MB
      awaitLimit(430 * MB);
      assertEquals(60 * MB, limiter.pageCacheOfIndex());
      assertFalse(limiter.isFull());
      state(380 * MB, 80 * MB);
      awaitLimit(420 * MB);
      state(420 * MB, 119 * MB);
      assertTrue(limiter.isFull());
    }
    assertEquals("max", Files.readString(folder.resolve("memory.max")));
  }
}
