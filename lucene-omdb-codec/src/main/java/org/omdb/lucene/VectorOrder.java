// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import static org.apache.lucene.search.DocIdSetIterator.NO_MORE_DOCS;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.Sorter;
import org.apache.lucene.util.IORunnable;
import org.apache.lucene.util.NumericUtils;
import org.apache.lucene.util.VectorUtil;

/**
 * An order in which near vectors are next to each other; see {@link VectorReorderingMergePolicy}.
 */
final class VectorOrder {

  /** A range of at most this many vectors is not divided further. */
  private static final int LEAF = 24;

  /** The number of vectors of a range from which its two centers are computed. */
  private static final int SAMPLE = 256;

  /** The number of iterations of k-means. */
  private static final int ITERATIONS = 3;

  /** Vectors between two checks for an abort: each may have to be read from disk. */
  private static final int ABORT_BATCH = 1 << 10;

  private static final long ORDINAL = 0xFFFFFFFFL;

  private final KnnVectorValues vectors;
  private final Rows rows;
  private final IORunnable abortCheck;

  /** The order: ordinals in the lower 32 bits; above them sort keys, while a range is sorted. */
  private final long[] order;

  private final float[] difference;
  private final float[][] centers;

  private VectorOrder(KnnVectorValues vectors, Rows rows, IORunnable abortCheck) {
    this.vectors = vectors;
    this.rows = rows;
    this.abortCheck = abortCheck;
    this.order = new long[vectors.size()];
    Arrays.setAll(order, ordinal -> ordinal);
    this.difference = new float[vectors.dimension()];
    this.centers = new float[2][vectors.dimension()];
  }

  /**
   * The order of all documents of a merge.
   *
   * @param reader the documents
   * @param field whose vectors decide
   * @param minVectors with fewer vectors the order stays as it is
   * @param abortCheck throws if the merge is aborted
   * @return null if the order stays as it is
   */
  static Sorter.DocMap of(CodecReader reader, String field, int minVectors, IORunnable abortCheck)
      throws IOException {
    FieldInfo info = reader.getFieldInfos().fieldInfo(field);
    if (info == null || info.hasVectorValues() == false) {
      return null;
    }
    KnnVectorValues vectors;
    Rows rows;
    switch (info.getVectorEncoding()) {
      case FLOAT32 -> {
        FloatVectorValues floats = reader.getFloatVectorValues(field);
        vectors = floats;
        rows = floats::vectorValue;
      }
      case BYTE -> {
        ByteVectorValues bytes = reader.getByteVectorValues(field);
        vectors = bytes;
        rows = Rows.of(bytes, info.getVectorDimension());
      }
      default -> throw new AssertionError(info.getVectorEncoding());
    }
    if (vectors.size() < Math.max(minVectors, LEAF)) {
      return null;
    }
    VectorOrder order = new VectorOrder(vectors, rows, abortCheck);
    order.bisect(0, vectors.size());
    return order.docMap(reader.maxDoc());
  }

  /** Divides a range into two halves of near vectors, and each half again. */
  private void bisect(int from, int to) throws IOException {
    if (to - from <= LEAF) {
      return;
    }
    abortCheck.run();
    int count = Math.min(SAMPLE, to - from);
    long[] sample = new long[count];
    for (int i = 0; i < count; i++) {
      sample[i] = order[from + (int) ((long) i * (to - from) / count)];
    }
    copy(sample[0], centers[0]);
    copy(sample[count - 1], centers[1]);
    for (int i = 0; i < ITERATIONS; i++) {
      sort(sample, 0, count);
      mean(sample, 0, count / 2, centers[0]);
      mean(sample, count / 2, count, centers[1]);
    }
    sort(order, from, to);
    int middle = (from + to) >>> 1;
    bisect(from, middle);
    bisect(middle, to);
  }

  private void copy(long ordered, float[] into) throws IOException {
    System.arraycopy(rows.get(ordinal(ordered)), 0, into, 0, into.length);
  }

  private static int ordinal(long ordered) {
    return (int) ordered;
  }

  /** Sorts by how much nearer a vector is to the first center than to the second. */
  private void sort(long[] ordered, int from, int to) throws IOException {
    for (int i = 0; i < difference.length; i++) {
      difference[i] = centers[1][i] - centers[0][i];
    }
    for (int i = from; i < to; i++) {
      if (i % ABORT_BATCH == 0) {
        abortCheck.run();
      }
      float key = VectorUtil.dotProduct(rows.get(ordinal(ordered[i])), difference);
      ordered[i] =
          (long) NumericUtils.floatToSortableInt(key) << Integer.SIZE | ordered[i] & ORDINAL;
    }
    Arrays.sort(ordered, from, to);
  }

  private void mean(long[] ordered, int from, int to, float[] mean) throws IOException {
    Arrays.fill(mean, 0);
    for (int i = from; i < to; i++) {
      float[] vector = rows.get(ordinal(ordered[i]));
      for (int j = 0; j < mean.length; j++) {
        mean[j] += vector[j] / (to - from);
      }
    }
  }

  private Sorter.DocMap docMap(int maxDoc) throws IOException {
    int[] oldToNew = new int[maxDoc];
    int[] newToOld = new int[maxDoc];
    int[] docs = new int[order.length];
    int withoutVector = order.length;
    int next = 0; // document
    KnnVectorValues.DocIndexIterator iterator = vectors.iterator();
    for (int doc = iterator.nextDoc(); doc != NO_MORE_DOCS; doc = iterator.nextDoc()) {
      docs[iterator.index()] = doc;
      for (; next < doc; next++) {
        newToOld[withoutVector++] = next;
      }
      next = doc + 1;
    }
    for (; next < maxDoc; next++) {
      newToOld[withoutVector++] = next;
    }
    for (int i = 0; i < order.length; i++) {
      newToOld[i] = docs[ordinal(order[i])];
    }
    for (int i = 0; i < maxDoc; i++) {
      oldToNew[newToOld[i]] = i;
    }
    return new Sorter.DocMap() {
      @Override
      public int oldToNew(int doc) {
        return oldToNew[doc];
      }

      @Override
      public int newToOld(int doc) {
        return newToOld[doc];
      }

      @Override
      public int size() {
        return maxDoc;
      }
    };
  }

  /** A vector by its ordinal; the array is used again for the next one. */
  @FunctionalInterface
  private interface Rows {

    float[] get(int ordinal) throws IOException;

    static Rows of(ByteVectorValues values, int dimension) {
      float[] row = new float[dimension];
      return ordinal -> {
        byte[] vector = values.vectorValue(ordinal);
        for (int i = 0; i < row.length; i++) {
          row[i] = vector[i];
        }
        return row;
      };
    }
  }
}
