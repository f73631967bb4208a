// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts a {@link StartChild} in a JVM with the version and class path of this one. */
final class StartProcess {

  /** A heap of 1 GB. */
  private static final List<String> HEAP = List.of("-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch");

  private final List<String> further;

  /**
   * @param further options, appended to the usual ones, which they may override
   */
  StartProcess(List<String> further) {
    this.further = further;
  }

  /**
   * Starts the JVM and waits until it exits.
   *
   * @param log file for its output
   * @return what it measured
   * @throws IOException if it can't be started, or fails; the message names the log
   */
  StartTimes run(StartTask task, Path log) throws IOException {
    Files.deleteIfExists(task.answer());
    Process process =
        new ProcessBuilder(command(task))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      int status = process.waitFor();
      if (status != 0) {
        throw new IOException(
            "the JVM of " + task.contender() + " exited with status " + status + "; see " + log);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.destroy(); // in case waiting was interrupted
    }
    return ChildFiles.readTimes(task.answer());
  }

  private List<String> command(StartTask task) {
    List<String> options = new ArrayList<>();
    options.addAll(HEAP);
    options.addAll(further);
    return ChildJava.command(options, StartChild.class, task.arguments());
  }
}
