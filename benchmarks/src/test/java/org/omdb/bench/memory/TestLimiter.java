// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    Files.move(written, folder.resolve(name), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  private long limit() throws IOException {
    return Long.parseLong(Files.readString(folder.resolve("memory.max")).trim());
  }

  /** The JVM has 300 MB and 20 MB of page cache of its own; the index may have 100 MB. */
  public void testLimitFollowsTheMemoryOfTheJvmAlone() throws Exception {
    folder = createTempDir();
    Files.writeString(folder.resolve("memory.max"), "max");
    state(320 * MB, 20 * MB);
    MemoryGroup group = new MemoryGroup(CgroupVersion.V2, folder);
    try (Limiter limiter = new Limiter(group, 100 * MB)) {
      assertEquals(420 * MB, limit(), MB);
      state(380 * MB, 80 * MB);
      Thread.sleep(200);
      assertEquals("the index came into memory", 420 * MB, limit(), 1.5 * MB);
      assertEquals(60 * MB, limiter.pageCacheOfIndex());
      state(390 * MB, 80 * MB);
      for (int i = 0; i < 200 && limit() < 428 * MB; i++) {
        Thread.sleep(50);
      }
      assertEquals("the JVM grew by 10 MB", 430 * MB, limit(), 1.5 * MB);
    }
    assertEquals("max", Files.readString(folder.resolve("memory.max")));
  }
}
