// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What Linux counts for a process.
 *
 * @param majorFaults accesses to mapped pages that had to wait for a disk
 * @param readBytes bytes that were read from disks, also ahead of need; 0 if the kernel doesn't say
 */
record ProcessCounters(long majorFaults, long readBytes) {

  private static final Path STAT = Path.of("/proc/self/stat");
  private static final Path IO = Path.of("/proc/self/io");
  private static final String READ_BYTES = "read_bytes: ";

  /** The position of major faults among the words after the name, which may have spaces. */
  private static final int MAJOR_FAULTS = 9;

  static ProcessCounters ofThisProcess() throws IOException {
    return parse(Files.readString(STAT), Files.isReadable(IO) ? Files.readString(IO) : "");
  }

  static ProcessCounters parse(String stat, String io) {
    String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long read =
        io.lines()
            .filter(line -> line.startsWith(READ_BYTES))
            .mapToLong(line -> Long.parseLong(line.substring(READ_BYTES.length()).trim()))
            .sum();
    return new ProcessCounters(Long.parseLong(words[MAJOR_FAULTS]), read);
  }
}
