// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.vector;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReader;

/** The vectors of one field of one segment, by document. For one thread. */
public final class StoredVectors {

  private final LeafReader reader;
  private final String field;
  private VectorRows rows;
  private KnnVectorValues.DocIndexIterator documents;

  /**
   * Makes the vectors of a field. Reads nothing yet.
   *
   * @param reader of the segment
   * @param field name of the field
   */
  public StoredVectors(LeafReader reader, String field) {
    this.reader = reader;
    this.field = field;
  }

  /**
   * Reads the vector of a document. Fastest if documents are read in increasing order.
   *
   * @param doc number of the document within the segment
   * @return the vector, which the next call may overwrite; null if the document has none
   * @throws IOException if reading fails
   */
  public float[] get(int doc) throws IOException {
    if (rows == null || documents.docID() > doc) { // iterators only go forward
      rows = VectorRows.of(reader, field);
      if (rows == null) {
        return null;
      }
      documents = rows.iterator();
    }
    if (documents.docID() < doc) {
      documents.advance(doc);
    }
    return documents.docID() == doc ? rows.get(documents.index()) : null;
  }

  /**
   * Reads the vector of a document as a list, which OpenSearch writes as a JSON array.
   *
   * @param doc number of the document within the segment
   * @return a new list of numbers of the field's type; null if the document has no vector
   * @throws IOException if reading fails
   */
  public List<Number> numbers(int doc) throws IOException {
    float[] vector = get(doc);
    if (vector == null) {
      return null;
    }
    List<Number> list = new ArrayList<>(vector.length);
    for (float component : vector) {
      list.add(rows.number(component));
    }
    return list;
  }
}
