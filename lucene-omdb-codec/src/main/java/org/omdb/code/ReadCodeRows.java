// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.apache.lucene.store.IndexInput;

/** Reads rows of codes of 3 bits per component from any input, one by one, and compares them. */
final class ReadCodeRows extends CodeRows {

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle FLOAT =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int MASK = (1 << VectorCoder.BITS) - 1;

  /** The kernel: computes the dot product of a query and the step numbers of a row. */
  @FunctionalInterface
  interface DotProduct {

    /** Plain Java: the reference, whose results all others have to equal. */
    DotProduct PLAIN =
        (query, row) -> {
          int sum = 0;
          for (int word = 0; word < query.words; word++) {
            int codes = word(row, word);
            for (int i = word; i < query.numbers.length; i += query.partLength) {
              sum += query.numbers[i] * (codes & MASK);
              codes >>= VectorCoder.BITS;
            }
          }
          return sum;
        };

    int of(CodeQuery query, byte[] row);
  }

  private final IndexInput in;
  private final byte[] row;
  private final DotProduct dotProduct;

  ReadCodeRows(IndexInput in, int dimension, DotProduct dotProduct) {
    super(dimension);
    this.in = in;
    this.row = new byte[Math.max(rowBytes, paddedWords(words) * Short.BYTES)];
    this.dotProduct = dotProduct;
  }

  @Override
  void score(CodeQuery query, int[] rows, int count, float[] scores) throws IOException {
    for (int i = 0; i < count; i++) {
      read(rows[i]);
      scores[i] = query.score(dotProduct.of(query, row), scale(), bias());
    }
  }

  @Override
  void load(int ordinal, CodeQuery query) throws IOException {
    read(ordinal);
    int sum = 0;
    for (int word = 0; word < words; word++) {
      int codes = word(row, word);
      for (int component = word; component < dimension; component += words) {
        int number = 2 * (codes & MASK) - VectorCoder.MAX_CODE;
        query.numbers[query.index(component)] = (short) number;
        sum += number;
        codes >>= VectorCoder.BITS;
      }
    }
    query.finish(sum, scale(), bias());
  }

  private static int word(byte[] row, int word) {
    return (short) SHORT.get(row, word * Short.BYTES);
  }

  private float scale() {
    return VectorCoder.fromBfloat16((short) SHORT.get(row, scaleAt(words)));
  }

  private float bias() {
    return (float) FLOAT.get(row, biasAt(words));
  }

  private void read(int ordinal) throws IOException {
    in.seek((long) ordinal * rowBytes);
    in.readBytes(row, 0, rowBytes);
  }
}
