// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.contender;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.IOUtils;

/** Searches a {@link LuceneContender}'s index through {@link IndexSearcher}. */
final class LuceneSearcher implements Searcher {

  /** Extensions of files that a search reads only for its hits. */
  private static final Set<String> IDS = Set.of("omdb", "omdi");

  private final LuceneContender contender;
  private final Directory directory;
  private final DirectoryReader reader;
  private final IndexSearcher searcher;
  private final Query filter;

  /**
   * @param directory of the index; closed with this
   * @param filter documents that may be found; null for all
   * @param executor searches segments; null if the thread that searches does so alone
   */
  LuceneSearcher(Directory directory, LuceneContender contender, Query filter, Executor executor)
      throws IOException {
    this.contender = contender;
    this.filter = filter;
    this.directory = directory;
    try {
      this.reader = DirectoryReader.open(directory);
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, directory);
      throw t;
    }
    this.searcher = new IndexSearcher(reader, executor);
    searcher.setQueryCache(null); // queries are repeated, and must be searched each time
  }

  @Override
  public Hits search(float[] query, int k, int fanout) throws IOException {
    TopDocs hits = searcher.search(contender.query(query, k, fanout, filter), k);
    return () -> contender.ids(reader, hits);
  }

  @Override
  public long offHeapBytes() throws IOException {
    return offHeapParts().entrySet().stream()
        .filter(part -> IDS.contains(part.getKey()) == false)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  @Override
  public Map<String, Long> offHeapParts() throws IOException {
    return LuceneSizes.offHeap(reader);
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(reader, directory);
  }
}
