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
   * The vectors of a segment; nothing is read yet.
   *
   * @param reader of the segment
   * @param field its name
   */
  public StoredVectors(LeafReader reader, String field) {
    this.reader = reader;
    this.field = field;
  }

  /**
   * Reads a vector. Fastest when documents are asked in increasing order.
   *
   * @param doc a document of the segment
   * @return a vector that is overwritten by the next call, or null if the document has none
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
   * A vector as JSON shows it.
   *
   * @param vector its components
   * @return the same, as objects
   */
  public static List<Float> toList(float[] vector) {
    List<Float> list = new ArrayList<>(vector.length);
    for (float component : vector) {
      list.add(component);
    }
    return list;
  }
}
