// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.codec;

import java.io.IOException;
import org.apache.lucene.codecs.DocValuesProducer;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValuesType;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.util.BytesRef;

/**
 * Ids of a segment's documents for one vector field, asked document by document in increasing
 * order.
 */
@FunctionalInterface
interface DocumentIds {

  /** Knows no id. */
  DocumentIds NONE = doc -> null;

  /**
   * The id of a document's vector.
   *
   * @param doc greater than the one asked before
   * @return the id, valid until the next call, or null if it is not known here
   */
  BytesRef id(int doc) throws IOException;

  /** Whether a field has its ids as BINARY doc values under its own name. */
  static boolean hasOwnIds(FieldInfo vectorField) {
    return vectorField.getDocValuesType() == DocValuesType.BINARY;
  }

  /**
   * Ids that a segment has as doc values: under the vector field's own name first, then those of
   * the id field.
   *
   * @param vectorField name of the vector field
   * @param idField name of the id field, or null
   * @param fieldInfos of the segment
   * @param docValues of the segment
   * @return a new, forward-only source
   * @throws IllegalArgumentException if the id field's doc values are of a type that holds no id
   */
  static DocumentIds fromDocValues(
      String vectorField, String idField, FieldInfos fieldInfos, DocValuesProducer docValues)
      throws IOException {
    DocumentIds own = NONE;
    FieldInfo info = fieldInfos.fieldInfo(vectorField);
    if (info != null && hasOwnIds(info)) {
      own = fromBinary(docValues.getBinary(info));
    }
    FieldInfo idInfo = idField == null ? null : fieldInfos.fieldInfo(idField);
    if (idInfo == null || idInfo.getDocValuesType() == DocValuesType.NONE) {
      return own;
    }
    DocumentIds other =
        switch (idInfo.getDocValuesType()) {
          case BINARY -> fromBinary(docValues.getBinary(idInfo));
          case SORTED -> fromSorted(docValues.getSorted(idInfo));
          case SORTED_SET -> fromSortedSet(docValues.getSortedSet(idInfo), idField);
          default ->
              throw new IllegalArgumentException(
                  "id field \""
                      + idField
                      + "\" of vector field \""
                      + vectorField
                      + "\" has doc values of type "
                      + idInfo.getDocValuesType()
                      + ", expected BINARY, SORTED or SORTED_SET: index the id with KeywordField,"
                      + " SortedDocValuesField or BinaryDocValuesField, or name another field with"
                      + " OmdbCodec.builder().idField(...)");
        };
    if (own == NONE) {
      return other;
    }
    DocumentIds first = own;
    return doc -> {
      BytesRef id = first.id(doc);
      return id != null ? id : other.id(doc);
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
