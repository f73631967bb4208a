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

  /** Rows that are touched before the first of them is compared: they stay in the cache. */
  private static final int MAX_TOUCHED = 64;

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
      for (int start = 0; start < count; start += MAX_TOUCHED) {
        int end = Math.min(count, start + MAX_TOUCHED);
        touch(rows, start, end);
        score(query, rows, start, end, scores);
      }
    } catch (IllegalStateException e) {
      throw closed(e);
    }
  }

  private void score(CodeQuery query, int[] rows, int start, int end, float[] scores) {
    for (int next = start; next < end; next += CodeDotProducts.ROWS) {
      // The last ones together with some that were scored already; of less than four, one twice.
      int i = Math.max(start, Math.min(next, end - CodeDotProducts.ROWS));
      int last = end - 1;
      CodeDotProducts.four(
          query,
          segment,
          offset(rows[i]),
          offset(rows[Math.min(last, i + 1)]),
          offset(rows[Math.min(last, i + 2)]),
          offset(rows[Math.min(last, i + 3)]),
          dots);
      for (int after = Math.min(end, i + CodeDotProducts.ROWS), j = 0; i < after; i++, j++) {
        scores[i] = query.score(dots[j], scale(rows[i]), bias(rows[i]));
      }
    }
  }

  /** Has rows come from memory at the same time, or at least the pages that they are in. */
  private void touch(int[] rows, int start, int end) {
    int sum = 0;
    for (int i = start; i < end; i++) {
      long row = offset(rows[i]);
      for (int at = 0; at < touchedBytes; at += CACHE_LINE) {
        sum += segment.get(ValueLayout.JAVA_BYTE, row + at);
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
