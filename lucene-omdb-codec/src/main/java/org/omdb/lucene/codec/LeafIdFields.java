// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.codec;

import java.io.IOException;
import org.apache.lucene.codecs.DocValuesProducer;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.EmptyDocValuesProducer;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.index.Terms;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.IOSupplier;

/**
 * The ids that documents of a segment have in their fields. Documents may be asked in any order,
 * best in increasing order. For one thread.
 */
final class LeafIdFields implements IdFieldSource {

  private final LeafReader reader;
  private final DocValuesProducer docValues;

  LeafIdFields(LeafReader reader) {
    this.reader = reader;
    this.docValues =
        new EmptyDocValuesProducer() {
          @Override
          public BinaryDocValues getBinary(FieldInfo field) throws IOException {
            return DocValues.getBinary(reader, field.name);
          }

          @Override
          public SortedDocValues getSorted(FieldInfo field) throws IOException {
            return DocValues.getSorted(reader, field.name);
          }

          @Override
          public SortedSetDocValues getSortedSet(FieldInfo field) throws IOException {
            return DocValues.getSortedSet(reader, field.name);
          }
        };
  }

  @Override
  public DocumentIds own(FieldInfo vectorField) throws IOException {
    return rewinding(() -> DocumentIds.own(vectorField, docValues));
  }

  @Override
  public DocumentIds docValues(String idField, FieldInfo vectorField) throws IOException {
    FieldInfo info = reader.getFieldInfos().fieldInfo(idField);
    return rewinding(() -> DocumentIds.ofField(info, vectorField.name, docValues));
  }

  /** Doc values only go forward: a new view for each way back. */
  private static DocumentIds rewinding(IOSupplier<DocumentIds> open) throws IOException {
    DocumentIds first = open.get();
    if (first == DocumentIds.NONE) {
      return first;
    }
    return new DocumentIds() {
      private DocumentIds ids = first;
      private int last = -1;

      @Override
      public BytesRef id(int doc) throws IOException {
        if (doc < last) {
          ids = open.get();
        }
        last = doc;
        return ids.id(doc);
      }
    };
  }

  @Override
  public DocumentIds stored(String idField) throws IOException {
    FieldInfo info = reader.getFieldInfos().fieldInfo(idField);
    return info == null ? DocumentIds.NONE : new StoredIds(reader.storedFields(), info);
  }

  @Override
  public DocumentIds terms(String idField) throws IOException {
    Terms terms = reader.terms(idField);
    return terms == null ? DocumentIds.NONE : new SegmentTermIds(reader, terms, idField);
  }
}
