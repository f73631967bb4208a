// SPDX-License-Identifier: Apache-2.0
package org.omdb.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.IOUtils;

/**
 * A folder of documents with vectors, texts and metadata. One process at a time writes to it:
 *
 * <pre class="prettyprint">
 * try (OmdbStore store = OmdbStore.open(Path.of("store"))) {
 *   store.upsert(new OmdbDocument("1", vector, "Hello", Map.of("language", "en")));
 *   for (Hit hit : store.search(Search.byVector(query).filter(Filter.eq("language", "en")))) {
 *     System.out.println(hit.score() + " " + hit.document().text());
 *   }
 * }
 * </pre>
 *
 * <h2>What a call has done when it returns</h2>
 *
 * <ul>
 *   <li>Each later search of this store sees it ({@link OmdbStoreOptions#refreshInterval} relaxes
 *       that). A call of {@link #upsert(Collection)} is seen as a whole or not at all, and so is
 *       each deletion.
 *   <li>It is durable after the next commit: after {@link #commit}, after {@link #close}, some
 *       seconds later ({@link OmdbStoreOptions#commitInterval}), or when the call returns ({@link
 *       OmdbStoreOptions#commitAfter} 1). A commit has each call as a whole or not at all, and the
 *       calls of one thread in their order. It survives the end of the process and a crash of the
 *       machine. What was not committed then is gone.
 *   <li>A call that throws an {@link IllegalArgumentException} has changed nothing.
 *   <li>If a commit in the background fails, the next call that would write throws why, once, and
 *       does nothing else. The commit is tried again. {@link StoreStatistics#commitFailure} tells
 *       it too.
 *   <li>An error that may have damaged what is in memory, such as a full disk while a segment is
 *       written, closes the store for writing and reading: each later call throws an {@link
 *       AlreadyClosedException} that has the error as its cause. Close the store and open it again;
 *       it is as the last commit left it.
 * </ul>
 *
 * <p>Safe for any number of threads. What writes goes on if the thread that called it is
 * interrupted, and the thread is interrupted still when the call returns.
 */
public final class OmdbStore extends OmdbStoreReader {

  private final Directory directory;
  private final StoreWriter writer;
  private final SearcherManager searchers;

  private OmdbStore(OmdbStoreOptions options, Directory directory, StoreWriter writer)
      throws IOException {
    super(options);
    this.directory = directory;
    this.writer = writer;
    this.searchers = writer.searchers();
  }

  /**
   * Opens a store, and makes it if it is not there.
   *
   * @param path the folder: of a store, without a Lucene index, or not there
   * @return a store, to be closed
   * @throws OmdbStoreException if the folder holds another index, or if another process or another
   *     store of this process has it open for writing
   * @throws IOException if reading or writing fails
   */
  public static OmdbStore open(Path path) throws IOException {
    return open(path, OmdbStoreOptions.defaults());
  }

  /**
   * Opens a store, and makes it if it is not there.
   *
   * @param path the folder: of a store, without a Lucene index, or not there
   * @param options how
   * @return a store, to be closed
   * @throws OmdbStoreException if the folder holds another index, as a store of another dimension
   *     or similarity, or if another process or another store of this process has it open for
   *     writing
   * @throws IllegalArgumentException if no vector can have the dimension of the options
   * @throws IOException if reading or writing fails
   */
  public static OmdbStore open(Path path, OmdbStoreOptions options) throws IOException {
    return open(path, StoreFolder.openForWriting(path), options);
  }

  /**
   * @param name of the folder, for messages
   * @param directory becomes the store's, which closes it
   */
  static OmdbStore open(Object name, Directory directory, OmdbStoreOptions options)
      throws IOException {
    StoreWriter writer = null;
    OmdbStore store = null;
    try {
      writer = new StoreWriter(name, directory, options);
      store = new OmdbStore(options, directory, writer);
      return store;
    } finally {
      if (store == null) {
        IOUtils.closeWhileHandlingException(writer, directory);
      }
    }
  }

  /**
   * Opens a store for reading. Another process may write to it, and delete files of it, meanwhile.
   *
   * @param path the folder of a store that has been made
   * @return a store, to be closed
   * @throws OmdbStoreException if the folder holds no store
   * @throws IOException if reading fails
   */
  public static OmdbStoreReader openReadOnly(Path path) throws IOException {
    return openReadOnly(path, OmdbStoreOptions.defaults());
  }

  /**
   * Opens a store for reading. Another process may write to it, and delete files of it, meanwhile.
   *
   * @param path the folder of a store that has been made
   * @param options what is about writing has no effect
   * @return a store, to be closed
   * @throws OmdbStoreException if the folder holds no store, or one of another dimension or
   *     similarity
   * @throws IOException if reading fails
   */
  public static OmdbStoreReader openReadOnly(Path path, OmdbStoreOptions options)
      throws IOException {
    Directory directory = StoreFolder.openForReading(path);
    OmdbStoreReader store = null;
    try {
      store = new ReadOnlyStore(path, directory, options);
      return store;
    } finally {
      if (store == null) {
        IOUtils.closeWhileHandlingException(directory);
      }
    }
  }

