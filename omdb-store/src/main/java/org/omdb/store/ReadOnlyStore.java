// SPDX-License-Identifier: Apache-2.0
package org.omdb.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.IOUtils;

/** The commits of a store that maybe another process writes. */
final class ReadOnlyStore extends OmdbStoreReader {

  private final Path path;
  private final Directory directory;
  private final SearcherManager searchers;
  private volatile boolean isClosed;

  ReadOnlyStore(Path path, Directory directory, OmdbStoreOptions options) throws IOException {
    super(options);
    this.path = path;
    this.directory = directory;
    if (StoreFolder.check(directory, options, path) == null) {
      throw new OmdbStoreException(
          path + " holds no Lucene index, expected a store. OmdbStore.open makes one");
    }
    this.searchers = new SearcherManager(directory, null);
  }

  @Override
  SearcherManager searchers() {
    return searchers;
  }

  @Override
  void refreshSearchers() throws IOException {
    searchers.maybeRefreshBlocking();
  }

  @Override
  StoreSettings settings(IndexSearcher searcher) throws IOException {
    DirectoryReader reader = (DirectoryReader) searcher.getIndexReader();
    return StoreSettings.parse(reader.getIndexCommit().getUserData(), path).withDimensionOf(reader);
  }

  @Override
  void ensureOpen() {
    if (isClosed) {
      throw closed(null);
    }
  }

  @Override
  AlreadyClosedException closed(AlreadyClosedException e) {
    return new AlreadyClosedException("the store in " + path + " is closed", e);
  }

  @Override
  long bytes() throws IOException {
    return StoreFolder.bytes(directory);
  }

  @Override
  long pendingChanges() {
    return 0;
  }

  @Override
  Optional<String> commitFailure() {
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    if (isClosed == false) {
      isClosed = true;
      IOUtils.close(searchers, directory);
    }
  }
}
