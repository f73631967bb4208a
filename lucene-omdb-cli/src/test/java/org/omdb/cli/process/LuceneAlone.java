// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.process;

import java.nio.file.Path;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.store.FSDirectory;

/**
 * Reads an index in a JVM that has only lucene-core on its class path. Checks the index, and prints
 * for each document its id, the first component of its vector, and what a search for the vector
 * finds.
 */
public final class LuceneAlone {

  private LuceneAlone() {}

  /**
   * Prints a line per document.
   *
   * @param args folder, vector field, id field
   */
  public static void main(String[] args) throws Exception {
    try (FSDirectory directory = FSDirectory.open(Path.of(args[0]))) {
      try (CheckIndex check = new CheckIndex(directory)) {
        System.out.println(check.checkIndex().clean ? "clean" : "broken");
      }
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        IndexSearcher searcher = new IndexSearcher(reader);
        for (LeafReaderContext leaf : reader.leaves()) {
          SortedDocValues ids = leaf.reader().getSortedDocValues(args[2]);
          FloatVectorValues vectors = leaf.reader().getFloatVectorValues(args[1]);
          for (int ordinal = 0; ordinal < vectors.size(); ordinal++) {
            int doc = vectors.ordToDoc(ordinal);
            float[] vector = vectors.vectorValue(ordinal).clone();
            int hit =
                searcher.search(new KnnFloatVectorQuery(args[1], vector, 1), 1).scoreDocs[0].doc;
            System.out.println(
                (ids.advanceExact(doc) ? ids.lookupOrd(ids.ordValue()).utf8ToString() : "none")
                    + " "
                    + vector[0]
                    + " "
                    + (hit == leaf.docBase + doc));
          }
        }
      }
    }
  }
}
