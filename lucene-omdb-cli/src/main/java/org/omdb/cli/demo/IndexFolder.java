// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.demo;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.IOUtils;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.folder.IndexDirectory;

/** The folder of the demo's index. Closing it deletes the folder, unless it is to be kept. */
final class IndexFolder implements Closeable {

  private final Path path;
  private final boolean keep;

  private IndexFolder(Path path, boolean keep) {
    this.path = path;
    this.keep = keep;
  }

  /** A new temporary folder. */
  static IndexFolder temporary(boolean keep) throws IOException {
    return new IndexFolder(Files.createTempDirectory("omdb-demo-"), keep);
  }

  /**
   * A folder that the user chose, which is kept.
   *
   * @throws CommandFailure if there is something in it that the demo must not overwrite
   */
  static IndexFolder chosen(Path path) throws IOException, CommandFailure {
    if (Files.exists(path) && Files.isDirectory(path) == false) {
      throw CommandFailure.usage(path + " is not a folder");
    }
    if (Files.exists(path) && isEmpty(path) == false && isOfDemo(path) == false) {
      throw CommandFailure.usage(
          path + " is not empty, and not the index of an earlier demo: choose another folder");
    }
    try {
      return new IndexFolder(Files.createDirectories(path), true);
    } catch (IOException e) {
      throw CommandFailure.data("can't make the folder " + path + ": " + e, e);
    }
  }

  private static boolean isEmpty(Path path) throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.findAny().isEmpty();
    }
  }

  private static boolean isOfDemo(Path path) throws IOException {
    try (Directory directory = IndexDirectory.open(path, IndexDirectory.Reads.PARTS)) {
      return new DemoIndex(directory).isOfDemo();
    }
  }

  Directory open() throws IOException {
    return IndexDirectory.open(path, IndexDirectory.Reads.PARTS);
  }

  boolean isKept() {
    return keep;
  }

  Path path() {
    return path.toAbsolutePath().normalize();
  }

  @Override
  public void close() throws IOException {
    if (keep == false) {
      IOUtils.rm(path);
    }
  }
}
