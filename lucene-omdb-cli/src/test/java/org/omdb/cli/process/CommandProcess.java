// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Runs the packaged jar in a JVM of its own. */
final class CommandProcess {

  private static final long TIMEOUT_SECONDS = 300;

  /** How a command ended, and what it printed. */
  record Result(int status, String out, String err) {

    /** Standard error without the JVM's own line about the incubating vector module. */
    List<String> errorLines() {
      return err.lines().filter(line -> line.startsWith("WARNING:") == false).toList();
    }
  }

  private CommandProcess() {}

  private static ProcessBuilder builder(Path folder, String... arguments) {
    return builder(folder, QuickJava.OPTIONS, arguments);
  }

  /** A process that runs a command, not started yet. */
  static ProcessBuilder builder(Path folder, List<String> options, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("--add-modules=jdk.incubator.vector"); // as the launcher
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-jar");
    command.add(System.getProperty("omdb.jar"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).directory(folder.toFile());
  }

  /** Runs a command to its end, with a folder as its working directory. */
  static Result run(Path folder, String... arguments) throws IOException, InterruptedException {
    return run(folder, builder(folder, arguments), arguments);
  }

  /** Runs a command with a file's content in a pipe as its standard input. */
  static Result runWithPipe(Path folder, Path input, String... arguments)
      throws IOException, InterruptedException {
    ProcessBuilder builder = builder(folder, arguments);
    List<String> command = new ArrayList<>(builder.command());
    command.addAll(0, List.of("/bin/sh", "-c", "cat \"$0\" | exec \"$@\"", input.toString()));
    return run(folder, builder.command(command), arguments);
  }

  /** Runs a command that can't write more than some KiB into a file. */
  static Result runWithFileLimit(Path folder, int kibibytes, String... arguments)
      throws IOException, InterruptedException {
    ProcessBuilder builder = builder(folder, arguments);
    List<String> command = new ArrayList<>(builder.command());
    command.add(1, "-XX:-UsePerfData");
    // sh counts blocks of 512 bytes
    command.addAll(
        0, List.of("/bin/sh", "-c", "ulimit -f " + 2 * kibibytes + "; exec \"$@\"", "sh"));
    return run(folder, builder.command(command), arguments);
  }

  static Result run(Path folder, ProcessBuilder builder, String... arguments)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "stdout", ".log");
    Path err = Files.createTempFile(folder, "stderr", ".log");
    Process process =
        builder
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .redirectInput(new File("/dev/null"))
            .start();
    if (process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) == false) {
      process.destroyForcibly().waitFor();
      throw new AssertionError("hangs: omdb " + String.join(" ", arguments));
    }
    Result result = new Result(process.exitValue(), read(out), read(err));
    Files.delete(out);
    Files.delete(err);
    return result;
  }

  /** Runs Java with other arguments. */
  static Result java(Path folder, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(arguments));
    command.add(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
    return run(folder, new ProcessBuilder(command).directory(folder.toFile()), arguments);
  }

  /** Starts a command and kills it after a while; false if it ended before. */
  static boolean runAndKill(Path folder, long afterMillis, String... arguments)
      throws IOException, InterruptedException {
    Process process =
        builder(folder, arguments)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    boolean done = process.waitFor(afterMillis, TimeUnit.MILLISECONDS);
    process.destroyForcibly().waitFor();
    return done == false;
  }

  /**
   * Starts a command and kills it as soon as a condition holds; false if the command ended before.
   */
  static boolean runAndKillWhen(Path folder, Callable<Boolean> isTime, String... arguments)
      throws Exception {
    Process process =
        builder(folder, arguments)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    boolean done = false;
    while (done == false && isTime.call() == false) {
      done = process.waitFor(1, TimeUnit.MILLISECONDS);
    }
    process.destroyForcibly().waitFor();
    return done == false;
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
