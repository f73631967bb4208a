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
 * A Lucene index to which documents are added and from which they are deleted. For one thread,
 * except where a method says otherwise.
 *
 * <p>Documents are deleted by their marks, so that all contenders delete in the same way.
 */
public final class EvolvingIndex implements Closeable {

  private final LuceneContender contender;
  private final BuildOptions options;
  private final Directory directory;
  private final IndexWriter writer;
  private final CountingMergeScheduler merges = new CountingMergeScheduler();

  EvolvingIndex(LuceneContender contender, Path folder, BuildOptions options) throws IOException {
    this.contender = contender;
    this.options = options;
    this.directory = FSDirectory.open(folder);
    try {
      this.writer =
          new IndexWriter(
              directory, LuceneWriters.config(contender, options).setMergeScheduler(merges));
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, directory);
      throw t;
    }
  }

  /**
   * Adds documents.
   *
   * @param set that has the rows
   * @param rows to be added
   * @throws IOException if writing fails
   */
  public void add(VectorSet set, int[] rows) throws IOException {
    for (int row : rows) {
      writer.addDocument(contender.document(set, row, options.shape()));
    }
  }

  /**
   * Deletes all documents with a mark.
   *
   * @param mark of the documents
   * @throws IOException if writing fails
   */
  public void delete(String mark) throws IOException {
    writer.deleteDocuments(new Term(LuceneContender.MARK, mark));
  }

  /**
   * Writes the documents that were added since the last time into a segment.
   *
   * @throws IOException if writing fails
   */
  public void flush() throws IOException {
    writer.flush();
  }

  /**
   * The size of the merges so far. May be called from any thread, also after {@link #close}.
   *
   * @return documents of all merges that are complete; a document that was merged twice counts
   *     twice
   */
  public long mergedDocuments() {
    return merges.documents();
  }

  /**
   * Aborts what goes on, without a commit, and closes the writer. May be called from any thread. A
   * call that another thread makes at that time fails, with any exception.
   *
   * @throws IOException if writing fails
   */
  public void abandon() throws IOException {
    writer.rollback();
  }

  /**
   * Commits, merges into one segment, and commits again.
   *
   * @return how long that took, in seconds
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
