// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.hnsw.FlatFieldVectorsWriter;
import org.apache.lucene.index.DocsWithFieldSet;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.Sorter;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.RamUsageEstimator;
import org.apache.lucene.util.VectorUtil;
import org.omdb.image.OmdbImageWriter;
import org.omdb.lucene.ids.resolve.FlushedIds;
import org.omdb.lucene.ids.resolve.IdOrigin;

/**
 * The vectors of one field on the heap, from {@code addDocument} to flush. At the flush their ids
 * are read from the doc values that were just written, see {@link FlushDocValues}.
 *
 * @param <T> {@code float[]} or {@code byte[]}
 */
abstract class BufferedVectors<T> extends FlatFieldVectorsWriter<T> {

  private static final long SHALLOW_BYTES =
      RamUsageEstimator.shallowSizeOfInstance(BufferedVectors.class);

  private final FieldInfo fieldInfo;
  private final DocsWithFieldSet docsWithField = new DocsWithFieldSet();
  private final List<T> vectors = new ArrayList<>();
  private int lastDoc = -1;
  private boolean finished;

  private BufferedVectors(FieldInfo fieldInfo) {
    this.fieldInfo = fieldInfo;
  }

  static BufferedVectors<?> of(FieldInfo fieldInfo) {
    return switch (fieldInfo.getVectorEncoding()) {
      case FLOAT32 -> new Floats(fieldInfo);
      case BYTE -> new Bytes(fieldInfo);
    };
  }

  FieldInfo fieldInfo() {
    return fieldInfo;
  }

  void checkDimension(int length) {
    if (length != fieldInfo.getVectorDimension()) {
      throw new IllegalArgumentException(
          "field \""
              + fieldInfo.name
              + "\" has vectors of dimension "
              + fieldInfo.getVectorDimension()
              + ", got one of "
              + length);
    }
  }

  abstract void write(T vector, OmdbImageWriter image) throws IOException;

  @Override
  public void addValue(int doc, T vector) throws IOException {
    if (finished) {
      throw new IllegalStateException("vectors of field \"" + fieldInfo.name + "\" are flushed");
    }
    if (doc == lastDoc) {
      throw new IllegalArgumentException(
          "VectorValuesField \""
              + fieldInfo.name
              + "\" appears more than once in this document (only one value is allowed per field)");
    }
    assert doc > lastDoc : doc + " after " + lastDoc;
    T copy = copyValue(vector);
    docsWithField.add(doc);
    vectors.add(copy);
    lastDoc = doc;
  }

  /**
   * The buffered documents in the order that they get in the segment.
   *
   * @param sortMap where an index sort moves each document; null without an index sort
   * @param docValues of the segment, already written
   */
  VectorFieldSource source(Sorter.DocMap sortMap, FlushDocValues.Segment docValues)
      throws IOException {
    if (sortMap == null) {
      return () -> new Pass(docsWithField, null, docValues);
    }
    int[] newToOld = new int[vectors.size()];
    DocsWithFieldSet newDocs = new DocsWithFieldSet();
    KnnVectorsWriter.mapOldOrdToNewOrd(docsWithField, sortMap, null, newToOld, newDocs);
    return () -> new Pass(newDocs, newToOld, docValues);
  }

  @Override
  public List<T> getVectors() {
    return vectors;
  }

  @Override
  public DocsWithFieldSet getDocsWithFieldSet() {
    return docsWithField;
  }

  @Override
  public void finish() {
    finished = true;
  }

  @Override
  public boolean isFinished() {
    return finished;
  }

  @Override
  public long ramBytesUsed() {
    long bytesPerVector =
        RamUsageEstimator.NUM_BYTES_OBJECT_REF
            + RamUsageEstimator.NUM_BYTES_ARRAY_HEADER
            + (long) fieldInfo.getVectorDimension() * fieldInfo.getVectorEncoding().byteSize;
    return SHALLOW_BYTES + docsWithField.ramBytesUsed() + vectors.size() * bytesPerVector;
  }

  private final class Pass implements VectorFieldSource.Cursor {

    private final DocIdSetIterator docs;
    private final int[] newToOld; // null if ordinals stay as they are
    private final FlushedIds ids;
    private int ordinal = -1;

    Pass(DocsWithFieldSet docs, int[] newToOld, FlushDocValues.Segment docValues)
        throws IOException {
      this.docs = docs.iterator();
      this.newToOld = newToOld;
      this.ids = new FlushedIds(docValues, fieldInfo, docValues.idFields());
    }

    @Override
    public int nextDoc() throws IOException {
      ordinal++;
      return docs.nextDoc();
    }

    @Override
    public void writeVector(OmdbImageWriter image) throws IOException {
      write(vectors.get(newToOld == null ? ordinal : newToOld[ordinal]), image);
    }

    @Override
    public BytesRef id() throws IOException {
      return ids.id(docs.docID());
    }

    @Override
    public IdOrigin origin() {
      return ids.origin();
    }
  }

  private static final class Floats extends BufferedVectors<float[]> {

    Floats(FieldInfo fieldInfo) {
      super(fieldInfo);
    }

    @Override
    public float[] copyValue(float[] vector) {
      checkDimension(vector.length);
      // The field checked this when it was made, but its caller may have changed the array since.
      return VectorUtil.checkFinite(vector.clone());
    }

    @Override
    void write(float[] vector, OmdbImageWriter image) throws IOException {
      image.writeVector(vector);
    }
  }

  private static final class Bytes extends BufferedVectors<byte[]> {

    Bytes(FieldInfo fieldInfo) {
      super(fieldInfo);
    }

    @Override
    public byte[] copyValue(byte[] vector) {
      checkDimension(vector.length);
      return vector.clone();
    }

    @Override
    void write(byte[] vector, OmdbImageWriter image) throws IOException {
      image.writeVector(vector);
    }
  }
}
