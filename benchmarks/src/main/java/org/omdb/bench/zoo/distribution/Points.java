// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo.distribution;

import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.index.VectorSimilarityFunction;

/** Vectors of floats or of bytes. Immutable and thread-safe. */
public final class Points {

  private final float[][] floats;

  /** Null for floats. */
  private final byte[][] bytes;

  /**
   * Makes points of rows.
   *
   * @param encoding of the stored components
   * @param rows vectors of the same dimension, not copied; for bytes, whole numbers from -128 to
   *     127
   */
  public Points(VectorEncoding encoding, float[][] rows) {
    this.floats = rows;
    this.bytes = encoding == VectorEncoding.BYTE ? bytes(rows) : null;
  }

  private static byte[][] bytes(float[][] rows) {
    byte[][] all = new byte[rows.length][];
    for (int row = 0; row < rows.length; row++) {
      all[row] = new byte[rows[row].length];
      for (int i = 0; i < all[row].length; i++) {
        all[row][i] = (byte) rows[row][i];
      }
    }
    return all;
  }

  /**
   * The number of vectors.
   *
   * @return 0 or more
   */
  public int size() {
    return floats.length;
  }

  /**
   * The type of the components.
   *
   * @return true for bytes, false for floats
   */
  public boolean areBytes() {
    return bytes != null;
  }

  /**
   * A vector as floats.
   *
   * @param row below {@link #size}
   * @return not a copy
   */
  public float[] floats(int row) {
    return floats[row];
  }

  /**
   * A vector as bytes.
   *
   * @param row below {@link #size}
   * @return not a copy
   * @throws NullPointerException unless these are bytes
   */
  public byte[] bytes(int row) {
    return bytes[row];
  }

  /**
   * The score that Lucene gives to a vector.
   *
   * @param similarity of the field
   * @param query a vector of these
   * @param others vectors of the same encoding and dimension
   * @param row a vector of the others
   * @return greater for more similar ones
   */
  public float score(VectorSimilarityFunction similarity, int query, Points others, int row) {
    return areBytes()
        ? similarity.compare(bytes[query], others.bytes[row])
        : similarity.compare(floats[query], others.floats[row]);
  }
}
