// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.omdb.cli.process.CommandProcess.Result;

/**
 * Options of the JVMs that these tests start, some hundred of them, each for less than a second:
 * nearly half of their work is loading classes, which an archive has ready.
 */
final class QuickJava {

  /** Without blanks, as the launcher's variable of options needs them. */
  static final List<String> OPTIONS = options();

  private QuickJava() {}

  private static List<String> options() {
    // the archive's base is without the vector module, about which each JVM would print a line
    List<String> options =
        new ArrayList<>(List.of("-Xmx256m", "-XX:+UseSerialGC", "-Xlog:disable"));
    Path archive = Path.of(System.getProperty("omdb.jar")).resolveSibling("classes.jsa");
    if (archive.toString().contains(" ") == false && isWritten(archive, options)) {
      options.add("-XX:SharedArchiveFile=" + archive);
    }
    return List.copyOf(options);
  }

  /** Writes the classes of an import; false if this Java has no archive to add them to. */
  private static boolean isWritten(Path archive, List<String> options) {
    try {
      Files.deleteIfExists(archive);
      Path folder = LuceneTestCase.createTempDir();
      Files.writeString(folder.resolve("rows.txt"), "a 1 2\nb 3 4\n");
      List<String> all = new ArrayList<>(options);
      all.add("-XX:ArchiveClassesAtExit=" + archive);
      Result result =
          CommandProcess.run(
              folder,
              CommandProcess.builder(
                  folder, all, "import", "--index", "idx", "--field", "v", "rows.txt"));
      if (result.status() != 0) {
        throw new AssertionError(result.toString());
      }
      return Files.exists(archive);
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
