// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.codec;

import java.io.IOException;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.omdb.code.CodeRows;
import org.omdb.code.CodeScorer;
import org.omdb.code.VectorCoder;

/**
 * The codes of one field's vectors in the {@code omdc} file; the layout is in {@link
 * OmdbHnswVectorsFormat}.
 *
 * @param similarity how vectors are compared
 * @param count number of vectors
 * @param offset where the rows start
 * @param centroid what was subtracted from each vector
 */
record FieldCodes(VectorSimilarityFunction similarity, int count, long offset, float[] centroid) {

  /** A cache line. */
  private static final int ALIGNMENT = 64;

  /**
   * Codes all vectors.
   *
   * @return where they are; null if a vector is so long that its length is no float32
   */
  static FieldCodes write(
      VectorSimilarityFunction similarity, FloatVectorValues vectors, IndexOutput out)
      throws IOException {
    float[] centroid = centroid(similarity, vectors);
    VectorCoder coder = new VectorCoder(similarity, centroid);
    byte[] row = new byte[CodeRows.rowBytes(centroid.length)];
    int count = vectors.size();
    long offset = out.alignFilePointer(ALIGNMENT);
    for (int i = 0; i < count; i++) {
      if (coder.encode(vectors.vectorValue(i), row) == false) {
        return null;
      }
      out.writeBytes(row, row.length);
    }
    for (long rest = CodeRows.bytes(centroid.length, count) - (out.getFilePointer() - offset);
        rest > 0;
        rest--) {
      out.writeByte((byte) 0);
    }
    return new FieldCodes(similarity, count, offset, centroid);
  }

  private static float[] centroid(VectorSimilarityFunction similarity, FloatVectorValues vectors)
      throws IOException {
    double[] sums = new double[vectors.dimension()];
    for (int i = 0; i < vectors.size(); i++) {
      float[] vector = vectors.vectorValue(i);
      float factor = VectorCoder.factor(similarity, vector);
      for (int j = 0; j < sums.length; j++) {
        sums[j] += vector[j] * factor;
      }
    }
    float[] centroid = new float[sums.length];
    for (int j = 0; j < sums.length; j++) {
      centroid[j] = (float) (sums[j] / vectors.size());
    }
    return centroid;
  }

  void writeMeta(IndexOutput meta) throws IOException {
    meta.writeVLong(offset);
    for (float component : centroid) {
      meta.writeInt(Float.floatToIntBits(component));
    }
  }

  static FieldCodes readMeta(IndexInput meta, FieldInfo field, int count) throws IOException {
    long offset = meta.readVLong();
    float[] centroid = new float[field.getVectorDimension()];
    meta.readFloats(centroid, 0, centroid.length);
    if (offset < 0) {
      throw new CorruptIndexException(
          "codes of field \"" + field.name + "\" are at " + offset, meta);
    }
    return new FieldCodes(field.getVectorSimilarityFunction(), count, offset, centroid);
  }

  /** Bytes in the file. */
  long length() {
    return CodeRows.bytes(centroid.length, count);
  }

  /** A scorer for one thread. */
  CodeScorer openScorer(IndexInput in, FloatVectorValues vectors) throws IOException {
    CodeRows rows = CodeRows.open(in.slice("codes", offset, length()), centroid.length);
    return new CodeScorer(new VectorCoder(similarity, centroid), rows, vectors);
  }
}
