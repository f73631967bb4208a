// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.apache.lucene.store.DataOutput;

/**
 * Makes {@link BinaryRows} in memory. Let {@code x} be the centered and rotated vector of {@link
 * VectorCoder}, and {@code s} its signs: 1 where a component is greater than 0, else -1. The scale
 * is {@code (x * x) / (x * s)}, the bias is that of {@link VectorCoder}. For one thread.
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
   * Creates a builder.
   *
   * @param coder makes the codes
   * @param dimension components per vector
   * @param count number of rows that will be added; their {@link BinaryRows#bytes} have to fit into
   *     an array
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
   * @param vector has the field's dimension, and a squared length that is a finite float32
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

  /** Position of a row's number in a stripe. */
  private int at(int row, int stripe) {
    return row / BinaryRows.BLOCK * blockBytes
        + stripe * BinaryRows.STRIPE
        + row % BinaryRows.BLOCK * Integer.BYTES;
  }

  /**
   * Writes all rows.
   *
   * @param out receives them
   * @throws IOException if writing fails
   */
  public void writeTo(DataOutput out) throws IOException {
    out.writeBytes(bytes, bytes.length);
  }
}
