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
import org.omdb.work.WorkThreads;

/**
 * Where the codes of one field are in a segment's file of codes. The layout of that file is in
 * {@link org.omdb.lucene.format.OmdbHnswVectorsFormat}. Immutable.
 *
 * @param coder what made the codes
 * @param count number of vectors
 * @param offset position of the 3-bit codes in the file, in bytes
 * @param binaryOffset position of the binary codes in the file, in bytes
 * @param binaryCount number of vectors with binary codes: all of them, or a sample
 */
public record FieldCodes(
    VectorCoder coder, int count, long offset, long binaryOffset, int binaryCount) {

  /**
   * There are binary codes of all vectors if these take at most this many bytes. With more, a walk
   * is faster than a scan.
   */
  private static final int MAX_BINARY_BYTES = 1 << 20;

  /**
   * With fewer components there are no codes: a float32 row is compared as fast. {@code
   * benchmarks/run --scenario zoo} has sets of 1 to 4 dimensions.
   */
  private static final int MIN_DIMENSION = 24;

  /** Codes start at a cache line, in bytes. */
  private static final int ALIGNMENT = 64;

  /**
   * Whether vectors have enough components for codes to save time.
   *
   * @param dimension components per vector
   * @return whether to write codes
   */
  public static boolean isFor(int dimension) {
    return dimension >= MIN_DIMENSION;
  }

  /**
   * Writes the codes of all vectors. Reads the vectors several times.
   *
   * @param similarity how vectors are compared
   * @param vectors one or more vectors
   * @param out receives the codes
   * @param threads do it; their progress is told of the stages "center" and "codes"
   * @return where the codes are; null if there is a vector that has none, see {@link
   *     VectorCoder#encode}
   * @throws IOException if reading or writing fails, or if thrown by the progress
   */
  public static FieldCodes write(
      VectorSimilarityFunction similarity,
      FloatVectorValues vectors,
      IndexOutput out,
      WorkThreads threads)
      throws IOException {
    VectorCoder coder = VectorCoder.rotating(similarity, Center.of(similarity, vectors, threads));
    int dimension = vectors.dimension();
    int count = vectors.size();
    long offset = out.alignFilePointer(ALIGNMENT);
    if (new CodeRowsWriter(coder, vectors).write(out, threads) == false) {
      return null;
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

  /** The number of vectors with binary codes: all, or a sample to find entries for walks in. */
  private static int binaryCount(int dimension, int count) {
    return BinaryRows.bytes(dimension, count) <= MAX_BINARY_BYTES
        ? count
        : BinaryRows.sampleSize(count);
  }

  /**
   * Measures how many candidates the codes need, see {@link QualitySample}.
   *
   * @param in the file with the codes
   * @param vectors the vectors that the codes were made from
   * @param scorers compare float32 rows
   * @param threads do it; their progress is told of the stages "true neighbors" and "quality"
   * @return the quality of the codes
   * @throws IOException if reading fails, or if thrown by the progress
   */
  public CodeQuality measure(
      IndexInput in,
      FloatVectorValues vectors,
      QualitySample.RowScorers scorers,
      WorkThreads threads)
      throws IOException {
    QualitySample sample = new QualitySample(vectors, scorers, threads);
    CodeQuality quality =
        sample.measure(coder, () -> openScorer(in.clone(), vectors.copy()), threads);
    // In plain Java, which is faster than SIMD code that the JVM has not compiled yet.
    int binaryCandidates =
        isBinaryOfAll()
            ? sample.binaryCandidates(
                coder, () -> BinaryRows.openPlain(sliceBinary(in.clone()), dimension()), threads)
            : 0;
    return new CodeQuality(quality.candidates(), binaryCandidates, quality.alarms());
  }

  /**
   * Writes what {@link #readMeta} reads.
   *
   * @param meta the segment's metadata
   * @throws IOException if writing fails
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
   * @param meta the segment's metadata
   * @param field the field
   * @param count number of vectors
   * @param isRotated false for codes of version 2
   * @return where the codes are; the caller has to check that this is within their file
   * @throws CorruptIndexException if a number is out of range
   * @throws IOException if reading fails
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
   * Components per vector.
   *
   * @return 1 or more
   */
  public int dimension() {
    return coder.center().length;
  }

  /**
   * Size of the 3-bit codes in the file.
   *
   * @return bytes
   */
  public long length() {
    return CodeRows.bytes(dimension(), count);
  }

  /**
   * Size of the binary codes in the file.
   *
   * @return bytes
   */
  public long binaryLength() {
    return BinaryRows.bytes(dimension(), binaryCount);
  }

  /**
   * Opens a scorer by 3-bit codes.
   *
   * @param in the file; not changed
   * @param vectors the vectors, for their number and documents; not shared
   * @return a scorer for one thread
   * @throws IOException if the file can't be read
   */
  public CodeScorer openScorer(IndexInput in, FloatVectorValues vectors) throws IOException {
    IndexInput codes = slice(in);
    return new CodeScorer(coder, CodeRows.open(codes, dimension()), codes, vectors);
  }

  /**
   * The 3-bit codes, row by row.
   *
   * @param in the file; not changed
   * @return a slice of it
   * @throws IOException if the file can't be read
   */
  public IndexInput slice(IndexInput in) throws IOException {
    return in.slice("codes", offset, length());
  }

  /**
   * Whether 3-bit codes are compared where they are in mapped memory. If not, they are copied to
   * the heap first.
   *
   * @param in the file; not changed
   * @return false also if codes are not compared with SIMD
   * @throws IOException if the file can't be read
   */
  public boolean areMapped(IndexInput in) throws IOException {
    return CodeKernel.BEST.isMapped(slice(in));
  }

  /**
   * Whether there are binary codes of all vectors.
   *
   * @return false if there are those of a sample
   */
  public boolean isBinaryOfAll() {
    return binaryCount == count;
  }

  /**
   * The binary codes.
   *
   * @param in the file; not changed
   * @return a slice of it
   * @throws IOException if the file can't be read
   */
  public IndexInput sliceBinary(IndexInput in) throws IOException {
    return in.slice("binary codes", binaryOffset, binaryLength());
  }

  /**
   * Opens the binary codes.
   *
   * @param in the file; not changed
   * @return rows for one thread
   * @throws IOException if the file can't be read
   */
  public BinaryRows openBinaryRows(IndexInput in) throws IOException {
    return BinaryRows.open(sliceBinary(in), dimension());
  }
}
