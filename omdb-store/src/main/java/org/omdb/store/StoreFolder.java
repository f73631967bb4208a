// SPDX-License-Identifier: Apache-2.0
package org.omdb.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.MMapDirectory;

/** The folder of a store, before it is opened. Nothing here changes what is in it. */
final class StoreFolder {

  private StoreFolder() {}

  /** Opens the folder of a store that is to be written, and makes it if it is not there. */
  static Directory openForWriting(Path path) throws IOException {
    if (Files.exists(path) && Files.isDirectory(path) == false) {
      throw new OmdbStoreException(path + " is a file, expected the folder of a store");
    }
    return open(path);
  }

  /** Opens the folder of a store that must be there. */
  static Directory openForReading(Path path) throws IOException {
    if (Files.isDirectory(path) == false) {
      throw new OmdbStoreException(
          path
              + (Files.exists(path) ? " is a file" : " is not there")
              + ", expected the folder of a store. OmdbStore.open makes one");
    }
    return open(path);
  }

  private static Directory open(Path path) throws IOException {
    Directory directory = FSDirectory.open(path);
    if (directory instanceof MMapDirectory mapped) {
      // A vector that is on disk comes without its neighbors, which would push out codes and links.
      mapped.setReadAdvice(MMapDirectory.ADVISE_BY_CONTEXT);
    }
    return directory;
  }

  /**
   * Fails if a folder holds something else than the store that is wanted.
   *
   * @param name of the folder, for messages
   * @return the settings of the store, null if there is no index in the folder
   */
  static StoreSettings check(Directory directory, OmdbStoreOptions options, Object name)
      throws IOException {
    String[] files = directory.listAll(); // first: a commit may be made meanwhile
    if (DirectoryReader.indexExists(directory) == false) {
      checkNothingIsLeft(directory, files, name);
      return null;
    }
    return check(readUserData(directory, name), options, name);
  }

  /**
   * Fails if there are files of segments without a commit: they may be what is left of a store, and
   * a writer would delete them. A new store has a commit before it has segments.
   */
  private static void checkNothingIsLeft(Directory directory, String[] files, Object name)
      throws IOException {
    long count = 0;
    long bytes = 0;
    for (String file : files) {
      if (IndexFileNames.CODEC_FILE_PATTERN.matcher(file).matches()) {
        count++;
        bytes += directory.fileLength(file);
      }
    }
    if (count > 0) {
      throw new OmdbStoreException(
          String.format(
              Locale.ROOT,
              "%s has no commit (segments_N), but %,d files of segments, %,d bytes, which may be"
                  + " what is left of a store. Copy its segments_N back, or delete the folder if you"
                  + " do not need it",
              name,
              count,
              bytes));
    }
  }

  /** Fails if a commit is not of the store that is wanted. */
  static StoreSettings check(Map<String, String> userData, OmdbStoreOptions options, Object name)
      throws OmdbStoreException {
    StoreSettings settings = StoreSettings.parse(userData, name);
    settings.check(options, name);
    return settings;
  }

  private static Map<String, String> readUserData(Directory directory, Object name)
      throws IOException {
    try {
      return SegmentInfos.readLatestCommit(directory).getUserData();
    } catch (IndexFormatTooNewException | IndexFormatTooOldException e) {
      throw new OmdbStoreException(
          name + " holds an index of another version of Lucene: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) { // its codec is not there
      throw new OmdbStoreException(
          name + " holds an index that can't be read here: " + e.getMessage(), e);
    }
  }

  /** The size of all files. */
  static long bytes(Directory directory) throws IOException {
    long bytes = 0;
    for (String file : directory.listAll()) {
      try {
        bytes += directory.fileLength(file);
      } catch (java.nio.file.NoSuchFileException | java.io.FileNotFoundException e) {
        continue; // deleted after it was listed
      }
    }
    return bytes;
  }
}
