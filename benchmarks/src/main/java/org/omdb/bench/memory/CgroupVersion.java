// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.memory;

/** The two versions of control groups, by the names of their files. */
enum CgroupVersion {
  V1(
      "memory.limit_in_bytes",
      "-1",
      "memory.usage_in_bytes",
      "cache",
      "memory.swappiness",
      "memory.force_empty",
      "0",
      "memory.oom_control",
      "1"),
  V2(
      "memory.max",
      "max",
      "memory.current",
      "file",
      "memory.swap.max",
      "memory.reclaim",
      "1G",
      null,
      null);

  /** Maximum of memory, heap and page cache together. */
  final String limit;

  /** What {@link #limit} has without a limit. */
  final String unlimited;

  /** Bytes of memory now, with those of the kernel for the group. */
  final String usage;

  /** The line of {@code memory.stat} with the bytes of page cache. */
  final String pageCache;

  /** Has to be 0, so that the heap is not moved to a disk; may be missing. */
  final String swap;

  /** Makes the kernel drop page cache; may be missing. */
  final String drop;

  /** What has to be written to {@link #drop}. */
  final String all;

  /** Decides whether a process that finds no memory is killed or waits; null if there is none. */
  final String outOfMemory;

  /** What {@link #outOfMemory} has for waiting. */
  final String waits;

  CgroupVersion(
      String limit,
      String unlimited,
      String usage,
      String pageCache,
      String swap,
      String drop,
      String all,
      String outOfMemory,
      String waits) {
    this.limit = limit;
    this.unlimited = unlimited;
    this.usage = usage;
    this.pageCache = pageCache;
    this.swap = swap;
    this.drop = drop;
    this.all = all;
    this.outOfMemory = outOfMemory;
    this.waits = waits;
  }
}
