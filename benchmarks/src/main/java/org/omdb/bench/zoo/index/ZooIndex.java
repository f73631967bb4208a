// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo.index;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnByteVectorQuery;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.IOUtils;
import org.omdb.bench.zoo.distribution.Points;

/** An index to be searched, by one thread. Its files are mapped. */
public final class ZooIndex implements Closeable {

  private final Directory directory;
  private final DirectoryReader reader;
  private final IndexSearcher searcher;

  /** By document. */
  private final int[] rows;

  /**
   * Opens an index that a {@link ShapeWriter} wrote.
   *
   * @param folder of the index
   * @throws IOException if reading fails
   */
  public ZooIndex(Path folder) throws IOException {
    this.directory = FSDirectory.open(folder);
    try {
      this.reader = DirectoryReader.open(directory);
      this.rows = rows(reader);
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, directory);
      throw t;
    }
    this.searcher = new IndexSearcher(reader);
    searcher.setQueryCache(null); // the same queries come again and again
  }

  private static int[] rows(DirectoryReader reader) throws IOException {
    int[] rows = new int[reader.maxDoc()];
    for (LeafReaderContext leaf : reader.leaves()) {
      NumericDocValues values = leaf.reader().getNumericDocValues(Entrant.ROW);
      while (values.nextDoc() != NumericDocValues.NO_MORE_DOCS) {
        rows[leaf.docBase + values.docID()] = (int) values.longValue();
      }
    }
    return rows;
  }

  /**
   * Searches as a user does.
   *
   * @param queries of the index's encoding and dimension
   * @param query one of them
   * @param k hits
   * @return the best first
   * @throws IOException if reading fails
   */
  public TopDocs search(Points queries, int query, int k) throws IOException {
    Query knn =
        queries.areBytes()
            ? new KnnByteVectorQuery(Entrant.VECTOR, queries.bytes(query), k)
            : new KnnFloatVectorQuery(Entrant.VECTOR, queries.floats(query), k);
    return searcher.search(knn, k);
  }

  /**
   * What a hit is.
   *
   * @param doc a document of a hit
   * @return its row
   */
  public int row(int doc) {
    return rows[doc];
  }

  /**
   * In how many pieces the index is.
   *
   * @return segments
   */
  public int segments() {
    return reader.leaves().size();
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(reader, directory);
  }
}
