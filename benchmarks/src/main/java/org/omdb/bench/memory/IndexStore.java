// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.lucene.util.IOUtils;
import org.omdb.bench.contender.BuildOptions;
import org.omdb.bench.contender.Contender;
import org.omdb.bench.contender.IndexShape;
import org.omdb.bench.contender.IndexShape.Threads;
import org.omdb.bench.data.VectorSet;
import org.omdb.bench.harness.Bench;
import org.omdb.cli.console.Progress;

/**
 * Indexes of one segment in a folder. An index that is there already is taken as it is: its name
 * has the set, the number of rows and the contender. It appears under its name when it is complete.
 */
final class IndexStore {

  private final Path folder;

  /**
   * @param folder created when first needed
   */
  IndexStore(Path folder) {
    this.folder = folder;
  }

  /** The folder of the index, which is built if it is not there. */
  Path index(VectorSet set, Contender contender) throws IOException {
    String name = set.name() + "-" + set.size() + "-" + contender.name();
    Path index = folder.resolve(Bench.fileName(name));
    if (Files.exists(index)) {
      return index;
    }
    Path unfinished = folder.resolve(index.getFileName() + ".unfinished");
    IOUtils.rm(unfinished);
    Files.createDirectories(unfinished);
    BuildOptions options = BuildOptions.DEFAULT.withShape(IndexShape.DEFAULT.with(Threads.DEFAULT));
    String task = set.name() + ", memory: " + contender.name() + " builds";
    try (Progress progress = Progress.start(task, "rows", set.size())) {
      contender.build(set, unfinished, options.withProgress(progress::to));
    }
    return Files.move(unfinished, index, StandardCopyOption.ATOMIC_MOVE);
  }
}
