// SPDX-License-Identifier: Apache-2.0
package org.omdb.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexCommit;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.KeepOnlyLastCommitDeletionPolicy;
import org.apache.lucene.index.SnapshotDeletionPolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.util.IOConsumer;
import org.apache.lucene.util.IOUtils;
import org.omdb.lucene.OmdbMergePolicy;
import org.omdb.lucene.OmdbWarmer;

/** The index writer of a store, with its commits and snapshots. Safe for any number of threads. */
final class StoreWriter implements Closeable {

  private final Object name;
  private final OmdbStoreOptions options;
  private final SnapshotDeletionPolicy snapshots =
      new SnapshotDeletionPolicy(new KeepOnlyLastCommitDeletionPolicy());
  private final int maxDimension;
  private final IndexWriter writer;
  private final VectorSimilarityFunction similarity;
  private volatile int dimension; // 0 until there is a vector
  private volatile boolean isDimensionKept; // false until a vector was written, or options have it
  private final Commits commits;
  private final OwnThreads threads = new OwnThreads();
  private final Object closing = new Object();
  private volatile boolean isClosed;

  /**
   * Opens a store, whose first commit is made if there is none.
   *
   * @param name of the folder, for messages
   */
  StoreWriter(Object name, Directory directory, OmdbStoreOptions options) throws IOException {
    this.name = name;
    this.options = options;
    this.maxDimension = options.codec().knnVectorsFormat().getMaxDimensions(DocumentFields.VECTOR);
    if (options.dimension() > maxDimension) {
      throw new IllegalArgumentException(
          "dimension must be at most " + maxDimension + ", got " + options.dimension());
    }
    StoreFolder.check(directory, options, name); // before a writer tidies up
    this.writer = openWriter(directory);
    StoreSettings settings = null;
    try {
      settings = settle(directory);
    } finally {
      if (settings == null) {
        IOUtils.closeWhileHandlingException(writer::rollback);
      }
    }
    this.similarity = settings.similarity();
    this.dimension = settings.dimension() == 0 ? options.dimension() : settings.dimension();
    this.isDimensionKept = dimension != 0;
    this.commits =
        new Commits(writer, options, now -> settings(now).toUserData(), settings.committed());
  }

  private IndexWriter openWriter(Directory directory) throws IOException {
    IndexWriterConfig config =
        new IndexWriterConfig(options.analyzer())
            .setCodec(options.codec())
            .setMergePolicy(new OmdbMergePolicy(options.codec()))
            .setMergedSegmentWarmer(new OmdbWarmer())
            .setIndexDeletionPolicy(snapshots)
            .setRAMBufferSizeMB(options.ramBufferMegabytes());
    try {
      return new IndexWriter(directory, config);
    } catch (LockObtainFailedException e) {
      throw new OmdbStoreException(
          name
              + " is open for writing already, by another process or another OmdbStore of this one."
              + " One at a time may write; OmdbStore.openReadOnly reads beside it",
          e);
    }
  }

  private StoreSettings settle(Directory directory) throws IOException {
    if (DirectoryReader.indexExists(directory)) {
      Map<String, String> userData = new HashMap<>();
      writer.getLiveCommitData().forEach(entry -> userData.put(entry.getKey(), entry.getValue()));
      StoreSettings settings = StoreSettings.parse(userData, name);
      if (settings.dimension() == 0) {
        try (DirectoryReader reader = DirectoryReader.open(writer)) {
          settings = settings.withDimensionOf(reader);
        }
      }
      settings.check(options, name);
      return settings;
    }
    StoreSettings settings =
        new StoreSettings(
            options.dimension(),
            Objects.requireNonNullElse(options.similarity(), VectorSimilarityFunction.COSINE),
            Instant.now());
    writer.setLiveCommitData(settings.toUserData().entrySet());
    writer.commit();
    return settings;
  }

  /** Views of what is written, the last change included. */
  SearcherManager searchers() throws IOException {
    return new SearcherManager(writer, null);
  }

  StoreSettings settings() {
    return settings(commits.lastCommit());
  }

  private StoreSettings settings(Instant committed) {
    return new StoreSettings(dimension, similarity, committed);
  }

  Commits commits() {
    return commits;
  }

