// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.folder;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexCommit;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.Lock;

/**
 * Files in the folder of an index that Lucene wrote and no commit has. A writer that is at work has
 * such files, and one that was killed leaves them. The next writer that opens the index deletes
 * them.
 *
 * <p>A commit is each one that can be opened, also one that a deletion policy keeps. Names that
 * Lucene does not use are never among these files.
 *
 * @param bytes size by name
 */
public record UncommittedFiles(Map<String, Long> bytes) {

  private static final Pattern COMMIT =
      Pattern.compile(
          "(" + IndexFileNames.PENDING_SEGMENTS + "|" + IndexFileNames.SEGMENTS + ")_[a-z0-9]+");

  /**
   * Whether a file of this name belongs to Lucene.
   *
   * @param name without a folder
   * @return true for files of segments, temporary ones too, and for commits, pending ones too
   */
  public static boolean isOfLucene(String name) {
    return IndexFileNames.CODEC_FILE_PATTERN.matcher(name).matches()
        || COMMIT.matcher(name).matches();
  }

  /**
   * Whether a folder has no more than a writer leaves that is killed before its first commit, which
   * has no documents.
   *
   * @param names of all files in it
   * @return false if there may be something of an index
   */
  public static boolean isOfNoCommit(Collection<String> names) {
    return names.stream()
        .allMatch(
            name ->
                name.equals(IndexWriter.WRITE_LOCK_NAME)
                    || name.startsWith(IndexFileNames.PENDING_SEGMENTS));
  }

  /**
   * Finds them.
   *
   * @param folder of an index, or of what a killed writer left before the first commit
   * @return the files
   * @throws IOException if a commit can't be read, so that its files are not known
   * @throws IllegalArgumentException if a commit has a codec that is not known
   */
  public static UncommittedFiles of(Path folder) throws IOException {
    try (Directory directory = IndexDirectory.open(folder, IndexDirectory.Reads.PARTS)) {
      return of(folder, directory);
    }
  }

  private static UncommittedFiles of(Path folder, Directory directory) throws IOException {
    // The files come first: those that a writer commits in between are in a commit then.
    Map<String, Long> files = new TreeMap<>();
    for (String name : directory.listAll()) {
      if (isOfLucene(name)
          && Files.isRegularFile(folder.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
        putSize(directory, name, files);
      }
    }
    files.keySet().removeAll(committed(directory));
    return new UncommittedFiles(files);
  }

  private static void putSize(Directory directory, String name, Map<String, Long> files)
      throws IOException {
    try {
      files.put(name, directory.fileLength(name));
    } catch (@SuppressWarnings("unused") NoSuchFileException | FileNotFoundException e) {
      // A writer has deleted it in between.
    }
  }

  private static Set<String> committed(Directory directory) throws IOException {
    Set<String> names = new HashSet<>();
    try {
      for (IndexCommit commit : DirectoryReader.listCommits(directory)) {
        names.addAll(commit.getFileNames());
      }
    } catch (
        @SuppressWarnings("unused")
        IndexNotFoundException e) {
      // No commit has anything.
    }
    return names;
  }

  /**
   * Removes them, under the lock of a writer.
   *
   * @param folder of an index
   * @return what was removed
   * @throws IndexNotFoundException if there is no commit: they may be what is left of an index
   * @throws org.apache.lucene.store.LockObtainFailedException if a writer is open, to which they
   *     may belong
   * @throws IOException if a commit can't be read, or a file can't be deleted
   */
  public static UncommittedFiles remove(Path folder) throws IOException {
    try (Directory directory = IndexDirectory.open(folder, IndexDirectory.Reads.PARTS);
        Lock lock = directory.obtainLock(IndexWriter.WRITE_LOCK_NAME)) {
      if (DirectoryReader.indexExists(directory) == false) {
        throw new IndexNotFoundException(folder + " has no segments_N file");
      }
      UncommittedFiles files = of(folder, directory);
      for (String name : files.bytes.keySet()) {
        lock.ensureValid();
        directory.deleteFile(name);
      }
      directory.syncMetaData();
      return files;
    }
  }

  /**
   * The sizes of all of them.
   *
   * @return in bytes
   */
  public long sum() {
    return bytes.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Their number and size, for messages.
   *
   * @return for example {@code 3 files that no commit has, 12,345 bytes}
   */
  public String toText() {
    return counted(bytes.size(), "file") + " that no commit has, " + counted(sum(), "byte");
  }

  private static String counted(long number, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
  }

  /**
   * What a message about a folder without a commit ends with.
   *
   * @return what may be left of an index, and what to do; empty if there is nothing
   */
  public String ofNoIndex() {
    return isOfNoCommit(bytes.keySet())
        ? ""
        : ", but "
            + toText()
            + ", which may be what is left of an index: copy its segments_N file back, or delete"
            + " the folder if you do not need them";
  }
}
