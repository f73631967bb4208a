// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.lucene.tests.util.LuceneTestCase;

@LuceneTestCase.SuppressFileSystems("*") // names of folders are parsed
public class TestCgroupMount extends LuceneTestCase {

  private static final String DISK = "/dev/vda / ext4 rw,relatime 0 0";

  public void testVersion1() throws Exception {
    Path folder = createTempDir();
    CgroupMount mount =
        CgroupMount.find(
            List.of(
                DISK,
                "cgroup /sys/fs/cgroup/cpu cgroup rw,relatime,cpu 0 0",
                "cgroup " + folder + " cgroup rw,relatime,memory 0 0",
                "cgroup2 /sys/fs/cgroup/unified cgroup2 rw,relatime 0 0"));
    assertEquals(new CgroupMount(CgroupVersion.V1, folder), mount);
    try (MemoryGroup group = mount.create("group")) {
      assertTrue(Files.isDirectory(folder.resolve("group")));
      assertEquals(folder.resolve("group").resolve("cgroup.procs"), group.members());
    }
    assertFalse(Files.exists(folder.resolve("group")));
  }

  /** Groups have the controller of memory if their parent passes it on. */
  public void testVersion2() throws Exception {
    Path folder = createTempDir();
    Path children = folder.resolve("cgroup.subtree_control");
    Files.writeString(folder.resolve("cgroup.controllers"), "cpuset cpu memory pids\n");
    Files.writeString(children, "cpu\n");
    CgroupMount mount =
        CgroupMount.find(List.of(DISK, "cgroup2 " + folder + " cgroup2 rw,relatime 0 0"));
    assertEquals(new CgroupMount(CgroupVersion.V2, folder), mount);
    try (MemoryGroup group = mount.create("group")) {
      assertTrue(Files.isDirectory(group.members().getParent()));
      assertEquals("+memory", Files.readString(children));
    }
  }

  public void testVersion2WithoutMemoryIsNone() throws IOException {
    Path folder = createTempDir();
    Files.writeString(folder.resolve("cgroup.controllers"), "cpu pids\n");
    NoMemoryLimitException none =
        expectThrows(
            NoMemoryLimitException.class,
            () -> CgroupMount.find(List.of(DISK, "cgroup2 " + folder + " cgroup2 rw 0 0")));
    assertTrue(none.getMessage(), none.getMessage().contains("neither of version 1"));
  }

  public void testAGroupThatMayNotBeMade() throws Exception {
    Path folder = createTempDir();
    CgroupMount mount = new CgroupMount(CgroupVersion.V1, folder.resolve("missing"));
    NoMemoryLimitException none =
        expectThrows(NoMemoryLimitException.class, () -> mount.create("group"));
    assertTrue(none.getMessage(), none.getMessage().contains("takes root"));
  }
}
