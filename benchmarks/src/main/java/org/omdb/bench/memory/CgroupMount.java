// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.util.IOUtils;

/**
 * Where control groups that limit memory can be made.
 *
 * @param version of the control groups
 * @param folder the mounted folder, in which a new folder is a new group
 */
record CgroupMount(CgroupVersion version, Path folder) {

  private static final Path MOUNTS = Path.of("/proc/self/mounts");
  private static final String MEMORY = "memory";
  private static final String CHILDREN_HAVE = "cgroup.subtree_control";

  /**
   * Finds the one of this machine.
   *
   * @throws NoMemoryLimitException if there is none
   */
  static CgroupMount find() throws IOException, NoMemoryLimitException {
    if (Files.isReadable(MOUNTS) == false) {
      throw new NoMemoryLimitException(
          "it needs Linux with control groups, and there is no " + MOUNTS);
    }
    return find(Files.readAllLines(MOUNTS));
  }

  /**
   * Finds the one in a table of mounts.
   *
   * @param mounts lines of device, folder, type and options
   */
  static CgroupMount find(List<String> mounts) throws IOException, NoMemoryLimitException {
    for (String mount : mounts) {
      String[] words = mount.split(" ");
      Path folder = Path.of(words[1]);
      if (words[2].equals("cgroup") && Arrays.asList(words[3].split(",")).contains(MEMORY)) {
        return new CgroupMount(CgroupVersion.V1, folder);
      }
      if (words[2].equals("cgroup2") && has(folder.resolve("cgroup.controllers"), MEMORY)) {
        return new CgroupMount(CgroupVersion.V2, folder);
      }
    }
    throw new NoMemoryLimitException(
        "no control groups for memory are mounted, neither of version 1 nor of version 2");
  }

  /**
   * Makes a group.
   *
   * @param name of its folder
   * @throws NoMemoryLimitException if this process may not make one
   */
  MemoryGroup create(String name) throws NoMemoryLimitException {
    Path group = folder.resolve(name);
    try {
      Path children = folder.resolve(CHILDREN_HAVE);
      if (version == CgroupVersion.V2 && has(children, MEMORY) == false) {
        Files.writeString(children, "+" + MEMORY);
      }
      Files.createDirectory(group);
    } catch (IOException e) {
      throw new NoMemoryLimitException(
          "no control group can be made in " + folder + ", which usually takes root: " + e);
    }
    try {
      return new MemoryGroup(version, group);
    } catch (IllegalStateException e) {
      IOUtils.deleteFilesIgnoringExceptions(group);
      throw new NoMemoryLimitException("this program is ending: " + e);
    }
  }

  private static boolean has(Path file, String word) throws IOException {
    return Files.isReadable(file)
        && Arrays.asList(Files.readString(file).trim().split("\\s+")).contains(word);
  }
}
