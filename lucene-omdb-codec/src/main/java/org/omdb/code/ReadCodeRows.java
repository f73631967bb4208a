// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import java.io.IOException;
import org.apache.lucene.store.IndexInput;

/** Rows that are read one by one, from whatever input there is. */
final class ReadCodeRows extends CodeRows {

  /** The kernel: the dot product of a query and a row. */
  @FunctionalInterface
  interface DotProduct {

    /** The one in plain Java, which all others must be equal to. */
    DotProduct PLAIN =
        (query, row) -> {
          int sum = 0;
          for (int i = 0; i < query.rowBytes; i++) {
            sum += query.codes[i] * row[i];
          }
          return sum;
        };

    int of(CodeQuery query, byte[] row);
  }

  private final IndexInput codes;
  private final IndexInput corrections;
  private final byte[] row;
  private final DotProduct dotProduct;

  ReadCodeRows(IndexInput codes, IndexInput corrections, int rowBytes, DotProduct dotProduct) {
    super(rowBytes);
    this.codes = codes;
    this.corrections = corrections;
    this.row = new byte[CodeQuery.length(rowBytes)];
    this.dotProduct = dotProduct;
  }

  @Override
  void score(CodeQuery query, int[] rows, int count, float[] scores) throws IOException {
    for (int i = 0; i < count; i++) {
      read(rows[i]);
      float scale = Float.intBitsToFloat(corrections.readInt());
      float bias = Float.intBitsToFloat(corrections.readInt());
      scores[i] = query.scale * scale * dotProduct.of(query, row) + (bias + query.bias);
    }
  }

  @Override
  void load(int ordinal, CodeQuery query) throws IOException {
    read(ordinal);
    query.scale = Float.intBitsToFloat(corrections.readInt());
    query.bias = Float.intBitsToFloat(corrections.readInt());
    for (int i = 0; i < rowBytes; i++) {
      query.codes[i] = row[i];
    }
  }

  /** Reads the codes, and goes to the corrections. */
  private void read(int ordinal) throws IOException {
    codes.seek((long) ordinal * rowBytes);
    codes.readBytes(row, 0, rowBytes);
    corrections.seek((long) ordinal * CORRECTION_BYTES);
  }
}
