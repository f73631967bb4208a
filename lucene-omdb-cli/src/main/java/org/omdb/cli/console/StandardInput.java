// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Standard input of the process, which a session keeps for its own lines. */
public final class StandardInput {

  /** Folders of a file per open file of the process; some are links to others. */
  private static final List<Path> DESCRIPTORS =
      List.of(Path.of("/proc/self/fd"), Path.of("/dev/fd"));

  private static final String NUMBER = "0";

  /** More links are a circle. */
  private static final int MAX_LINKS = 40;

  private static volatile boolean taken;

  private StandardInput() {}

  /**
   * Keeps it from commands, or no longer.
   *
   * @param isTaken whether a session reads it
   */
  public static void take(boolean isTaken) {
    taken = isTaken;
  }

  /**
   * Checks that a command does not read what a session reads.
   *
   * @param path to be read
   * @throws CommandFailure if it leads to standard input, as {@code -} and {@code /dev/stdin} do,
   *     and a session keeps that
   */
  public static void check(Path path) throws CommandFailure {
    if (taken && isStandardInput(path)) {
      throw CommandFailure.data(
          path + ": standard input has the commands of this shell: give a file instead");
    }
  }

  static boolean isStandardInput(Path path) {
    if (path.toString().equals("-")) {
      return true;
    }
    try {
      Path at = path;
      for (int links = 0; links < MAX_LINKS; links++) {
        Path folder = at.toAbsolutePath().getParent();
        if (folder == null || Files.isDirectory(folder) == false) {
          return false;
        }
        if (at.endsWith(NUMBER) && isOfDescriptors(folder)) {
          return true;
        }
        if (Files.isSymbolicLink(at) == false) {
          return false;
        }
        at = folder.resolve(Files.readSymbolicLink(at));
      }
      return false;
    } catch (
        @SuppressWarnings("unused")
        IOException e) {
      return false; // whoever reads it finds out why
    }
  }

  private static boolean isOfDescriptors(Path folder) throws IOException {
    for (Path descriptors : DESCRIPTORS) {
      if (Files.isDirectory(descriptors) && Files.isSameFile(folder, descriptors)) {
        return true;
      }
    }
    return false;
  }
}
