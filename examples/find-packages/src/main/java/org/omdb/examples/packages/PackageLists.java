// SPDX-License-Identifier: Apache-2.0
package org.omdb.examples.packages;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Where packages come from. Each name is in a list once. */
final class PackageLists {

  private static final String NAMES = "packages.txt";
  private static final String SYNOPSES = "synopses.txt";

  /**
   * Chosen so that well-known programs, such as GIMP and jpegoptim, are among the first 5,000 of
   * Debian's.
   */
  private static final long SEED = 63;

  private PackageLists() {}

  /**
   * The best list that this machine has.
   *
   * @param data a folder that maybe has the two files of {@link #read}
   * @return those files, else what {@code apt-cache} knows, else the classes of this JDK
   */
  static List<SoftwarePackage> find(Path data) throws IOException, InterruptedException {
    if (Files.exists(data.resolve(NAMES))) {
      return read(data);
    }
    Optional<List<SoftwarePackage>> known = fromApt(List.of("apt-cache", "dumpavail"));
    return known.isPresent() ? known.get() : ofJdk();
  }

  /**
   * Reads the set {@code debian-minilm-384d}.
   *
   * @param folder has names in {@code packages.txt} and descriptions in {@code synopses.txt}, line
   *     by line
   */
  static List<SoftwarePackage> read(Path folder) throws IOException {
    List<String> names = Files.readAllLines(folder.resolve(NAMES));
    List<String> synopses = Files.readAllLines(folder.resolve(SYNOPSES));
    if (names.size() != synopses.size()) {
      throw new IOException(
          folder + " has " + names.size() + " names, but " + synopses.size() + " descriptions");
    }
    Map<String, SoftwarePackage> packages = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      add(names.get(i), synopses.get(i), packages);
    }
    return List.copyOf(packages.values());
  }

  /**
   * Asks the package manager.
   *
   * @param command prints what {@code apt-cache dumpavail} does
   * @return empty if there is no such command, if it fails, or if it knows nothing
   */
  static Optional<List<SoftwarePackage>> fromApt(List<String> command)
      throws IOException, InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    } catch (
        @SuppressWarnings("unused")
        IOException e) {
      return Optional.empty(); // not on Debian
    }
    try (BufferedReader lines = process.inputReader()) {
      List<SoftwarePackage> packages = parseControl(lines);
      // What a command prints that fails is a part of the list.
      boolean isWhole = process.waitFor() == 0 && packages.isEmpty() == false;
      return isWhole ? Optional.of(packages) : Optional.empty();
    }
  }

  /** Reads paragraphs with a {@code Package} and a {@code Description} each. */
  static List<SoftwarePackage> parseControl(BufferedReader lines) throws IOException {
    Map<String, SoftwarePackage> packages = new LinkedHashMap<>();
    String name = "";
    for (String line; (line = lines.readLine()) != null; ) {
      if (line.isEmpty()) {
        name = "";
      } else if (line.startsWith("Package: ")) {
        name = line.substring("Package: ".length());
      } else if (line.startsWith("Description: ") || line.startsWith("Description-en: ")) {
        add(name, line.substring(line.indexOf(' ') + 1), packages);
      }
    }
    return List.copyOf(packages.values());
  }

  /** The classes of {@code java.base}, whose names say what they are for. */
  static List<SoftwarePackage> ofJdk() throws IOException {
    Path base = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules/java.base/java");
    Map<String, SoftwarePackage> classes = new LinkedHashMap<>();
    try (Stream<Path> files = Files.walk(base)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = base.getParent().relativize(file).toString().replace('/', '.');
        if (name.endsWith(".class") && name.contains("$") == false && name.contains("-") == false) {
          String className = name.substring(0, name.length() - ".class".length());
          String simpleName = className.substring(className.lastIndexOf('.') + 1);
          String words = simpleName.replaceAll("(?<=[a-z])(?=[A-Z])", " ");
          add(className, words, classes);
        }
      }
    }
    return List.copyOf(classes.values());
  }

  private static void add(String name, String text, Map<String, SoftwarePackage> packages) {
    if (name.isBlank() == false) {
      packages.putIfAbsent(name, new SoftwarePackage(name, text.strip()));
    }
  }

  /**
   * Chooses some packages of a list: programs before their parts and before libraries, and from the
   * whole alphabet. The choice is the same each time, and a part of that of more.
   *
   * @param number how many at most
   */
  static List<SoftwarePackage> choose(List<SoftwarePackage> packages, int number) {
    return packages.stream()
        .sorted(Comparator.comparing(PackageLists::isPart).thenComparing(PackageLists::place))
        .limit(number)
        .toList();
  }

  private static boolean isPart(SoftwarePackage p) {
    return p.name().startsWith("lib") || p.name().matches("[a-z]+") == false;
  }

  private static int place(SoftwarePackage p) {
    return new SplittableRandom(p.name().hashCode() + SEED).nextInt();
  }
}
