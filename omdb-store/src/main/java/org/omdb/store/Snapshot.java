// SPDX-License-Identifier: Apache-2.0
package org.omdb.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.lucene.index.IndexCommit;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.util.IOUtils;

/** Copies a commit into a new folder. */
final class Snapshot {

  private Snapshot() {}

  /** Fails if nothing can be copied to a place. */
  static void check(Path target) throws IOException {
    if (Files.exists(target)) {
      throw new FileAlreadyExistsException(
          target.toString(), null, "a snapshot is made in a folder that is not there yet");
    }
  }

  /**
   * Copies a commit, which must stay meanwhile. It is copied beside the target, synced, and then
   * renamed: so the target is complete, or not there.
   */
  static void copy(IndexCommit commit, Path target) throws IOException {
    Path parent = target.toAbsolutePath().getParent();
    Files.createDirectories(parent);
    Path partial = parent.resolve(target.getFileName() + ".partial-" + UUID.randomUUID());
    Files.createDirectory(partial); // a temporary one would be for this user alone
    boolean isComplete = false;
    try {
      copyFiles(commit, partial);
      check(target);
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
      isComplete = true;
      IOUtils.fsync(parent, true);
    } finally {
      if (isComplete == false) {
        IOUtils.rm(partial);
      }
    }
  }

  private static void copyFiles(IndexCommit commit, Path partial) throws IOException {
    Directory source = commit.getDirectory();
    List<String> files = new ArrayList<>(commit.getFileNames());
    try (Directory copy = FSDirectory.open(partial)) {
      for (String file : files) {
        copy.copyFrom(source, file, file, IOContext.READONCE);
      }
      copy.sync(files);
      copy.syncMetaData();
    }
  }
}
