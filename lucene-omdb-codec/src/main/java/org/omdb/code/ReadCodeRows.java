// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.apache.lucene.store.IndexInput;

/** Rows that are read one by one, from whatever input there is. */
final class ReadCodeRows extends CodeRows {

  private static final VarHandle FLOAT =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);

  /** The kernel: the dot product of a query and a row, its codes as they are written. */
  @FunctionalInterface
  interface DotProduct {

    /** The one in plain Java, which all others must be equal to. */
    DotProduct PLAIN =
        (query, row) -> {
          int sum = 0;
          for (int i = 0; i < query.codeBytes; i++) {
            sum += query.get(2 * i) * (row[i] & 0xF) + query.get(2 * i + 1) * (row[i] >> 4 & 0xF);
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
    this.row = new byte[Math.max(rowBytes, paddedBytes(codeBytes))];
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
    for (int i = 0; i < codeBytes; i++) {
      int first = (row[i] & 0xF) + VectorCoder.MIN_CODE;
      int second = (row[i] >> 4 & 0xF) + VectorCoder.MIN_CODE;
      query.set(2 * i, first);
      query.set(2 * i + 1, second);
      sum += first + second;
    }
    query.finish(sum, scale(), bias());
  }

  private float scale() {
    return (float) FLOAT.get(row, codeBytes);
  }

  private float bias() {
    return (float) FLOAT.get(row, codeBytes + Float.BYTES);
  }

  private void read(int ordinal) throws IOException {
    in.seek((long) ordinal * rowBytes);
    in.readBytes(row, 0, rowBytes);
  }
}
