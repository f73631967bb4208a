// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.ids.resolve;

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
 * The fields of a segment that is open for searches. Documents may be asked in any order;
 * increasing is fastest. For one thread.
 */
final class LeafIdFields implements IdFields {

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
  public FieldIds own(FieldInfo vectorField) throws IOException {
    return rewinding(() -> DocValuesIds.own(vectorField, docValues));
  }

  @Override
  public FieldIds docValues(String idField, FieldInfo vectorField) throws IOException {
    FieldInfo info = reader.getFieldInfos().fieldInfo(idField);
    return rewinding(() -> DocValuesIds.ofField(info, vectorField.name, docValues));
  }

  /** Doc values only go forward, so opens them again for a document before the last one. */
  private static FieldIds rewinding(IOSupplier<FieldIds> open) throws IOException {
    FieldIds first = open.get();
    if (first == FieldIds.NONE) {
      return first;
    }
    return new FieldIds() {
      private FieldIds ids = first;
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
  public FieldIds stored(String idField) throws IOException {
    FieldInfo info = reader.getFieldInfos().fieldInfo(idField);
    return info == null ? FieldIds.NONE : new StoredFieldIds(reader.storedFields(), info);
  }

  @Override
  public FieldIds terms(String idField) throws IOException {
    Terms terms = reader.terms(idField);
    return terms == null ? FieldIds.NONE : new LeafPostingsIds(reader, terms, idField);
  }
}
