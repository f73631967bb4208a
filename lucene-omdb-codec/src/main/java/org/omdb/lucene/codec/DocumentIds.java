// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.codec;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.codecs.DocValuesProducer;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValuesType;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.util.BytesRef;

/**
 * A source of ids for one vector field of one segment, asked document by document in increasing
 * order.
 *
 * <p>This is where another place that ids may come from is added: as one more implementation, in
 * the list that {@link VectorFieldMerge} makes.
 */
@FunctionalInterface
interface DocumentIds {

  /** Knows no id. */
  DocumentIds NONE = (doc, ordinal) -> null;

  /**
   * The id of a document's vector.
   *
   * @param doc a document that has the vector field; greater than the one asked before
   * @param ordinal that document's ordinal in the field
   * @return the id, valid until the next call, or null if this source does not know it
   */
  BytesRef id(int doc, int ordinal) throws IOException;

  /** For each document the first of several sources that knows its id. */
  static DocumentIds firstOf(List<DocumentIds> sources) {
    return switch (sources.size()) {
      case 0 -> NONE;
      case 1 -> sources.get(0);
      default ->
          (doc, ordinal) -> {
            for (DocumentIds source : sources) {
              BytesRef id = source.id(doc, ordinal);
              if (id != null) {
                return id;
              }
            }
            return null;
          };
    };
  }

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
   * @param docValues of the segment, or null if it has none
   * @return a new, forward-only source
   * @throws IllegalArgumentException if the id field's doc values are of a type that holds no id
   */
  static DocumentIds fromDocValues(
      String vectorField, String idField, FieldInfos fieldInfos, DocValuesProducer docValues)
      throws IOException {
    if (docValues == null) {
      return NONE;
    }
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
    return own == NONE ? other : firstOf(List.of(own, other));
  }

  private static DocumentIds fromBinary(BinaryDocValues values) {
    return (doc, ordinal) -> values.advanceExact(doc) ? values.binaryValue() : null;
  }

  private static DocumentIds fromSorted(SortedDocValues values) {
    return (doc, ordinal) -> values.advanceExact(doc) ? values.lookupOrd(values.ordValue()) : null;
  }

  private static DocumentIds fromSortedSet(SortedSetDocValues values, String idField) {
    return (doc, ordinal) -> {
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
