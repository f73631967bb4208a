// SPDX-License-Identifier: Apache-2.0
package org.omdb.examples.packages;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The example, started from its jar. For one thread. */
final class ExampleProcess implements Closeable {

  private static final long HANGS_SECONDS = 300; // far more than it takes

  private final Process process;
  private final BufferedReader out;
  private final Path errors;
  private final URI address;

  private ExampleProcess(Process process, Path errors) throws IOException {
    this.process = process;
    this.out = process.inputReader();
    this.errors = errors;
    String first = readLine();
    if (first == null || first.endsWith(" answers. Ctrl-C ends it.") == false) {
      close();
      throw new IOException("it began with \"" + first + "\"; " + errors());
    }
    this.address = URI.create(first.substring(0, first.indexOf(' ')));
  }

  /**
   * Starts it, and waits until it answers.
   *
   * @param data folder with the list of packages
   * @param store folder of the store
   */
  static ExampleProcess start(Path data, Path store) throws IOException {
    Path errors = Files.createTempFile(store.getParent(), "errors", ".txt");
    return new ExampleProcess(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-jar",
                System.getProperty("example.jar"),
                "--data=" + data,
                "--store=" + store)
            .redirectError(errors.toFile())
            .start(),
        errors);
  }

  URI address() {
    return address;
  }

  /** The next line that it prints; null at the end. */
  String readLine() throws IOException {
    return out.readLine();
  }

  /** What it printed on standard error. */
  String errors() throws IOException {
    return Files.readString(errors);
  }

  /**
   * Does what Ctrl-C does, by a signal that no shell makes its children ignore, and returns the
   * status with which it ended.
   */
  int terminate() throws Exception {
    process.toHandle().destroy(); // that of the process would close its streams
    if (process.waitFor(HANGS_SECONDS, TimeUnit.SECONDS) == false) {
      throw new AssertionError("it does not end");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
