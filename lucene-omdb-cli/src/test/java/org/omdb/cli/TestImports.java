// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.lucene.tests.util.LuceneTestCase;

/** The packages of the command use each other in one direction only. */
public class TestImports extends LuceneTestCase {

  private static final String ROOT = "org.omdb.cli";

  /** Which packages a package may use, by their names below the root. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.of(
          "", Set.of("demo", "index", "inspect", "upgrade", "console"),
          "demo", Set.of("folder", "console"),
          "inspect", Set.of("folder", "console"),
          "upgrade", Set.of("index", "folder", "console"),
          "index", Set.of("source", "folder", "console"),
          "source", Set.of("console"),
          "folder", Set.of(),
          "console", Set.of());

  /** A class of the command, imported or written out; group 1 is its package below the root. */
  private static final Pattern USE =
      Pattern.compile("\\b" + Pattern.quote(ROOT) + "(?:\\.([a-z]\\w*))?\\.[A-Z*]");

  public void testPackagesUseOnlyPackagesBelowThem() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Path file : sources()) {
      String own = packageOf(file);
      Matcher use = USE.matcher(Files.readString(file));
      while (use.find()) {
        String used = use.group(1) == null ? "" : use.group(1);
        if (used.equals(own) == false && MAY_USE.get(own).contains(used) == false) {
          wrong.add(file.getFileName() + " uses " + use.group());
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  public void testTheListHasAllPackages() throws IOException {
    Set<String> packages = new TreeSet<>();
    for (Path file : sources()) {
      packages.add(packageOf(file));
    }
    assertEquals(new TreeSet<>(MAY_USE.keySet()), packages);
  }

  private static Path folder() {
    return Path.of(System.getProperty("omdb.basedir"))
        .resolve("lucene-omdb-cli/src/main/java")
        .resolve(ROOT.replace('.', '/'));
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(folder())) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> file.endsWith("package-info.java") == false)
          .toList();
    }
  }

  private static String packageOf(Path file) {
    return folder().relativize(file.getParent()).toString();
  }
}
