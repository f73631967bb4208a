// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.faults;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A {@link WriterMain} in a JVM of its own, and what it has said so far. */
final class WriterProcess implements Closeable {

  /** The exit status of a process that SIGKILL ended. */
  static final int STATUS_KILLED = 128 + 9;

  private static final long HANGS_SECONDS = 300; // far more than anything takes

  private final Process process;
  private final Path errors;
  private final Thread listener;

  // guarded by this
  private final Map<WriterEvent, Integer> counts = new EnumMap<>(WriterEvent.class);
  private final Map<WriterEvent, Long> latest = new EnumMap<>(WriterEvent.class);
  private boolean ended;

  /**
   * Starts a writer.
   *
   * @param index the folder of its index
   * @param errors the file for its standard error
   * @param historySeed the seed of all that is ever done to this index
   * @param runSeed the seed of settings, batches and commits of this process
   */
  WriterProcess(Path index, Path errors, long historySeed, long runSeed) throws IOException {
    this.errors = errors;
    this.process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-ea",
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                WriterMain.class.getName(),
                index.toString(),
                Long.toString(historySeed),
                Long.toString(runSeed))
            .redirectError(errors.toFile())
            .start();
    this.listener = new Thread(this::listen, "writer-process-listener");
    this.listener.start();
  }

  private void listen() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.US_ASCII)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] parts = line.split(" ");
        heard(WriterEvent.valueOf(parts[0]), Long.parseLong(parts[1]));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      synchronized (this) {
        ended = true;
        notifyAll();
      }
    }
  }

  private synchronized void heard(WriterEvent event, long operations) {
    counts.merge(event, 1, Integer::sum);
    latest.put(event, operations);
    notifyAll();
  }

  /** How often the process has said something. Final after {@link #kill}. */
  synchronized int count(WriterEvent event) {
    return counts.getOrDefault(event, 0);
  }

  /** The number of operations with which the process last said something, -1 if it never did. */
  synchronized long latest(WriterEvent event) {
    return latest.getOrDefault(event, -1L);
  }

  /** Waits until the process has said something so often. */
  void await(WriterEvent event, int count) throws Exception {
    await(event + " " + count + " times", () -> count(event) >= count);
  }

  private synchronized void await(String what, BooleanSupplier condition) throws Exception {
    long start = System.nanoTime();
    while (condition.getAsBoolean() == false) {
      long left = HANGS_SECONDS * 1000 - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      if (ended || left <= 0) {
        throw new AssertionError(
            "writer " + (ended ? "ended" : "hangs") + " before " + what + ": " + counts + errors());
      }
      wait(left);
    }
  }

  /** Waits for the process to end by itself. */
  int awaitEnd() throws Exception {
    await("its end", () -> ended);
    listener.join();
    return process.waitFor();
  }

  /** Sends SIGKILL and waits until the process is gone and all that it said was heard. */
  void kill() throws Exception {
    process.toHandle().destroyForcibly();
    int status = process.waitFor();
    listener.join();
    if (status != STATUS_KILLED) {
      throw new AssertionError("writer ended by itself with status " + status + errors());
    }
  }

  private String errors() throws IOException {
    return "\n" + Files.readString(errors);
  }

  /** Ends the process if it still runs. */
  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    try {
      process.waitFor();
      listener.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
