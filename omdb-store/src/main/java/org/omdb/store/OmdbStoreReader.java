// SPDX-License-Identifier: Apache-2.0
package org.omdb.store;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.util.IOFunction;
import org.omdb.lucene.SearchMemory;

/**
 * A store as one reads and searches it. Any number of processes may have the same folder open for
 * reading, also while one writes to it: {@link OmdbStore#openReadOnly}. An {@link OmdbStore} can do
 * all of this too.
 *
 * <p>What is seen: an {@link OmdbStore} sees all that was written to it before. A store that was
 * opened for reading sees the last commit. Both look whether there is something new before each
 * operation, or less often if {@link OmdbStoreOptions#refreshInterval} says so. Each operation sees
 * the store as it was at one moment, whatever is written meanwhile.
 *
 * <p>Safe for any number of threads. After {@link #close} each method throws {@link
 * AlreadyClosedException}.
 */
public abstract sealed class OmdbStoreReader implements Closeable permits OmdbStore, ReadOnlyStore {

  final OmdbStoreOptions options;
  private volatile long refreshedNanos = System.nanoTime();

  OmdbStoreReader(OmdbStoreOptions options) {
    this.options = options;
  }

  /** Hands out views of the store. */
  abstract SearcherManager searchers();

  /** Makes {@link #searchers} hand out what is there now. */
  abstract void refreshSearchers() throws IOException;

  /** What the store is, as far as a view knows. */
  abstract StoreSettings settings(IndexSearcher searcher) throws IOException;

  /** Says that the store is closed, by its user or by an error. */
  abstract AlreadyClosedException closed(AlreadyClosedException e);

  /** Fails if the store is closed. */
  abstract void ensureOpen();

  /**
   * Searches.
   *
   * @param search what to search for
   * @return the hits, best first
   * @throws IllegalArgumentException if the vector has another dimension than those of the store,
   *     has a component that is no finite number, or has a length that {@link
   *     org.omdb.lucene.VectorLengths} refuses; or if the filter is too large
   * @throws IOException if reading fails
   */
  public List<Hit> search(Search search) throws IOException {
    return read(
        searcher -> {
          if (search.vector() != null) {
            SearchRun.checkVector(search.vector(), settings(searcher));
          }
          return new SearchRun(searcher, options.analyzer(), search).run();
        });
  }

  /**
   * Reads a document.
   *
   * @param id of the document
   * @return empty if there is none
   * @throws IllegalArgumentException if no document can have such an id
   * @throws IOException if reading fails
   */
  public Optional<OmdbDocument> get(String id) throws IOException {
    return read(
        searcher -> Optional.ofNullable(DocumentFields.find(searcher.getIndexReader(), id)));
  }

  /**
   * Reads documents, all as of the same moment.
   *
   * @param ids of documents
   * @return those that are there, in the order of their ids
   * @throws IllegalArgumentException if no document can have such an id
   * @throws IOException if reading fails
   */
  public List<OmdbDocument> get(Collection<String> ids) throws IOException {
    return read(
        searcher -> {
          List<OmdbDocument> found = new ArrayList<>();
          for (String id : ids) {
            OmdbDocument document = DocumentFields.find(searcher.getIndexReader(), id);
            if (document != null) {
              found.add(document);
            }
          }
          return found;
        });
  }

  /**
   * Counts all documents.
   *
   * @return how many there are
   * @throws IOException if reading fails
   */
  public long count() throws IOException {
    return read(searcher -> (long) searcher.getIndexReader().numDocs());
  }

  /**
   * Counts documents.
   *
   * @param filter which ones
   * @return how many the filter matches
   * @throws IOException if reading fails
   */
  public long count(Filter filter) throws IOException {
    Query query = FilterQueries.of(filter);
    return read(searcher -> (long) searcher.count(query));
  }

  /**
   * Makes all that is there visible, even if {@link OmdbStoreOptions#refreshInterval} would not do
   * so yet.
   *
   * @throws IOException if reading fails
   */
  public void refresh() throws IOException {
    ensureOpen();
    long started = System.nanoTime(); // what is written later may be missing
    try {
      refreshSearchers();
    } catch (AlreadyClosedException e) {
      throw closed(e);
    }
    refreshedNanos = started;
  }

  /**
   * Tells how large the store is, and what is committed.
   *
   * @return numbers as of now
   * @throws IOException if reading fails
   */
  public StoreStatistics statistics() throws IOException {
    return read(
        searcher -> {
          IndexReader reader = searcher.getIndexReader();
          StoreSettings settings = settings(searcher);
          return new StoreStatistics(
              reader.numDocs(),
              reader.numDeletedDocs(),
              reader.leaves().size(),
              bytes(),
              SearchMemory.of(reader, DocumentFields.VECTOR),
              settings.dimension(),
              settings.similarity(),
              settings.committed(),
              pendingChanges(),
              commitFailure());
        });
  }

  /** The size of all files in the folder. */
  abstract long bytes() throws IOException;

  /** Changes that are not committed. */
  abstract long pendingChanges();

  /** Why a commit in the background failed. */
  abstract Optional<String> commitFailure();

  /** Reads a view of the store that is as new as the options want it. */
  final <T> T read(IOFunction<IndexSearcher, T> reading) throws IOException {
    Duration age = Duration.ofNanos(System.nanoTime() - refreshedNanos);
    if (age.compareTo(options.refreshInterval()) >= 0) {
      refresh();
    } else {
      ensureOpen();
    }
    IndexSearcher searcher;
    try {
      searcher = searchers().acquire();
    } catch (AlreadyClosedException e) {
      throw closed(e);
    }
    try {
      return reading.apply(searcher);
    } finally {
      searchers().release(searcher);
    }
  }

  /**
   * Closes the store. Searches that are under way end as if it were open. Closing it again does
   * nothing.
   *
   * @throws IOException if something fails; the store is closed nevertheless
   */
  @Override
  public abstract void close() throws IOException;
}
