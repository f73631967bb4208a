// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.apache.lucene.store.DataOutput;

/**
 * Collects {@link BinaryRows} in memory. With {@code x} and the bias as in {@link VectorCoder}, and
 * {@code s} what is 1 where {@code x} is greater than 0 and -1 elsewhere, the scale is {@code x * x
 * / (x * s)}. For one thread.
 */
public final class BinaryRowsBuilder {

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle FLOAT =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);

  private final VectorCoder coder;
  private final int words;
  private final int blockBytes;
  private final byte[] bytes;
  private final float[] centered;
  private int rows;

  /**
   * Rows to be filled.
   *
   * @param coder of the vectors
   * @param dimension components of a vector
   * @param count how many vectors there will be; {@link BinaryRows#bytes} for them is what an array
   *     can be long at most
   */
  public BinaryRowsBuilder(VectorCoder coder, int dimension, int count) {
    this.coder = coder;
    this.words = BinaryRows.words(dimension);
    this.blockBytes = BinaryRows.blockBytes(dimension);
    this.bytes = new byte[Math.toIntExact(BinaryRows.bytes(dimension, count))];
    this.centered = new float[dimension];
    for (int row = 0; row < BinaryRows.blocks(count) * BinaryRows.BLOCK; row++) {
      setCorrection(row, 0, Float.NEGATIVE_INFINITY);
    }
  }

  /**
   * Adds a row.
   *
   * @param vector of the field's dimension, with a squared length that is a float32
   */
  public void add(float[] vector) {
    coder.center(vector, centered);
    double squares = VectorCoder.dot(centered, centered);
    coder.rotate(centered);
    double sum = 0; // of absolute values
    for (int start = 0; start < centered.length; start += BinaryRows.WORD) {
      int bits = 0;
      for (int i = start; i < Math.min(centered.length, start + BinaryRows.WORD); i++) {
        bits |= (centered[i] > 0 ? 1 : 0) << i;
        sum += Math.abs(centered[i]);
      }
      INT.set(bytes, at(rows, start / BinaryRows.WORD), bits);
    }
    float scale = sum == 0 ? 0 : (float) (squares / sum);
    setCorrection(rows++, scale, coder.bias(vector, squares));
  }

  private void setCorrection(int row, float scale, float bias) {
    FLOAT.set(bytes, at(row, words), scale);
    FLOAT.set(bytes, at(row, words + 1), bias);
  }

  private int at(int row, int stripe) {
    return row / BinaryRows.BLOCK * blockBytes
        + stripe * BinaryRows.STRIPE
        + row % BinaryRows.BLOCK * Integer.BYTES;
  }

  /**
   * Writes all rows.
   *
   * @param out where to
   * @throws IOException if that fails
   */
  public void writeTo(DataOutput out) throws IOException {
    out.writeBytes(bytes, bytes.length);
  }
}
