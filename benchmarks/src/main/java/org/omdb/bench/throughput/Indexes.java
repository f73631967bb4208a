// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.throughput;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.omdb.bench.contender.BuildOptions;
import org.omdb.bench.contender.Contender;
import org.omdb.bench.contender.IndexShape;
import org.omdb.bench.contender.IndexShape.Threads;
import org.omdb.bench.data.VectorSet;
import org.omdb.bench.harness.Bench;
import org.omdb.bench.harness.Scenarios;
import org.omdb.cli.console.Progress;

/** The indexes of a set. */
final class Indexes {

  private final VectorSet set;
  private final Path folder;

  /**
   * @param folder created when first needed; deleted by the caller
   */
  Indexes(VectorSet set, Path folder) {
    this.set = set;
    this.folder = folder;
  }

  VectorSet set() {
    return set;
  }

  /** The folder of an index with a number of segments of the same size. */
  Path index(Contender contender, int segments) {
    return folder.resolve(Bench.fileName(contender.name()) + "-" + segments);
  }

  /** Builds the indexes of one segment, and those with the given numbers of segments. */
  void build(List<Contender> contenders, List<Integer> segments) throws IOException {
    for (Contender contender : contenders) {
      build(contender, 1);
      for (int count : segments) {
        if (Files.notExists(index(contender, count))) {
          build(contender, count);
        }
      }
    }
  }

  private void build(Contender contender, int segments) throws IOException {
    Path index = Files.createDirectories(index(contender, segments));
    IndexShape shape = IndexShape.DEFAULT.with(Threads.DEFAULT);
    BuildOptions options =
        BuildOptions.DEFAULT.withShape(segments == 1 ? shape : shape.withEvenSegments(segments));
    String task = set.name() + ", " + Scenarios.THROUGHPUT + ": " + contender.name() + " builds";
    try (Progress progress = Progress.start(task, "rows", set.size())) {
      contender.build(set, index, options.withProgress(progress::to));
    }
  }

  /** A folder for an index that is not one of these. */
  Path other(Contender contender) {
    return folder.resolve(Bench.fileName(contender.name()) + "-other");
  }
}
