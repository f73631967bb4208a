// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.apache.lucene.store.AlreadyClosedException;

/** Compares rows of codes of 3 bits per component in mapped memory, with SIMD. */
final class MappedCodeRows extends CodeRows {

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final int CACHE_LINE = 64;

  /** Rows that are prefetched together: few enough to stay in the cache until compared. */
  private static final int MAX_PREFETCHED = 64;

  private final MemorySegment segment;

  /** Bytes of a row to prefetch: all of them, or just the first if rows are in the caches. */
  private final int prefetchedBytes;

  private final int[] dots = new int[CodeDotProducts.ROWS];

  /** Written so that the compiler does not remove the reads of {@link #prefetch}. */
  private int prefetched;

  MappedCodeRows(MemorySegment segment, int dimension) {
    super(dimension);
    this.segment = segment;
    this.prefetchedBytes = segment.byteSize() > CodeQuality.MAX_CACHED_BYTES ? rowBytes : 1;
  }

  @Override
  void score(CodeQuery query, int[] rows, int count, float[] scores) {
    try {
      for (int start = 0; start < count; start += MAX_PREFETCHED) {
        int end = Math.min(count, start + MAX_PREFETCHED);
        prefetch(rows, start, end);
        score(query, rows, start, end, scores);
      }
    } catch (IllegalStateException e) {
      throw closed(e);
    }
  }

  private void score(CodeQuery query, int[] rows, int start, int end, float[] scores) {
    for (int next = start; next < end; next += CodeDotProducts.ROWS) {
      // The last four rows may overlap with those before. If there are fewer, the last one repeats.
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

  /** Reads a byte of each cache line to prefetch, so that the processor loads all rows at once. */
  private void prefetch(int[] rows, int start, int end) {
    int sum = 0;
    for (int i = start; i < end; i++) {
      long row = offset(rows[i]);
      for (int at = 0; at < prefetchedBytes; at += CACHE_LINE) {
        sum += segment.get(ValueLayout.JAVA_BYTE, row + at);
      }
    }
    prefetched = sum;
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
    return VectorCoder.fromBfloat16(segment.get(SHORT, offset(row) + scaleAt(words)));
  }

  private float bias(int row) {
    return segment.get(FLOAT, offset(row) + biasAt(words));
  }

  private long offset(int row) {
    return (long) row * rowBytes;
  }

  /** Converts the exception that a memory segment throws if its file is closed. */
  static AlreadyClosedException closed(IllegalStateException e) {
    return new AlreadyClosedException("codes of vectors are closed already", e);
  }
}