  /**
   * Writes a document, in place of the one with its id if there is one.
   *
   * @param document to write
   * @throws IllegalArgumentException as {@link #upsert(Collection)}
   * @throws IOException if writing fails
   */
  public void upsert(OmdbDocument document) throws IOException {
    upsert(List.of(document));
  }

  /**
   * Writes documents, in place of those with their ids. All of them are seen at once, and are in a
   * commit together or not at all. They are in memory together too, so write a large number in
   * parts of some thousand.
   *
   * @param documents to write; if several have the same id, the last one is
   * @throws IllegalArgumentException if an id or vector can't be kept: an id that is empty, longer
   *     than 32,766 bytes or no valid string; a vector of another dimension than that of the store,
   *     with a component that is no finite number, or of a length that {@link
   *     org.omdb.lucene.VectorLengths} refuses, such as 0 under cosine. Then none is written
   * @throws IOException if writing fails, or if a commit in the background did
   */
  public void upsert(Collection<OmdbDocument> documents) throws IOException {
    writer.upsert(documents);
  }

  /**
   * Deletes a document.
   *
   * @param id of the document; nothing happens if there is none
   * @throws IllegalArgumentException if no document can have such an id
   * @throws IOException if writing fails, or if a commit in the background did
   */
  public void delete(String id) throws IOException {
    delete(List.of(id));
  }

  /**
   * Deletes documents, all at once.
   *
   * @param ids of documents; those that are not there do not matter
   * @throws IllegalArgumentException if no document can have such an id
   * @throws IOException if writing fails, or if a commit in the background did
   */
  public void delete(Collection<String> ids) throws IOException {
    Term[] terms = ids.stream().map(DocumentFields::idTerm).toArray(Term[]::new);
    writer.write(1, indexWriter -> indexWriter.deleteDocuments(terms));
  }

  /**
   * Deletes documents, all at once.
   *
   * @param filter which ones
   * @throws IllegalArgumentException if the filter is too large
   * @throws IOException if writing fails, or if a commit in the background did
   */
  public void delete(Filter filter) throws IOException {
    Query query = FilterQueries.of(filter);
    writer.write(1, indexWriter -> indexWriter.deleteDocuments(query));
  }

  /**
   * Deletes all documents. The store keeps its dimension and similarity.
   *
   * @throws IOException if writing fails, or if a commit in the background did
   */
  public void deleteAll() throws IOException {
    writer.write(1, IndexWriter::deleteAll);
  }

  /**
   * Makes all changes durable that were made before: they survive the end of the process, and a
   * crash of the machine if its disk keeps what it acknowledged.
   *
   * @throws IOException if writing fails; the changes are still there, unless the error closes the
   *     store
   */
  public void commit() throws IOException {
    writer.commit();
  }

  /**
   * Merges segments, which happens in the background anyway. Fewer segments are searched faster;
   * merging them takes as long as writing them. Waits for the end.
   *
   * @param maxSegments how many may be left, 1 or more
   * @throws IOException if reading or writing fails, or if a commit in the background did
   */
  public void forceMerge(int maxSegments) throws IOException {
    writer.write(1, indexWriter -> indexWriter.forceMerge(maxSegments));
  }

  /**
   * Copies the store as it is now, while it is read and written. It is committed, and the commit is
   * copied, into a folder beside the target that gets its name when it is complete. A process that
   * is killed meanwhile leaves a folder {@code <target>.partial-<id>}.
   *
   * @param target a folder that is not there yet; a store afterwards
   * @throws java.nio.file.FileAlreadyExistsException if there is something
   * @throws IOException if reading or writing fails; then the target is not there
   */
  public void snapshot(Path target) throws IOException {
    writer.snapshot(target);
  }

  @Override
  SearcherManager searchers() {
    return searchers;
  }

  @Override
  void refreshSearchers() throws IOException {
    writer.refresh(searchers);
  }

  @Override
  StoreSettings settings(IndexSearcher searcher) {
    return writer.settings();
  }

  @Override
  long bytes() throws IOException {
    return StoreFolder.bytes(directory);
  }

  @Override
  long pendingChanges() {
    return writer.commits().pending();
  }

  @Override
  Optional<String> commitFailure() {
    return writer.commits().failure();
  }

  @Override
  void ensureOpen() {
    writer.ensureOpen();
  }

  @Override
  AlreadyClosedException closed(AlreadyClosedException e) {
    return writer.closed(e);
  }

  /**
   * Commits and closes the store. Waits for merges that are under way. Closing it again does
   * nothing.
   *
   * @throws IOException if the commit fails: what was written since the one before is gone
   */
  @Override
  public void close() throws IOException {
    IOUtils.close(writer, searchers, directory);
  }
}
