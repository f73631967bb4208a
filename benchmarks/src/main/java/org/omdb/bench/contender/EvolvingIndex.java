// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.contender;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.IOUtils;
import org.omdb.bench.data.VectorSet;

/**
 * An index of Lucene's that documents come to and go from. For one thread.
 *
 * <p>A row's marks tell which documents to delete, so that all contenders delete in the same way.
 */
public final class EvolvingIndex implements Closeable {

  private final LuceneContender contender;
  private final BuildOptions options;
  private final Directory directory;
  private final IndexWriter writer;

  EvolvingIndex(LuceneContender contender, Path folder, BuildOptions options) throws IOException {
    this.contender = contender;
    this.options = options;
    this.directory = FSDirectory.open(folder);
    try {
      this.writer = new IndexWriter(directory, LuceneWriters.config(contender, options));
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, directory);
      throw t;
    }
  }

  /**
   * Adds documents.
   *
   * @param set where the rows are
   * @param rows which
   * @throws IOException if writing fails
   */
  public void add(VectorSet set, int[] rows) throws IOException {
    for (int row : rows) {
      writer.addDocument(contender.document(set, row, options.shape()));
    }
  }

  /**
   * Deletes documents.
   *
   * @param mark that they have
   * @throws IOException if writing fails
   */
  public void delete(String mark) throws IOException {
    writer.deleteDocuments(new Term(LuceneContender.MARK, mark));
  }

  /**
   * Commits, and merges into one segment.
   *
   * @return seconds that it took
   * @throws IOException if writing fails
   */
  public double merge() throws IOException {
    long start = System.nanoTime();
    writer.commit();
    writer.forceMerge(1);
    writer.commit();
    return (System.nanoTime() - start) / 1e9;
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(writer, directory);
  }
}
