// SPDX-License-Identifier: Apache-2.0
package org.omdb.examples.packages;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.lucene.tests.util.LuceneTestCase;

/** Lists of packages are read as they are. */
public class TestPackageLists extends LuceneTestCase {

  private Path folder(List<String> names, List<String> synopses) throws IOException {
    Path folder = createTempDir();
    Files.write(folder.resolve("packages.txt"), names);
    Files.write(folder.resolve("synopses.txt"), synopses);
    return folder;
  }

  public void testFilesAreReadLineByLine() throws Exception {
    Path folder = folder(List.of("a", "b", "a"), List.of("does this", "“does” that", "again"));
    List<SoftwarePackage> expected =
        List.of(new SoftwarePackage("a", "does this"), new SoftwarePackage("b", "“does” that"));
    assertEquals(expected, PackageLists.read(folder));
    assertEquals(expected, PackageLists.find(folder));
  }

  public void testFilesOfDifferentLengthsAreRefused() throws Exception {
    Path folder = folder(List.of("a", "b"), List.of("does this"));
    IOException refused = expectThrows(IOException.class, () -> PackageLists.read(folder));
    assertEquals(folder + " has 2 names, but 1 descriptions", refused.getMessage());
  }

  public void testParagraphsOfAptCacheAreRead() throws Exception {
    String printed =
        """
        Package: 0ad
        Version: 0.0.26-3
        Description: Real-time strategy game of ancient warfare
        Tag: game::strategy, interface::graphical,
         uitoolkit::wxwidgets

        Package: without-description

        Version: 1
        Description: of nothing

        Package: vlc
        Description-en: multimedia player
         It plays everything.
        Description-md5: 0

        Package: 0ad
        Description: an older version
        """;
    assertEquals(
        List.of(
            new SoftwarePackage("0ad", "Real-time strategy game of ancient warfare"),
            new SoftwarePackage("vlc", "multimedia player")),
        PackageLists.parseControl(new BufferedReader(new StringReader(printed))));
  }

  public void testSystemWithoutAptHasNoList() throws Exception {
    assertEquals(Optional.empty(), PackageLists.fromApt(List.of("no-such-command-anywhere")));
  }

  public void testACommandThatFailsHasNoList() throws Exception {
    Path printing = createTempDir().resolve("Printing.java");
    Files.writeString(
        printing,
        """
        class Printing {
          public static void main(String[] arguments) {
            System.out.print("Package: vlc\\nDescription: multimedia player\\n");
            System.exit(Integer.parseInt(arguments[0]));
          }
        }
        """);
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            printing.toString());
    List<SoftwarePackage> printed = List.of(new SoftwarePackage("vlc", "multimedia player"));
    assertEquals(Optional.of(printed), PackageLists.fromApt(with(command, "0")));
    assertEquals(Optional.empty(), PackageLists.fromApt(with(command, "1")));
  }

  private static List<String> with(List<String> command, String argument) {
    return Stream.concat(command.stream(), Stream.of(argument)).toList();
  }

  public void testClassesOfTheJdk() throws Exception {
    List<SoftwarePackage> classes = PackageLists.ofJdk();
    assertTrue(classes.contains(new SoftwarePackage("java.util.ArrayList", "Array List")));
    assertEquals(classes.size(), new HashSet<>(classes).size());
    for (SoftwarePackage c : classes) {
      assertTrue(c.name(), c.name().startsWith("java."));
    }
  }

  private static String name(int kind, int number) {
    String letters = "" + (char) ('a' + number / 26) + (char) ('a' + number % 26);
    return (kind == 0 ? "lib" : kind == 1 ? "some-" : "program") + letters;
  }

  public void testProgramsAreChosenFirstAndMoreAreASuperset() {
    List<SoftwarePackage> packages =
        IntStream.range(0, 300)
            .mapToObj(i -> name(i % 3, i / 3))
            .map(name -> new SoftwarePackage(name, "does something"))
            .toList();
    List<SoftwarePackage> few = PackageLists.choose(packages, 1 + random().nextInt(100));
    for (SoftwarePackage chosen : few) {
      assertTrue(chosen.name(), chosen.name().startsWith("program"));
    }
    List<SoftwarePackage> more = PackageLists.choose(packages, 200);
    assertEquals(few, more.subList(0, few.size()));
    assertEquals(100, more.stream().filter(p -> p.name().startsWith("program")).count());
    assertEquals(
        new HashSet<>(packages), new HashSet<>(PackageLists.choose(packages, packages.size() + 1)));
  }
}
