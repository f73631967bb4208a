// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Drops the files of an index from the operating system's page cache, so that they are read from
 * disk again. Java has no method for it. {@code dd} of coreutils can do it ({@code posix_fadvise}),
 * and {@code fincore} of util-linux checks the result. Caches of the disk or of a virtual machine's
 * host are not dropped.
 */
public final class PageCache {

  private PageCache() {}

  /**
   * Drops the files of a folder. They must not be open.
   *
   * @param folder with all below it
   * @return null if none of them is still in the page cache, else the reason
   * @throws IOException if the folder can't be listed
   */
  public static String drop(Path folder) throws IOException {
    for (Path file : files(folder)) {
      // conv=fdatasync, because pages that are not on disk yet would not be dropped.
      String problem =
          run(List.of("dd", "of=" + file, "oflag=nocache", "conv=notrunc,fdatasync", "count=0"));
      if (problem.startsWith("!")) {
        return "the page cache was not dropped: " + problem.substring(1);
      }
    }
    String resident = fincore(folder);
    if (resident.startsWith("!")) {
      return "it is unknown whether the page cache was dropped: " + resident.substring(1);
    }
    long bytes = sum(resident);
    return bytes == 0
        ? null
        : "the page cache was not dropped: " + bytes + " bytes are still in it";
  }

  /**
   * The bytes of a folder's files that are in the page cache, whoever read them.
   *
   * @param folder with all below it
   * @return bytes, in whole pages
   * @throws IOException if the system does not tell
   */
  public static long resident(Path folder) throws IOException {
    String resident = fincore(folder);
    if (resident.startsWith("!")) {
      throw new IOException(resident.substring(1));
    }
    return sum(resident);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static String fincore(Path folder) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("fincore", "--bytes", "--noheadings", "--output", "RES"));
    files(folder).forEach(file -> command.add(file.toString()));
    return run(command);
  }

  private static long sum(String lines) {
    return lines.lines().map(String::trim).mapToLong(Long::parseLong).sum();
  }

  /** Returns what the command prints, or {@code !} and the reason if it failed. */
  private static String run(List<String> command) throws IOException {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      return status == 0 ? output : "!" + command.get(0) + " failed with status " + status;
    } catch (
        @SuppressWarnings("unused")
        IOException e) {
      return "!there is no " + command.get(0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
