// SPDX-License-Identifier: Apache-2.0
package org.omdb.store;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A {@link StoreMain} in a JVM of its own, and what it has said so far. */
final class StoreProcess implements Closeable {

  private static final int STATUS_KILLED = 128 + 9;
  private static final long HANGS_SECONDS = 300; // far more than anything takes

  private final Process process;
  private final Path errors;
  private final Thread listener;

  // guarded by this
  private final long[] acknowledged;
  private int count; // of what it said
  private boolean ended;

  StoreProcess(Path folder, Path errors, int threads, long historySeed, long runSeed)
      throws IOException {
    this.errors = errors;
    this.acknowledged = new long[threads];
    this.process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-ea",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                StoreMain.class.getName(),
                folder.toString(),
                Integer.toString(threads),
                Long.toString(historySeed),
                Long.toString(runSeed))
            .redirectError(errors.toFile())
            .start();
    this.listener = new Thread(this::listen, "store-process-listener");
    this.listener.start();
  }

  private void listen() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.US_ASCII)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        heard(line.split(" "));
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

  private synchronized void heard(String[] words) {
    if (words[0].equals("acknowledged")) {
      acknowledged[Integer.parseInt(words[1])] = Long.parseLong(words[2]);
    }
    count++;
    notifyAll();
  }

  /** How many lines it has said: that it opened the store, and acknowledgements. */
  synchronized int count() {
    return count;
  }

  /** The number of steps of a thread that it said are durable. Final after {@link #kill}. */
  synchronized long acknowledged(int thread) {
    return acknowledged[thread];
  }

  /** Waits until it has said so many lines. */
  synchronized void await(int lines) throws Exception {
    long start = System.nanoTime();
    while (count < lines) {
      long left = HANGS_SECONDS * 1000 - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      if (ended || left <= 0) {
        throw new AssertionError(
            "the process " + (ended ? "ended" : "hangs") + " after " + count + " lines" + errors());
      }
      wait(left);
    }
  }

  /** Sends SIGKILL and waits until the process is gone and all that it said was heard. */
  void kill() throws Exception {
    process.toHandle().destroyForcibly();
    int status = process.waitFor();
    listener.join();
    if (status != STATUS_KILLED) {
      throw new AssertionError("the process ended by itself with status " + status + errors());
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
