// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.codec;

import java.io.IOException;
import org.apache.lucene.codecs.DocValuesProducer;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValuesType;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.util.BytesRef;

/**
 * Ids of a segment's documents for one vector field, asked document by document in increasing
 * order.
 */
@FunctionalInterface
public interface DocumentIds {

  /** Knows no id. */
  DocumentIds NONE = doc -> null;

  /**
   * The id of a document's vector.
   *
   * @param doc not less than the one asked before
   * @return the id, valid until the next call, or null if it is not known here
   * @throws IOException if reading fails
   */
  BytesRef id(int doc) throws IOException;

  /**
   * Whether a vector field has its ids as BINARY doc values under its own name, as {@code
   * OmdbVectorField} makes them: with the id as a term too. Other doc values under that name are
   * the user's own and no ids.
   *
   * @param vectorField the vector field
   * @return true if it has
   */
  static boolean hasOwnIds(FieldInfo vectorField) {
    return vectorField.getDocValuesType() == DocValuesType.BINARY
        && vectorField.getIndexOptions() == IndexOptions.DOCS
        && vectorField.omitsNorms();
  }

  /**
   * The ids that a vector field has under its own name.
   *
   * @param vectorField the vector field
   * @param docValues of the segment
   * @return a new, forward-only view, {@link #NONE} if it has none
   * @throws IOException if reading fails
   */
  static DocumentIds own(FieldInfo vectorField, DocValuesProducer docValues) throws IOException {
    return hasOwnIds(vectorField) ? fromBinary(docValues.getBinary(vectorField)) : NONE;
  }

  /**
   * The ids that an id field has as doc values.
   *
   * @param idInfo the id field, null if no document has it
   * @param vectorField whose ids they are, for messages
   * @param docValues of the segment
   * @return a new, forward-only view, {@link #NONE} if it has none
   * @throws IOException if reading fails
   * @throws IllegalArgumentException if the doc values are of a type that holds no id
   */
  static DocumentIds ofField(FieldInfo idInfo, String vectorField, DocValuesProducer docValues)
      throws IOException {
    if (idInfo == null) {
      return NONE;
    }
    return switch (idInfo.getDocValuesType()) {
      case NONE -> NONE;
      case BINARY -> fromBinary(docValues.getBinary(idInfo));
      case SORTED -> fromSorted(docValues.getSorted(idInfo));
      case SORTED_SET -> fromSortedSet(docValues.getSortedSet(idInfo), idInfo.name);
      case NUMERIC, SORTED_NUMERIC -> {
        if (idInfo.getIndexOptions() != IndexOptions.NONE) {
          yield NONE; // numbers to sort by: the terms are the ids
        }
        throw new IllegalArgumentException(
            "id field \""
                + idInfo.name
                + "\" of vector field \""
                + vectorField
                + "\" has doc values of type "
                + idInfo.getDocValuesType()
                + ", expected BINARY, SORTED or SORTED_SET: index the id with KeywordField,"
                + " SortedDocValuesField or BinaryDocValuesField, or name another field with"
                + " OmdbCodec.builder().idField(...)");
      }
    };
  }

  private static DocumentIds fromBinary(BinaryDocValues values) {
    return doc -> values.advanceExact(doc) ? values.binaryValue() : null;
  }

  private static DocumentIds fromSorted(SortedDocValues values) {
    return doc -> values.advanceExact(doc) ? values.lookupOrd(values.ordValue()) : null;
  }

  private static DocumentIds fromSortedSet(SortedSetDocValues values, String idField) {
    return doc -> {
      if (values.advanceExact(doc) == false) {
        return null;
      }
      if (values.docValueCount() != 1) {
        throw new IllegalArgumentException(
            "document "
                + doc
                + " has "
                + values.docValueCount()
                + " values in id field \""
                + idField
                + "\", expected exactly one: an id must be unambiguous");
      }
      return values.lookupOrd(values.nextOrd());
    };
  }
}
