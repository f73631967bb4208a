// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.contender;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.IOUtils;

/** Searches a {@link LuceneContender}'s index through {@link IndexSearcher}. */
final class LuceneSearcher implements Searcher {

  /** Extensions of vectors, also inside of an OMDB image; links; and codes. */
  private static final List<String> NEEDED_IN_MEMORY = List.of("vec", "vex", "veq");

  private final LuceneContender contender;
  private final Directory directory;
  private final DirectoryReader reader;
  private final IndexSearcher searcher;

  LuceneSearcher(Path folder, LuceneContender contender) throws IOException {
    this.contender = contender;
    this.directory = FSDirectory.open(folder);
    try {
      this.reader = DirectoryReader.open(directory);
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, directory);
      throw t;
    }
    this.searcher = new IndexSearcher(reader);
    searcher.setQueryCache(null); // the same queries come again and again
  }

  @Override
  public Hits search(float[] query, int k, int fanout) throws IOException {
    TopDocs hits = searcher.search(contender.query(query, k, fanout), k);
    return () -> contender.ids(reader, hits);
  }

  @Override
  public long offHeapBytes() throws IOException {
    Map<String, Long> sizes = LuceneSizes.offHeap(reader);
    return NEEDED_IN_MEMORY.stream()
        .mapToLong(extension -> sizes.getOrDefault(extension, 0L))
        .sum();
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(reader, directory);
  }
}