  /** Writes documents in place of those with their ids: all of them at once, or none. */
  void upsert(Collection<OmdbDocument> documents) throws IOException {
    Map<String, Document> byId = new LinkedHashMap<>();
    for (OmdbDocument document : documents) {
      byId.put(document.id(), DocumentFields.toLucene(document, similarity));
    }
    if (isDimensionKept) {
      DocumentFields.checkDimension(documents, dimension, maxDimension);
      upsert(byId);
    } else {
      upsertFirst(documents, byId);
    }
  }

  private void upsert(Map<String, Document> byId) throws IOException {
    write(
        byId.size(),
        indexWriter -> {
          if (byId.size() == 1) {
            String id = byId.keySet().iterator().next();
            indexWriter.updateDocument(DocumentFields.idTerm(id), byId.get(id));
          } else if (byId.size() > 1) {
            indexWriter.updateDocuments(DocumentFields.ids(byId.keySet()), byId.values());
          }
          if (byId.isEmpty() == false) {
            isDimensionKept = true; // also if a commit fails after this
          }
        });
  }

  /**
   * The first vector of a store decides about the dimension, if it can be written. Others wait for
   * that.
   */
  private synchronized void upsertFirst(
      Collection<OmdbDocument> documents, Map<String, Document> byId) throws IOException {
    int found = DocumentFields.checkDimension(documents, dimension, maxDimension);
    if (isDimensionKept == false) {
      dimension = found; // before, since a commit may have the vectors at once
    }
    try {
      upsert(byId);
    } catch (IllegalArgumentException e) {
      if (isDimensionKept == false) {
        threads.run(writer::deleteAll); // there is nothing, and so Lucene forgets the dimension too
      }
      throw e;
    } finally {
      dimension = isDimensionKept ? dimension : 0;
    }
  }

  /**
   * Changes the index.
   *
   * @param count how many changes it is, for commits by number
   */
  void write(long count, IOConsumer<IndexWriter> change) throws IOException {
    ensureOpen();
    commits.throwFailure();
    try {
      threads.run(
          () -> {
            change.accept(writer);
            commits.changed(count);
          });
    } catch (AlreadyClosedException e) {
      throw closed(e);
    }
  }

  /** Makes all that is written visible. */
  void refresh(SearcherManager searchers) throws IOException {
    if (isCurrent(searchers) == false) {
      threads.run(searchers::maybeRefreshBlocking); // writes what is in memory
    }
  }

  private static boolean isCurrent(SearcherManager searchers) throws IOException {
    IndexSearcher searcher = searchers.acquire();
    try {
      return ((DirectoryReader) searcher.getIndexReader()).isCurrent();
    } finally {
      searchers.release(searcher);
    }
  }

  void commit() throws IOException {
    ensureOpen();
    commitChanges();
  }

  private void commitChanges() throws IOException {
    try {
      threads.run(commits::commit);
    } catch (AlreadyClosedException e) {
      throw closed(e);
    }
  }

  /** Commits, and copies the commit. */
  void snapshot(Path target) throws IOException {
    Snapshot.check(target);
    commit();
    IndexCommit commit = snapshots.snapshot();
    try {
      Snapshot.copy(commit, target);
    } finally {
      snapshots.release(commit);
    }
  }

  /** Fails if the store was closed, by its user or by an error. */
  void ensureOpen() {
    if (isClosed || writer.isOpen() == false) {
      throw closed(null);
    }
  }

  /** Says who closed the store. */
  AlreadyClosedException closed(AlreadyClosedException e) {
    Throwable error = writer.getTragicException();
    if (error == null) {
      return new AlreadyClosedException("the store in " + name + " is closed", e);
    }
    return new AlreadyClosedException(
        "the store in "
            + name
            + " was closed by an error: "
            + error
            + ". What was written since "
            + commits.lastCommit()
            + " is gone. Close it and open it again",
        error);
  }

  /** Commits and closes. Who closes it at the same time waits for that. */
  @Override
  public void close() throws IOException {
    synchronized (closing) {
      if (isClosed == false) {
        isClosed = true;
        IOUtils.close(commits, this::commitChanges, () -> threads.run(writer::close), threads);
      }
    }
  }
}
