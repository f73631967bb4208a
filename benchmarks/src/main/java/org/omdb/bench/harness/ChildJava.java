// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.harness;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command that starts a JVM with the version and class path of this one. */
public final class ChildJava {

  /** The options of {@code benchmarks/run}, without those of the heap. */
  private static final List<String> OPTIONS =
      List.of("--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED");

  private ChildJava() {}

  /**
   * Makes the command.
   *
   * @param options after the usual ones, which they may override
   * @param main class to run
   * @param arguments of the class
   * @return the command and its arguments, with absolute paths
   */
  public static List<String> command(List<String> options, Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPTIONS);
    command.addAll(options);
    command.add("-cp");
    command.add(absolute(System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(arguments);
    return command;
  }

  private static String absolute(String classPath) {
    List<String> parts = new ArrayList<>();
    for (String part : classPath.split(File.pathSeparator)) {
      parts.add(Path.of(part).toAbsolutePath().toString());
    }
    return String.join(File.pathSeparator, parts);
  }
}
