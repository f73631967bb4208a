// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.omdb.bench.data.VectorSet;
import org.omdb.bench.harness.ChildFiles;

/**
 * The task of a started JVM, which it gets as the arguments of {@link StoreChild}.
 *
 * @param contender whose store it is
 * @param kind what to do
 * @param store folder of the store
 * @param shared folder of the documents and queries, and of answers
 * @param number how many documents were added until a kill, where the task is to count; else how
 *     many searches to do before others are measured
 */
record StoreTask(StoreContender contender, Kind kind, Path store, Path shared, int number) {

  /** What to do. */
  enum Kind {
    /** Adds all documents and saves; then searches, and adds some more. */
    FILL,
    /** Opens the store and searches once. */
    RESTART,
    /** Opens a filled store, adds documents and saves after each call, until it is killed. */
    ADD_UNTIL_KILLED,
    /** Opens the store and counts the documents that should be there. */
    COUNT
  }

  List<String> arguments() {
    return List.of(
        contender.name(),
        kind.name(),
        store.toString(),
        shared.toString(),
        Integer.toString(number));
  }

  static StoreTask parse(String[] arguments) {
    return new StoreTask(
        StoreContender.valueOf(arguments[0]),
        Kind.valueOf(arguments[1]),
        Path.of(arguments[2]),
        Path.of(arguments[3]),
        Integer.parseInt(arguments[4]));
  }

  /** Writes what all tasks read. */
  static void write(VectorSet set, Path shared) throws IOException {
    ChildFiles.writeQueries(vectors(shared), set.base().asList().toArray(float[][]::new));
    ChildFiles.writeIds(ids(shared), List.<String[]>of(set.ids().toArray(String[]::new)));
    ChildFiles.writeQueries(queries(shared), set.queries().asList().toArray(float[][]::new));
  }

  List<Passage> passages() throws IOException {
    float[][] vectors = ChildFiles.readQueries(vectors(shared));
    String[] ids = ChildFiles.readIds(ids(shared)).getFirst();
    List<Passage> passages = new ArrayList<>(vectors.length);
    for (int row = 0; row < vectors.length; row++) {
      passages.add(Passage.ofRow(row, ids[row], vectors[row]));
    }
    return passages;
  }

  float[][] queries() throws IOException {
    return ChildFiles.readQueries(queries(shared));
  }

  /** The file for the figures. */
  Path figures() {
    return shared.resolve("figures.json");
  }

  /** The file for the ids that were found. */
  Path found(boolean isFiltered) {
    return shared.resolve(isFiltered ? "found-filtered" : "found");
  }

  private static Path vectors(Path shared) {
    return shared.resolve("vectors");
  }

  private static Path ids(Path shared) {
    return shared.resolve("ids");
  }

  private static Path queries(Path shared) {
    return shared.resolve("queries");
  }
}
