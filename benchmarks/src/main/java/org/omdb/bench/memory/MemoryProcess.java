// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.memory;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.omdb.bench.contender.Contender;
import org.omdb.bench.harness.ChildJava;

/** Starts a {@link MemoryChild} in a group, and talks with it. */
final class MemoryProcess implements Closeable {

  /** The process joins the group before it becomes Java, so that the group has all its memory. */
  private static final List<String> JOIN =
      List.of("sh", "-c", "echo $$ > \"$1\" && shift && exec \"$@\"", "sh");

  private static final int HEAP_MEGABYTES = 256;

  /** Contenders that are no Lucene index keep ids and parts of the graph on the heap. */
  private static final int LARGE_HEAP_MEGABYTES = 512;

  /** A JVM that takes this many seconds longer than it should is ended. */
  private static final int PATIENCE_SECONDS = 600;

  private final String name;
  private final Path log;
  private final Process process;
  private final Writer commands;
  private final BufferedReader answers;
  private final ScheduledExecutorService watchdog = Executors.newScheduledThreadPool(1);

  /**
   * @param contender of the task
   * @param log file for what it prints
   */
  MemoryProcess(MemoryGroup group, Contender contender, MemoryTask task, Path log)
      throws IOException {
    this.name = task.contender();
    this.log = log;
    List<String> command = new ArrayList<>(JOIN);
    command.add(group.members().toString());
    command.addAll(ChildJava.command(options(contender), MemoryChild.class, task.arguments()));
    this.process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    this.commands = process.outputWriter();
    this.answers = process.inputReader();
  }

  private static List<String> options(Contender contender) {
    int heap = heapMegabytes(contender);
    return List.of(
        "-Xms" + heap + "m", "-Xmx" + heap + "m", "-XX:+AlwaysPreTouch", "-XX:-UsePerfData");
  }

  /** The size of the heap, all of which is in memory from the start. */
  static int heapMegabytes(Contender contender) {
    return contender.hasSegments() ? HEAP_MEGABYTES : LARGE_HEAP_MEGABYTES;
  }

  /** Searches until all is compiled. */
  void warmUp() throws IOException {
    ask(MemoryChild.WARM_UP, 0);
  }

  /** Opens the index; returns the milliseconds that it took. */
  double openIndex() throws IOException {
    return Double.parseDouble(ask(MemoryChild.OPEN, 0));
  }

  /**
   * Searches.
   *
   * @param threads that search at the same time
   * @param searches number of searches, of all threads
   * @param seconds after which no more searches begin
   */
  Pass search(int threads, int fanout, int searches, double seconds) throws IOException {
    String command =
        MemoryChild.SEARCH + " " + threads + " " + fanout + " " + searches + " " + seconds;
    return Pass.parse(ask(command, seconds));
  }

  void closeIndex() throws IOException {
    ask(MemoryChild.CLOSE, 0);
  }

  private String ask(String command, double seconds) throws IOException {
    ScheduledFuture<?> end =
        watchdog.schedule(
            process::destroyForcibly, (long) seconds + PATIENCE_SECONDS, TimeUnit.SECONDS);
    try {
      commands.write(command + "\n");
      commands.flush();
      String answer = answers.readLine();
      if (answer != null) {
        return answer;
      }
    } catch (
        @SuppressWarnings("unused")
        IOException e) {
      // Its input is closed because it has ended.
    } finally {
      end.cancel(false);
    }
    throw new ChildFailedException(
        name + " ended at \"" + command + "\" with status " + status() + "; see " + log);
  }

  private String status() throws IOException {
    close();
    return Integer.toString(process.exitValue());
  }

  /** Ends the JVM, and waits until it has ended. */
  @Override
  public void close() throws IOException {
    watchdog.shutdownNow();
    try {
      commands.close(); // the end of its input is the end of its task
    } catch (
        @SuppressWarnings("unused")
        IOException e) {
      // It has ended already.
    }
    try {
      if (process.waitFor(10, TimeUnit.SECONDS) == false) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
