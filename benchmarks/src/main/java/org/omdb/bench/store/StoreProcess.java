// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.omdb.bench.harness.ChildJava;

/** Starts {@link StoreChild}s, one at a time. */
final class StoreProcess {

  private final List<String> options;
  private final Path log;

  /**
   * @param log file for what the JVMs print
   */
  StoreProcess(StorePlan plan, Path log) {
    String heap = plan.heapMegabytes() + "m";
    this.options = List.of("-Xms" + heap, "-Xmx" + heap, "-XX:+AlwaysPreTouch");
    this.log = log;
  }

  /**
   * Starts a JVM and waits until it ends.
   *
   * @return the figures that it measured
   * @throws IOException if it fails; the message names the log
   */
  JsonNode run(StoreTask task) throws IOException {
    Files.deleteIfExists(task.figures());
    Process process = start(task);
    int status = waitFor(process);
    if (status != 0) {
      throw new IOException(
          "the JVM of " + task.contender().label() + " ended with status " + status + "; " + log);
    }
    return new ObjectMapper().readTree(task.figures().toFile());
  }

  /**
   * Kills a JVM with SIGKILL while it adds documents.
   *
   * @param millis how long it may go on after the first documents
   * @return how many documents it had added and saved, as it said
   */
  int kill(StoreTask task, long millis) throws IOException {
    Process process = start(task);
    try (BufferedReader answers = process.inputReader()) {
      String last = answers.readLine();
      if (last == null) {
        throw new IOException("the JVM of " + task.contender().label() + " added nothing; " + log);
      }
      Thread killer = Thread.ofVirtual().start(() -> killAfter(millis, process));
      for (String line; (line = answers.readLine()) != null; ) {
        last = line;
      }
      killer.join();
      waitFor(process);
      return Integer.parseInt(last);
    } catch (InterruptedException e) {
      throw interrupted(e);
    } finally {
      process.destroyForcibly();
    }
  }

  /**
   * Counts the documents of a store that should be there.
   *
   * @return empty if the store can't be opened
   * @throws IOException if the JVM fails in anything else; the message names the log
   */
  OptionalInt count(StoreTask task) throws IOException {
    JsonNode left = run(task).get(StoreChild.LEFT);
    return left == null ? OptionalInt.empty() : OptionalInt.of(left.intValue());
  }

  private static void killAfter(long millis, Process process) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this thread", e);
    }
    process.toHandle().destroyForcibly(); // that of the process would close its streams
  }

  private Process start(StoreTask task) throws IOException {
    return new ProcessBuilder(ChildJava.command(options, StoreChild.class, task.arguments()))
        .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  private static int waitFor(Process process) throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      throw interrupted(e);
    } finally {
      process.destroy(); // in case waiting was interrupted
    }
  }

  private static IOException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IOException("interrupted", e);
  }
}
