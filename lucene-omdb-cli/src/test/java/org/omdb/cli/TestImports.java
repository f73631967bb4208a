// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli;

import java.io.File;
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

  /**
   * Which packages a package may use, by their names below the root. A star stands for the packages
   * below one that have no entry of their own.
   */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          entry(
              "", "demo", "export", "imports", "index", "inspect", "map", "shell", "upgrade",
              "console"),
          entry("shell", "folder", "console"),
          entry("demo", "folder", "console"),
          entry("inspect", "folder", "console"),
          entry("upgrade", "index", "folder", "console"),
          entry("export", "export.*", "export.spi", "index", "folder", "console"),
          entry("export.*", "export.spi", "columns", "folder", "console"),
          entry("export.spi", "index", "columns", "console"),
          entry("map", "map.layout", "map.page", "index", "columns", "folder", "console"),
          entry("map.layout"),
          entry("map.page"),
          entry("imports", "index", "columns", "source", "source.spi", "source.file", "console"),
          entry("index", "columns", "source", "source.spi", "source.file", "folder", "console"),
          entry("columns", "console"),
          entry("source", "source.*", "source.binary", "source.spi", "source.file", "console"),
          entry(
              "source.*",
              "source.spi",
              "source.file",
              "source.binary",
              "source.number",
              "source.table",
              "console"),
          entry("source.table", "source.spi", "source.file", "console"),
          entry("source.binary", "source.spi", "source.file", "console"),
          entry("source.number", "source.file", "console"),
          entry("source.spi", "source.file", "console"),
          entry("source.file", "console"),
          entry("folder"),
          entry("console"));

  /** A class of the command, imported or written out; group 1 is its package below the root. */
  private static final Pattern USE =
      Pattern.compile("\\b" + Pattern.quote(ROOT) + "((?:\\.[a-z]\\w*)*)\\.[A-Z*]");

  private static Map.Entry<String, Set<String>> entry(String own, String... used) {
    return Map.entry(own, Set.of(used));
  }

  public void testPackagesUseOnlyPackagesBelowThem() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Path file : sources()) {
      String own = packageOf(file);
      Matcher use = USE.matcher(Files.readString(file));
      while (use.find()) {
        String used = use.group(1).replaceFirst("^\\.", "");
        Set<String> mayUse = MAY_USE.get(entryOf(own));
        if (used.equals(own) == false
            && mayUse.contains(used) == false
            && mayUse.contains(entryOf(used)) == false) {
          wrong.add(file.getFileName() + " uses " + use.group());
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  public void testTheListHasAllPackages() throws IOException {
    Set<String> packages = new TreeSet<>();
    for (Path file : sources()) {
      packages.add(entryOf(packageOf(file)));
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
    return folder().relativize(file.getParent()).toString().replace(File.separatorChar, '.');
  }

  /** The entry of the list that is about a package. */
  private static String entryOf(String name) {
    return MAY_USE.containsKey(name) ? name : name.replaceFirst("\\.[^.]*$", ".*");
  }
}
