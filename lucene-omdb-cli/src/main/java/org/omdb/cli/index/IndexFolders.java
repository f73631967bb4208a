// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.lucene.store.Directory;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.folder.IndexDirectory;
import org.omdb.cli.folder.UncommittedFiles;
import org.omdb.cli.folder.WholeFile;

/** Opens index folders, and words the failures of those that can't be used. */
public final class IndexFolders {

  private IndexFolders() {}

  /**
   * Opens a folder.
   *
   * @param path of an index
   * @param reads what will be read of it
   * @return the directory, which the caller closes
   * @throws CommandFailure if it is not a folder
   * @throws IOException if it can't be opened
   */
  public static Directory open(Path path, IndexDirectory.Reads reads)
      throws IOException, CommandFailure {
    if (Files.isDirectory(path) == false) {
      throw CommandFailure.data(
          path + (Files.exists(path) ? " is not a folder" : ": there is no such folder"));
    }
    return IndexDirectory.open(path, reads);
  }

  /**
   * Checks that a file to be written is not among those of an index, nor a link to one.
   *
   * @param index the folder
   * @param file to be written as a {@link WholeFile}
   * @throws CommandFailure if it is
   * @throws IOException if the folder, or a link, can't be read
   */
  public static void checkOutside(Path index, Path file) throws IOException, CommandFailure {
    Path folder = WholeFile.real(file).getParent();
    if (folder != null
        && Files.isDirectory(folder)
        && Files.isDirectory(index)
        && Files.isSameFile(folder, index)) {
      throw CommandFailure.usage(
          file + " is in the index folder, which belongs to Lucene: write to another folder");
    }
  }

  /**
   * The folder is not an index.
   *
   * @param path of the folder
   * @return the exception to throw
   * @throws IOException if the folder can't be read
   */
  public static CommandFailure noIndex(Path path) throws IOException {
    return CommandFailure.data(
        path
            + " is not a Lucene index: it has no segments_N file"
            + UncommittedFiles.of(path).ofNoIndex());
  }

  /**
   * Another process writes to the index.
   *
   * @param path of the folder
   * @return the exception to throw
   */
  public static CommandFailure locked(Path path) {
    return CommandFailure.data(
        path + " is locked by another writer: end that process, or wait until it is done");
  }
}
