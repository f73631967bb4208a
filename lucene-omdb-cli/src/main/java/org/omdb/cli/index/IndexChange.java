// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.index;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.Lock;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.util.IOUtils;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.console.Interruption;
import org.omdb.cli.folder.IndexDirectory;
import org.omdb.cli.folder.UncommittedFiles;
import org.omdb.lucene.OmdbCodec;

/**
 * One change of an index, all or nothing. Closing it rolls back what was not committed, and removes
 * an index and a folder that were created for it. For one thread.
 *
 * <p>A new index begins with a commit without documents. So what a killed process leaves is an
 * index with files that no commit has, which the next writer may remove. Files without any commit
 * may be what is left of an index that lost its commit: nothing removes them.
 */
public final class IndexChange implements Closeable {

  /**
   * Heap in bytes that a merge takes per vector where the links of its graph are on the heap,
   * measured with M = 16.
   */
  private static final long GRAPH_BYTES_PER_VECTOR = 150;

  private final Path path;
  private final boolean newFolder;
  private final boolean newIndex;
  private final Directory directory;
  private final IndexSettings settings;
  private final ConcurrentMergeScheduler scheduler = new ConcurrentMergeScheduler();
  private final int documentsBefore;
  private final IndexWriter writer;
  private final Merges merges;
  private boolean committed;

  private IndexChange(Path path, boolean newFolder, Directory directory, long vectorBytes)
      throws IOException, CommandFailure {
    this.path = path;
    this.newFolder = newFolder;
    this.directory = directory;
    newIndex = DirectoryReader.indexExists(directory) == false;
    settings = newIndex ? IndexSettings.NONE : IndexSettings.read(directory);
    try {
      writer = new IndexWriter(directory, config(vectorBytes));
    } catch (LockObtainFailedException e) {
      throw new Locked(e);
    }
    merges = new Merges(writer, scheduler);
    documentsBefore = writer.getDocStats().numDocs;
    if (newIndex) {
      try {
        writer.commit();
      } catch (Throwable t) {
        IOUtils.closeWhileSuppressingExceptions(t, writer::rollback);
        throw t;
      }
    }
  }

  /**
   * Opens an index for writing.
   *
   * @param path of its folder
   * @param vectorBytes size of a vector that will be written; 0 if none will be
   * @param create whether to create the index if there is none
   * @return the change, which the caller closes
   * @throws IOException if it can't be opened
   * @throws CommandFailure if it is no index, or another writer has it
   */
  public static IndexChange open(Path path, long vectorBytes, boolean create)
      throws IOException, CommandFailure {
    boolean exists = Files.exists(path);
    if (exists && Files.isDirectory(path) == false) {
      throw CommandFailure.data(path + " is not a folder");
    }
    if (exists == false && create == false) {
      throw CommandFailure.data(path + ": there is no such folder");
    }
    Directory directory = IndexDirectory.open(path, IndexDirectory.Reads.PARTS);
    try {
      if (DirectoryReader.indexExists(directory) == false
          && (create == false || isEmpty(path) == false)) {
        throw IndexFolders.noIndex(path);
      }
      return new IndexChange(path, exists == false, directory, vectorBytes);
    } catch (IllegalArgumentException e) { // a segment's codec is unknown
      IOUtils.closeWhileSuppressingExceptions(e, directory);
      throw CommandFailure.data(path + ": " + e.getMessage());
    } catch (Locked e) { // leave the folder alone: it belongs to another process
      IOUtils.closeWhileSuppressingExceptions(e, directory);
      throw IndexFolders.locked(path);
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, directory);
      if (exists == false) {
        IOUtils.rm(path);
      }
      throw t;
    }
  }

  private static final class Locked extends IOException {

    private static final long serialVersionUID = 1L;

    Locked(IOException cause) {
      super(cause);
    }
  }

  /** Whether a folder has only what a change leaves if it is killed before its first commit. */
  private static boolean isEmpty(Path path) throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return UncommittedFiles.isOfNoCommit(
          files.map(file -> file.getFileName().toString()).toList());
    }
  }

  private IndexWriterConfig config(long vectorBytes) {
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setCodec(OmdbCodec.builder().flushCheck(Interruption::check).build())
            .setRAMBufferSizeMB(64);
    settings.applyTo(config);
    // A merge may build its graph on the heap: one at a time, no larger than a quarter of it.
    scheduler.setMaxMergesAndThreads(2, 1);
    config.setMergeScheduler(scheduler);
    if (vectorBytes > 0) {
      config.setUseCompoundFile(false); // it would write every flushed vector twice
      long vectors = Runtime.getRuntime().maxMemory() / 4 / GRAPH_BYTES_PER_VECTOR;
      double megabytes = vectors * (vectorBytes + 100.0) / (1 << 20);
      TieredMergePolicy policy = new TieredMergePolicy();
      policy.setMaxMergedSegmentMB(
          Math.max(64, Math.min(policy.getMaxMergedSegmentMB(), megabytes)));
      config.setMergePolicy(policy);
    } else {
      config.setMergePolicy(NoMergePolicy.INSTANCE); // a deletion needs no merge
    }
    return config;
  }

  /** {@return the index's fields before the change} */
  public FieldInfos fieldInfos() {
    return settings.fields();
  }

  /** {@return the number of live documents before the change} */
  public int documentsBefore() {
    return documentsBefore;
  }

  /** {@return what writes; to be committed by {@link #commit} alone} */
  public IndexWriter writer() {
    return writer;
  }

  /**
   * Merges the index into one segment.
   *
   * @throws IOException if that fails
   */
  public void merge() throws IOException {
    merges.force(1);
    writer.forceMerge(1); // which throws what went wrong
  }

  /**
   * Commits the change, unless the user wants the command to end.
   *
   * @throws IOException if that fails
   */
  public void commit() throws IOException {
    writer.prepareCommit(); // which writes all that is in memory
    Interruption.check();
    writer.commit();
    committed = true;
  }

  /** Deletes what a writer left that closed itself, as on a full disk: it is in no commit. */
  private void deleteLeftovers() throws IOException {
    if (newFolder == false && DirectoryReader.indexExists(directory)) {
      // Deletes unreferenced files when it opens.
      new IndexWriter(directory, config(0).setCommitOnClose(false)).close();
      if (newIndex) {
        deleteEmptyIndex();
      }
    }
  }

  /** Makes an empty folder of it again, unless another process has written to it. */
  private void deleteEmptyIndex() throws IOException {
    try (Lock lock = directory.obtainLock(IndexWriter.WRITE_LOCK_NAME)) {
      SegmentInfos last = SegmentInfos.readLatestCommit(directory);
      if (last.size() == 0) {
        lock.ensureValid();
        directory.deleteFile(last.getSegmentsFileName());
        directory.syncMetaData();
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      if (committed && merges.await()) {
        writer.close();
      } else if (committed) {
        writer.rollback(); // of the merges alone
      } else {
        writer.rollback();
        deleteLeftovers();
      }
    } finally {
      IOUtils.close(directory);
      if (committed) {
        Interruption.clear(); // too late: the command shall report what it has done
      } else if (newFolder) {
        IOUtils.rm(path);
      }
    }
  }
}
