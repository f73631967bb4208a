// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.vector;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReader;

/** The vectors of one field of one segment, by document. For one thread. */
public final class StoredVectors {

  private final LeafReader reader;
  private final String field;
  private FloatVectorValues values;
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
    if (values == null || documents.docID() > doc) { // iterators only go forward
      values = reader.getFloatVectorValues(field);
      if (values == null) {
        return null;
      }
      documents = values.iterator();
    }
    if (documents.docID() < doc) {
      documents.advance(doc);
    }
    return documents.docID() == doc ? values.vectorValue(documents.index()) : null;
  }

  /**
   * A vector as a list, which OpenSearch writes as a JSON array.
   *
   * @param vector any components
   * @return a new list of the same components
   */
  public static List<Float> toList(float[] vector) {
    List<Float> list = new ArrayList<>(vector.length);
    for (float component : vector) {
      list.add(component);
    }
    return list;
  }
}
