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
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.util.IOUtils;
import org.omdb.cli.CommandFailure;
import org.omdb.lucene.OmdbCodec;

/**
 * One change of an index, all of it or nothing: what is not committed is rolled back when this is
 * closed, and a folder that was made for it is removed.
 */
final class IndexChange implements Closeable {

  /** Heap that Lucene's graph builder takes per vector, seen with 16 connections. */
  private static final long GRAPH_BYTES_PER_VECTOR = 450;

  private final Path path;
  private final boolean newFolder;
  private final Directory directory;
  private final IndexSettings settings;
  private final int documentsBefore;
  private final IndexWriter writer;
  private boolean committed;

  private IndexChange(Path path, boolean newFolder, Directory directory, long vectorBytes)
      throws IOException, CommandFailure {
    this.path = path;
    this.newFolder = newFolder;
    this.directory = directory;
    settings =
        DirectoryReader.indexExists(directory) ? IndexSettings.read(directory) : IndexSettings.NONE;
    try {
      writer = new IndexWriter(directory, config(vectorBytes));
      documentsBefore = writer.getDocStats().numDocs;
    } catch (LockObtainFailedException e) {
      throw new Locked(e);
    }
  }

  /**
   * Opens an index for writing; makes one if there is none.
   *
   * @param vectorBytes size of the vectors that will be written, 0 for none
   * @param create whether there may be no index yet
   */
  static IndexChange open(Path path, long vectorBytes, boolean create)
      throws IOException, CommandFailure {
    boolean exists = Files.exists(path);
    if (exists && Files.isDirectory(path) == false) {
      throw CommandFailure.data(path + " is not a folder");
    }
    if (exists == false && create == false) {
      throw CommandFailure.data(path + ": there is no such folder");
    }
    Directory directory = FSDirectory.open(path);
    try {
      if (DirectoryReader.indexExists(directory) == false
          && (create == false || isEmpty(path) == false)) {
        throw IndexFolders.noIndex(path);
      }
      return new IndexChange(path, exists == false, directory, vectorBytes);
    } catch (IllegalArgumentException e) { // segments of a codec that is not here
      IOUtils.closeWhileSuppressingExceptions(e, directory);
      throw CommandFailure.data(path + ": " + e.getMessage());
    } catch (Locked e) { // and what there is belongs to another process
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

  /** Nothing in it but what a first import leaves that was killed before its commit. */
  private static boolean isEmpty(Path path) throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files
          .map(file -> file.getFileName().toString())
          .allMatch(
              name ->
                  name.equals(IndexWriter.WRITE_LOCK_NAME)
                      || name.startsWith(IndexFileNames.PENDING_SEGMENTS)
                      || IndexFileNames.CODEC_FILE_PATTERN.matcher(name).matches());
    }
  }

  private IndexWriterConfig config(long vectorBytes) {
    IndexWriterConfig config =
        new IndexWriterConfig().setCodec(new OmdbCodec()).setRAMBufferSizeMB(64);
    settings.applyTo(config);
    // A merge builds its graph on the heap: one at a time, and no larger than a quarter of it.
    ConcurrentMergeScheduler scheduler = new ConcurrentMergeScheduler();
    scheduler.setMaxMergesAndThreads(2, 1);
    config.setMergeScheduler(scheduler);
    if (vectorBytes > 0) {
      config.setUseCompoundFile(false); // which writes every vector of a flush twice
      long vectors = Runtime.getRuntime().maxMemory() / 4 / GRAPH_BYTES_PER_VECTOR;
      double megabytes = vectors * (vectorBytes + 100.0) / (1 << 20);
      TieredMergePolicy policy = new TieredMergePolicy();
      policy.setMaxMergedSegmentMB(
          Math.max(64, Math.min(policy.getMaxMergedSegmentMB(), megabytes)));
      config.setMergePolicy(policy);
    } else {
      config.setMergePolicy(NoMergePolicy.INSTANCE); // a deletion needs none
    }
    return config;
  }

  /** The index's fields before the change. */
  FieldInfos fieldInfos() {
    return settings.fields();
  }

  /** The number of live documents before the change. */
  int documentsBefore() {
    return documentsBefore;
  }

  IndexWriter writer() {
    return writer;
  }

  /** Makes the change last. */
  void commit() throws IOException {
    writer.commit();
    committed = true;
  }

  /** What a writer left behind that closed itself, as on a full disk, is in no commit. */
  private void deleteLeftovers() throws IOException {
    if (newFolder == false && DirectoryReader.indexExists(directory)) {
      // Deletes unreferenced files when it opens.
      new IndexWriter(directory, config(0).setCommitOnClose(false)).close();
    }
  }

  @Override
  public void close() throws IOException {
    try {
      if (committed) {
        writer.close();
      } else {
        writer.rollback();
        deleteLeftovers();
      }
    } finally {
      IOUtils.close(directory);
      if (committed == false && newFolder) {
        IOUtils.rm(path);
      }
    }
  }
}
