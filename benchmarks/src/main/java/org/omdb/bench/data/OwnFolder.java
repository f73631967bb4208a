// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.data;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The files of a user's own folder: a file of vectors, {@code .npy} or {@code .fvecs}; optionally a
 * file of queries, whose name contains {@code quer} or {@code test}; optionally a {@code .txt} with
 * an id per line. {@link OwnSet} makes a set of them.
 *
 * @param vectors file of the vectors
 * @param queries file of the queries; null if there is none
 * @param texts files that may have the ids
 */
record OwnFolder(Path vectors, Path queries, List<Path> texts) {

  static final String NPY = ".npy";
  static final String FVECS = ".fvecs";

  private static final String TEXT = ".txt";
  private static final String IDS = "ids.txt";

  /** Whether a folder has at least one file of vectors. */
  static boolean isOne(Path folder) throws IOException {
    return Files.isDirectory(folder)
        && Files.isReadable(folder)
        && folder.getFileName().toString().startsWith(".") == false
        && files(folder, NPY, FVECS).isEmpty() == false;
  }

  /**
   * Finds out by their names which file is which.
   *
   * @throws UnclearSetException if the names are ambiguous
   */
  static OwnFolder of(Path folder) throws IOException {
    List<Path> all = files(folder, NPY, FVECS);
    List<Path> texts = files(folder, TEXT);
    if (all.size() == 1) {
      return new OwnFolder(all.getFirst(), null, texts);
    }
    List<Path> queries = all.stream().filter(OwnFolder::hasQueriesName).toList();
    List<Path> vectors = new ArrayList<>(all);
    vectors.removeAll(queries);
    if (vectors.size() != 1 || queries.size() != 1) {
      throw new UnclearSetException(
          folder
              + " has "
              + names(all)
              + "; expected one file of vectors, and at most one of queries, which has \"quer\" or"
              + " \"test\" in its name");
    }
    return new OwnFolder(vectors.getFirst(), queries.getFirst(), texts);
  }

  /**
   * The ids.
   *
   * @param rows number of vectors
   * @return the ids in {@code ids.txt}, else those in the only text with one line per row; null
   *     without such a file
   * @throws UnclearSetException if several texts have one line per row, or {@code ids.txt} has
   *     another number of lines
   */
  List<String> ids(int rows) throws IOException {
    List<Path> fitting = new ArrayList<>();
    List<String> ids = null;
    for (Path text : texts) {
      List<String> lines = lines(text);
      if (text.getFileName().toString().equals(IDS)) {
        if (lines.size() != rows) {
          throw new UnclearSetException(
              text + " has " + lines.size() + " lines for " + rows + " rows of " + vectors);
        }
        return lines;
      }
      if (lines.size() == rows) {
        fitting.add(text);
        ids = lines;
      }
    }
    if (fitting.size() > 1) {
      throw new UnclearSetException(
          vectors.getParent()
              + " has "
              + names(fitting)
              + ", each with one line per row; the one with the ids must be called "
              + IDS);
    }
    return ids;
  }

  /** The lines of a file; none if it is not text, because then it has no ids. */
  private static List<String> lines(Path file) throws IOException {
    try {
      return Files.readAllLines(file);
    } catch (
        @SuppressWarnings("unused")
        MalformedInputException e) {
      return List.of();
    }
  }

  private static boolean hasQueriesName(Path file) {
    String name = lowerCase(file);
    return name.contains("quer") || name.contains("test");
  }

  private static List<Path> files(Path folder, String... extensions) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> Arrays.stream(extensions).anyMatch(lowerCase(file)::endsWith))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }

  private static String names(List<Path> files) {
    return String.join(", ", files.stream().map(file -> file.getFileName().toString()).toList());
  }

  static String lowerCase(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT);
  }
}
