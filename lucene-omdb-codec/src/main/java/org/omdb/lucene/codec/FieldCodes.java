// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.codec;

import java.io.IOException;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.hnsw.RandomVectorScorerSupplier;
import org.omdb.code.BinaryRows;
import org.omdb.code.BinaryRowsBuilder;
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
 * @param binaryOffset where the binary codes start
 * @param binaryCount of how many vectors there are binary codes: of all, or a sample
 */
record FieldCodes(
    VectorSimilarityFunction similarity,
    int count,
    long offset,
    float[] centroid,
    long binaryOffset,
    int binaryCount) {

  /** There are binary codes of all vectors if they take at most so many bytes. */
  private static final int MAX_BINARY_BYTES = 1 << 20;

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
    long binaryOffset = out.alignFilePointer(ALIGNMENT);
    int binaryCount = binaryCount(centroid.length, count);
    BinaryRowsBuilder binaryRows = new BinaryRowsBuilder(coder, centroid.length, binaryCount);
    for (int i = 0; i < binaryCount; i++) {
      binaryRows.add(vectors.vectorValue(BinaryScan.ordinal(i, binaryCount, count)));
    }
    binaryRows.writeTo(out);
    return new FieldCodes(similarity, count, offset, centroid, binaryOffset, binaryCount);
  }

  /** All, or as many as a search has the time to look at before it walks through a graph. */
  private static int binaryCount(int dimension, int count) {
    return BinaryRows.bytes(dimension, count) <= MAX_BINARY_BYTES
        ? count
        : BinaryScan.sampleSize(count);
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
    meta.writeVLong(binaryOffset);
    meta.writeVInt(binaryCount);
  }

  static FieldCodes readMeta(IndexInput meta, FieldInfo field, int count) throws IOException {
    long offset = meta.readVLong();
    float[] centroid = new float[field.getVectorDimension()];
    meta.readFloats(centroid, 0, centroid.length);
    if (offset < 0) {
      throw new CorruptIndexException(
          "codes of field \"" + field.name + "\" are at " + offset, meta);
    }
    long binaryOffset = meta.readVLong();
    int binaryCount = meta.readVInt();
    if (binaryOffset < 0 || binaryCount < 1 || binaryCount > count) {
      throw new CorruptIndexException(
          "binary codes of field \""
              + field.name
              + "\" are at "
              + binaryOffset
              + ", of "
              + binaryCount
              + " of "
              + count
              + " vectors",
          meta);
    }
    return new FieldCodes(
        field.getVectorSimilarityFunction(), count, offset, centroid, binaryOffset, binaryCount);
  }

  int dimension() {
    return centroid.length;
  }

  /** Bytes of the rows in the file. */
  long length() {
    return CodeRows.bytes(centroid.length, count);
  }

  /** Bytes of the binary codes in the file. */
  long binaryLength() {
    return BinaryRows.bytes(centroid.length, binaryCount);
  }

  /** A scorer for one thread. */
  CodeScorer openScorer(IndexInput in, FloatVectorValues vectors) throws IOException {
    CodeRows rows = CodeRows.open(in.slice("codes", offset, length()), centroid.length);
    return new CodeScorer(new VectorCoder(similarity, centroid), rows, vectors);
  }

  /** Whether there are binary codes of all vectors. */
  boolean isBinaryOfAll() {
    return binaryCount == count;
  }

  private IndexInput sliceBinary(IndexInput in) throws IOException {
    return in.slice("binary codes", binaryOffset, binaryLength());
  }

  /**
   * {@link ScanWidth#measure}, where there are binary codes of all vectors.
   *
   * @param scorers compares the vectors
   */
  int measureScanWidth(IndexInput in, FloatVectorValues vectors, RandomVectorScorerSupplier scorers)
      throws IOException {
    BinaryRows rows = BinaryRows.openPlain(sliceBinary(in), centroid.length);
    return ScanWidth.measure(
        new VectorCoder(similarity, centroid), rows, vectors, scorers.scorer());
  }

  /** A scan for one thread. */
  BinaryScan openScan(IndexInput in) throws IOException {
    return new BinaryScan(
        new VectorCoder(similarity, centroid),
        BinaryRows.open(sliceBinary(in), centroid.length),
        centroid.length,
        binaryCount,
        count);
  }
}
