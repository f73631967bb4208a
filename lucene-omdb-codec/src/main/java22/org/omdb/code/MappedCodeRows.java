// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.apache.lucene.store.AlreadyClosedException;

/** Rows in mapped memory. */
final class MappedCodeRows extends CodeRows {

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final int CACHE_LINE = 64;

  /** Rows that take less are in caches for the most part: waiting for them is short. */
  private static final long MAX_CACHED_BYTES = 32 << 20;

  private final MemorySegment segment;

  /** How much of a row is touched before rows are compared. */
  private final int touchedBytes;

  private final int[] dots = new int[CodeDotProducts.ROWS];

  /** Keeps what is read in advance from being optimized away. */
  private int touched;

  MappedCodeRows(MemorySegment segment, int dimension) {
    super(dimension);
    this.segment = segment;
    this.touchedBytes = segment.byteSize() > MAX_CACHED_BYTES ? rowBytes : 1;
  }

  @Override
  void score(CodeQuery query, int[] rows, int count, float[] scores) {
    try {
      touch(rows, count);
      for (int next = 0; next < count; next += CodeDotProducts.ROWS) {
        // The last ones together with some that were scored already; of less than four, one twice.
        int i = Math.max(0, Math.min(next, count - CodeDotProducts.ROWS));
        int last = count - 1;
        CodeDotProducts.four(
            query,
            segment,
            offset(rows[i]),
            offset(rows[Math.min(last, i + 1)]),
            offset(rows[Math.min(last, i + 2)]),
            offset(rows[Math.min(last, i + 3)]),
            dots);
        for (int end = Math.min(count, i + CodeDotProducts.ROWS), j = 0; i < end; i++, j++) {
          scores[i] = query.score(dots[j], scale(rows[i]), bias(rows[i]));
        }
      }
    } catch (IllegalStateException e) {
      throw closed(e);
    }
  }

  /** Has all rows come from memory at the same time, or at least the pages that they are in. */
  private void touch(int[] rows, int count) {
    int sum = 0;
    for (int i = 0; i < count; i++) {
      long start = offset(rows[i]);
      for (int at = 0; at < touchedBytes; at += CACHE_LINE) {
        sum += segment.get(ValueLayout.JAVA_BYTE, start + at);
      }
    }
    touched = sum;
  }

  @Override
  void load(int row, CodeQuery query) {
    try {
      int sum = CodeDotProducts.fill(query, dimension, segment, offset(row));
      query.finish(sum, scale(row), bias(row));
    } catch (IllegalStateException e) {
      throw closed(e);
    }
  }

  private float scale(int row) {
    return VectorCoder.whole(segment.get(SHORT, offset(row) + scaleAt(words)));
  }

  private float bias(int row) {
    return segment.get(FLOAT, offset(row) + biasAt(words));
  }

  private long offset(int row) {
    return (long) row * rowBytes;
  }

  /** What a segment throws once the file that it belongs to is closed. */
  static AlreadyClosedException closed(IllegalStateException e) {
    return new AlreadyClosedException("codes of vectors are closed already", e);
  }
}
