// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.inspect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.Directory;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.folder.IndexDirectory;
import org.omdb.cli.folder.UncommittedFiles;

/** What a path leads to. */
enum Subject {
  FILE,
  INDEX;

  /**
   * Looks at a path.
   *
   * @throws CommandFailure if it is neither a file nor an index folder
   * @throws IOException if the path does not exist, or may not be read
   */
  static Subject of(Path path) throws IOException, CommandFailure {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    if (attributes.isRegularFile()) {
      return FILE;
    }
    if (attributes.isDirectory() == false) {
      throw CommandFailure.data(path + " is neither a file nor a folder");
    }
    try (Directory directory = IndexDirectory.open(path, IndexDirectory.Reads.PARTS)) {
      if (DirectoryReader.indexExists(directory) == false) {
        throw CommandFailure.data(
            path
                + " is a folder without an index: there is no segments_N file in it"
                + UncommittedFiles.of(path).ofNoIndex());
      }
    }
    return INDEX;
  }
}
