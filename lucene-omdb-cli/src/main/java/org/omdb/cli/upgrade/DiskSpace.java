// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.upgrade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import org.omdb.cli.console.CommandFailure;

/** The disk space that a rewrite takes. The old segment stays until the new one is committed. */
final class DiskSpace {

  /** Bytes per vector that an OMDB image and its indexes take besides the vector and its id. */
  private static final int BYTES_PER_ID = 32;

  private DiskSpace() {}

  /** Bytes for the largest of these segments: each is committed before the next one begins. */
  static long needed(Collection<SegmentFacts> segments) {
    long most = 0;
    for (SegmentFacts segment : segments) {
      long bytes = segment.bytes() + segment.bytes() / 10;
      for (FieldCounts field : segment.fields().values()) {
        bytes += field.idBytes() + (long) field.vectors() * BYTES_PER_ID;
      }
      most =
          Math.max(most, segment.compound() ? 2 * bytes : bytes); // its files are copied into one
    }
    return most;
  }

  static void check(Path index, long needed) throws CommandFailure {
    check(index, needed, usable(index));
  }

  /** Of the disk; as much as can be if that is not known. Then a full disk ends the rewrite. */
  private static long usable(Path index) {
    try {
      return Files.getFileStore(index).getUsableSpace();
    } catch (
        @SuppressWarnings("unused")
        IOException e) {
      return Long.MAX_VALUE; // within chroot, Java may find no mount point for a folder
    }
  }

  static void check(Path index, long needed, long usable) throws CommandFailure {
    if (usable < needed) {
      throw CommandFailure.data(
          index
              + ": rewriting its largest segment takes about "
              + megabytes(needed)
              + " MB of disk space, but only "
              + megabytes(usable)
              + " MB are free: make room; nothing is changed");
    }
  }

  private static long megabytes(long bytes) {
    return (bytes + 999_999) / 1_000_000;
  }
}
