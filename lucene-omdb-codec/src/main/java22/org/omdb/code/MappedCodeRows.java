// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.apache.lucene.store.AlreadyClosedException;

/** Rows in mapped memory. */
final class MappedCodeRows extends CodeRows {

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final MemorySegment codes;
  private final MemorySegment corrections;
  private final int[] dots = new int[CodeDotProducts.ROWS];

  MappedCodeRows(MemorySegment codes, MemorySegment corrections, int rowBytes) {
    super(rowBytes);
    this.codes = codes;
    this.corrections = corrections;
  }

  @Override
  void score(CodeQuery query, int[] rows, int count, float[] scores) {
    try {
      for (int next = 0; next < count; next += CodeDotProducts.ROWS) {
        // The last ones together with some that were scored already; of less than four, one twice.
        int i = Math.max(0, Math.min(next, count - CodeDotProducts.ROWS));
        int last = count - 1;
        CodeDotProducts.four(
            query,
            codes,
            offset(rows[i]),
            offset(rows[Math.min(last, i + 1)]),
            offset(rows[Math.min(last, i + 2)]),
            offset(rows[Math.min(last, i + 3)]),
            dots);
        for (int end = Math.min(count, i + CodeDotProducts.ROWS), j = 0; i < end; i++, j++) {
          long correction = (long) rows[i] * CORRECTION_BYTES;
          scores[i] =
              query.scale * corrections.get(FLOAT, correction) * dots[j]
                  + (corrections.get(FLOAT, correction + Float.BYTES) + query.bias);
        }
      }
    } catch (IllegalStateException e) {
      throw closed(e);
    }
  }

  @Override
  void load(int row, CodeQuery query) {
    try {
      long correction = (long) row * CORRECTION_BYTES;
      query.scale = corrections.get(FLOAT, correction);
      query.bias = corrections.get(FLOAT, correction + Float.BYTES);
      long offset = offset(row);
      for (int i = 0; i < rowBytes; i++) {
        query.codes[i] = codes.get(ValueLayout.JAVA_BYTE, offset + i);
      }
    } catch (IllegalStateException e) {
      throw closed(e);
    }
  }

  private long offset(int row) {
    return (long) row * rowBytes;
  }

  /** What a segment throws once the file that it belongs to is closed. */
  private static AlreadyClosedException closed(IllegalStateException e) {
    return new AlreadyClosedException("codes of vectors are closed already", e);
  }
}
