// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.ids.resolve;

import java.io.IOException;
import org.apache.lucene.codecs.DocValuesProducer;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.SortedSetDocValues;
import org.omdb.lucene.ids.IdProvenance;

/** Ids that documents have as doc values, of the vector field's own name or of an id field. */
public final class DocValuesIds {

  private DocValuesIds() {}

  /**
   * The ids that a vector field has under its own name.
   *
   * @param vectorField the vector field
   * @param docValues of the segment
   * @return a new, forward-only view, {@link FieldIds#NONE} if it has none
   * @throws IOException if reading fails
   */
  public static FieldIds own(FieldInfo vectorField, DocValuesProducer docValues)
      throws IOException {
    return IdProvenance.hasOwnIds(vectorField)
        ? fromBinary(docValues.getBinary(vectorField))
        : FieldIds.NONE;
  }

  /**
   * The ids that an id field has as doc values.
   *
   * @param idInfo the id field, null if no document has it
   * @param vectorField whose ids they are, for messages
   * @param docValues of the segment
   * @return a new, forward-only view, {@link FieldIds#NONE} if it has none
   * @throws IOException if reading fails
   * @throws IllegalArgumentException if the doc values are of a type that holds no id
   */
  public static FieldIds ofField(FieldInfo idInfo, String vectorField, DocValuesProducer docValues)
      throws IOException {
    if (idInfo == null) {
      return FieldIds.NONE;
    }
    return switch (idInfo.getDocValuesType()) {
      case NONE -> FieldIds.NONE;
      case BINARY -> fromBinary(docValues.getBinary(idInfo));
      case SORTED -> fromSorted(docValues.getSorted(idInfo));
      case SORTED_SET -> fromSortedSet(docValues.getSortedSet(idInfo), idInfo.name);
      case NUMERIC, SORTED_NUMERIC -> {
        if (idInfo.getIndexOptions() != IndexOptions.NONE) {
          yield FieldIds.NONE; // numbers to sort by: the terms are the ids
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

  private static FieldIds fromBinary(BinaryDocValues values) {
    return doc -> values.advanceExact(doc) ? values.binaryValue() : null;
  }

  private static FieldIds fromSorted(SortedDocValues values) {
    return doc -> values.advanceExact(doc) ? values.lookupOrd(values.ordValue()) : null;
  }

  private static FieldIds fromSortedSet(SortedSetDocValues values, String idField) {
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
