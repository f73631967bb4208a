// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import java.io.IOException;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.DataOutput;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.IORunnable;

/**
 * Where the codes of one field's vectors are in a segment's file of codes; the layout is in {@link
 * org.omdb.lucene.format.OmdbHnswVectorsFormat}. Immutable.
 *
 * @param coder what they were made by
 * @param count number of vectors
 * @param offset where the rows of 3-bit codes start
 * @param binaryOffset where the binary codes start
 * @param binaryCount of how many vectors there are binary codes: of all, or a sample
 */
public record FieldCodes(
    VectorCoder coder, int count, long offset, long binaryOffset, int binaryCount) {

  /** There are binary codes of all vectors if they take at most so many bytes. */
  private static final int MAX_BINARY_BYTES = 1 << 20;

  /** With fewer components, a float32 row is compared as fast as a code. */
  private static final int MIN_DIMENSION = 24;

  private static final int ABORT_CHECK_ROWS = 1024;

  /** A cache line. */
  private static final int ALIGNMENT = 64;

  /**
   * Whether vectors have so many components that codes pay.
   *
   * @param dimension components of a vector
   * @return whether to write codes
   */
  public static boolean isFor(int dimension) {
    return dimension >= MIN_DIMENSION;
  }

  /**
   * Codes all vectors.
   *
   * @param similarity how they are compared
   * @param vectors one or more
   * @param out where codes go
   * @param abortCheck throws if they are not wanted any more; called now and then
   * @return where they are; null if the squared length of a vector is no float32
   * @throws IOException if reading or writing fails, or what the check throws
   */
  public static FieldCodes write(
      VectorSimilarityFunction similarity,
      FloatVectorValues vectors,
      IndexOutput out,
      IORunnable abortCheck)
      throws IOException {
    VectorCoder coder = VectorCoder.rotating(similarity, Center.of(similarity, vectors));
    int dimension = vectors.dimension();
    byte[] row = new byte[CodeRows.rowBytes(dimension)];
    int count = vectors.size();
    long offset = out.alignFilePointer(ALIGNMENT);
    for (int i = 0; i < count; i++) {
      if (i % ABORT_CHECK_ROWS == 0) {
        abortCheck.run();
      }
      if (coder.encode(vectors.vectorValue(i), row) == false) {
        return null;
      }
      out.writeBytes(row, row.length);
    }
    for (long rest = CodeRows.bytes(dimension, count) - (out.getFilePointer() - offset);
        rest > 0;
        rest--) {
      out.writeByte((byte) 0);
    }
    long binaryOffset = out.alignFilePointer(ALIGNMENT);
    int binaryCount = binaryCount(dimension, count);
    BinaryRowsBuilder binaryRows = new BinaryRowsBuilder(coder, dimension, binaryCount);
    for (int i = 0; i < binaryCount; i++) {
      binaryRows.add(vectors.vectorValue(BinaryRows.sampled(i, binaryCount, count)));
    }
    binaryRows.writeTo(out);
    return new FieldCodes(coder, count, offset, binaryOffset, binaryCount);
  }

  /** All, or as many as a search has the time to look at before it walks through a graph. */
  private static int binaryCount(int dimension, int count) {
    return BinaryRows.bytes(dimension, count) <= MAX_BINARY_BYTES
        ? count
        : BinaryRows.sampleSize(count);
  }

  /**
   * Measures how good they are.
   *
   * @param in the file, complete
   * @param vectors that they are of
   * @param scorers compare float32 rows
   * @param abortCheck throws if the result is not wanted any more; called now and then
   * @return candidates that they need
   * @throws IOException if reading fails, or what the check throws
   */
  public CodeQuality measure(
      IndexInput in,
      FloatVectorValues vectors,
      QualitySample.RowScorers scorers,
      IORunnable abortCheck)
      throws IOException {
    QualitySample sample = new QualitySample(vectors, scorers, abortCheck);
    CodeQuality quality = sample.measure(coder, openScorer(in, vectors), abortCheck);
    // In plain Java, which takes less than code with SIMD that is not compiled yet.
    int binaryCandidates =
        isBinaryOfAll()
            ? sample.binaryCandidates(
                coder, BinaryRows.openPlain(sliceBinary(in), dimension()), count)
            : 0;
    return new CodeQuality(quality.candidates(), binaryCandidates, quality.alarms());
  }

  /**
   * Writes what {@link #readMeta} reads.
   *
   * @param meta where to
   * @throws IOException if that fails
   */
  public void writeMeta(DataOutput meta) throws IOException {
    meta.writeVLong(offset);
    for (float component : coder.center()) {
      meta.writeInt(Float.floatToIntBits(component));
    }
    meta.writeVLong(binaryOffset);
    meta.writeVInt(binaryCount);
  }

  /**
   * Reads what {@link #writeMeta} has written.
   *
   * @param meta where from
   * @param field of the vectors
   * @param count number of vectors
   * @param isRotated false for codes of version 2
   * @return where codes are; whether that is in their file is the caller's to check
   * @throws IOException if reading fails or makes no sense
   */
  public static FieldCodes readMeta(IndexInput meta, FieldInfo field, int count, boolean isRotated)
      throws IOException {
    long offset = meta.readVLong();
    float[] center = new float[field.getVectorDimension()];
    meta.readFloats(center, 0, center.length);
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
    VectorSimilarityFunction similarity = field.getVectorSimilarityFunction();
    VectorCoder coder =
        isRotated
            ? VectorCoder.rotating(similarity, center)
            : VectorCoder.plain(similarity, center);
    return new FieldCodes(coder, count, offset, binaryOffset, binaryCount);
  }

  /**
   * Components of a vector.
   *
   * @return 1 or more
   */
  public int dimension() {
    return coder.center().length;
  }

  /**
   * Bytes of the 3-bit codes in the file.
   *
   * @return all rows
   */
  public long length() {
    return CodeRows.bytes(dimension(), count);
  }

  /**
   * Bytes of the binary codes in the file.
   *
   * @return all blocks
   */
  public long binaryLength() {
    return BinaryRows.bytes(dimension(), binaryCount);
  }

  /**
   * Opens a scorer.
   *
   * @param in the file; cloned
   * @param vectors that they are of; the scorer's own
   * @return for one thread
   * @throws IOException if the file can't be read
   */
  public CodeScorer openScorer(IndexInput in, FloatVectorValues vectors) throws IOException {
    CodeRows rows = CodeRows.open(in.slice("codes", offset, length()), dimension());
    return new CodeScorer(coder, rows, vectors);
  }

  /**
   * Whether there are binary codes of all vectors.
   *
   * @return false for a sample
   */
  public boolean isBinaryOfAll() {
    return binaryCount == count;
  }

  private IndexInput sliceBinary(IndexInput in) throws IOException {
    return in.slice("binary codes", binaryOffset, binaryLength());
  }

  /**
   * Opens the binary codes.
   *
   * @param in the file; cloned
   * @return for one thread
   * @throws IOException if the file can't be read
   */
  public BinaryRows openBinaryRows(IndexInput in) throws IOException {
    return BinaryRows.open(sliceBinary(in), dimension());
  }
}
