// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.process;

import static org.apache.lucene.tests.util.LuceneTestCase.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.omdb.cli.process.CommandProcess.Result;

/**
 * The script {@code omdb} with the packaged jar, in lines of a shell. It is installed in a folder
 * without sources, so that it never starts to build.
 */
final class Launcher {

  private final Path script;

  private Launcher(Path script) {
    this.script = script;
  }

  /** Installs it in a folder. Skips the test where there is no shell. */
  static Launcher install(Path folder) throws IOException {
    assumeTrue("needs a shell", Files.exists(Path.of("/bin/sh")));
    Path project = Path.of(System.getProperty("omdb.basedir"));
    Path jar = Path.of(System.getProperty("omdb.jar"));
    Path script = folder.resolve("omdb");
    Files.copy(project.resolve("omdb"), script);
    Files.createDirectory(folder.resolve("lib"));
    for (String part : List.of("java.sh", "locale.sh")) {
      Files.copy(project.resolve("lib").resolve(part), folder.resolve("lib").resolve(part));
    }
    Path target = Files.createDirectories(folder.resolve("lucene-omdb-cli/target"));
    Files.createSymbolicLink(target.resolve(jar.getFileName()), jar);
    return new Launcher(script);
  }

  /**
   * Runs a line of a shell in a folder, where {@code $omdb} is the command.
   *
   * @param environment variables to set; an empty value removes one
   */
  Result run(Path folder, Map<String, String> environment, String line)
      throws IOException, InterruptedException {
    return CommandProcess.run(folder, builder(folder, environment, line), line);
  }

  /** A process that runs a line of a shell, as {@link #run} does, but not started yet. */
  ProcessBuilder builder(Path folder, Map<String, String> environment, String line) {
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", line).directory(folder.toFile());
    builder.environment().put("omdb", script.toString());
    builder.environment().put("OMDB_JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("OMDB_JAVA_OPTS", String.join(" ", QuickJava.OPTIONS));
    environment.forEach(
        (name, value) -> {
          if (value.isEmpty()) {
            builder.environment().remove(name);
          } else {
            builder.environment().put(name, value);
          }
        });
    return builder;
  }
}
