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

/** An open index with mapped files. For one thread. */
public final class ZooIndex implements Closeable {

  private final Directory directory;
  private final DirectoryReader reader;
  private final IndexSearcher searcher;

  /** The row of each document. */
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
    searcher.setQueryCache(null); // queries are repeated, and must be searched each time
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
   * Searches the way a user does.
   *
   * @param queries of the index's encoding and dimension
   * @param query number of the query
   * @param k number of hits
   * @return hits, best first
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
   * The row of a hit.
   *
   * @param doc document of the hit
   * @return its row
   */
  public int row(int doc) {
    return rows[doc];
  }

  /**
   * The number of segments.
   *
   * @return 1 or more
   */
  public int segments() {
    return reader.leaves().size();
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(reader, directory);
  }
}
