// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.source;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.StoredFieldVisitor;
import org.opensearch.index.mapper.SourceFieldMapper;

/** Passes stored fields on to another visitor, {@code _source} with the vectors put back. */
final class RestoringVisitor extends StoredFieldVisitor {

  private final StoredFieldVisitor in;
  private final SegmentVectors vectors;
  private final int doc;

  RestoringVisitor(StoredFieldVisitor in, SegmentVectors vectors, int doc) {
    this.in = in;
    this.vectors = vectors;
    this.doc = doc;
  }

  @Override
  public Status needsField(FieldInfo field) throws IOException {
    return in.needsField(field);
  }

  @Override
  public void binaryField(FieldInfo field, byte[] value) throws IOException {
    if (field.name.equals(SourceFieldMapper.NAME)) {
      List<FieldVectors> ofDocument = vectors.of(doc);
      in.binaryField(
          field, ofDocument.isEmpty() ? value : SourceWithVectors.copy(value, ofDocument));
    } else {
      in.binaryField(field, value);
    }
  }

  @Override
  public void stringField(FieldInfo field, String value) throws IOException {
    in.stringField(field, value);
  }

  @Override
  public void intField(FieldInfo field, int value) throws IOException {
    in.intField(field, value);
  }

  @Override
  public void longField(FieldInfo field, long value) throws IOException {
    in.longField(field, value);
  }

  @Override
  public void floatField(FieldInfo field, float value) throws IOException {
    in.floatField(field, value);
  }

  @Override
  public void doubleField(FieldInfo field, double value) throws IOException {
    in.doubleField(field, value);
  }
}
