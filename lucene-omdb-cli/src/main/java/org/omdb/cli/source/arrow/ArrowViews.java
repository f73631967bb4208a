// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.arrow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.omdb.cli.source.table.StoredValues;

/**
 * Strings as views: short ones are in the view, others are anywhere in one of several buffers. Of
 * these the last one that was needed is in memory, because a writer fills one after the other.
 */
final class ArrowViews {

  private static final int VIEW_BYTES = 16;
  private static final int MAX_INLINE = 12;

  /** Polars fills up to 16 MB. */
  private static final int MAX_BUFFER_BYTES = 1 << 28;

  private final List<ArrowBytes> buffers;
  private int current = -1;

  /** What is read of the current buffer. */
  private byte[] bytes = new byte[0];

  private int read;

  private ArrowViews(List<ArrowBytes> buffers) {
    this.buffers = buffers;
  }

  static ArrowValue of(ArrowBatch batch) throws IOException {
    ArrowBits present = batch.nextValidity(batch.nextNode());
    ArrowBytes views = batch.next();
    List<ArrowBytes> buffers = new ArrayList<>();
    for (int i = batch.nextVariadic(); i > 0; i--) {
      buffers.add(batch.next());
    }
    ArrowViews all = new ArrowViews(buffers);
    return () -> {
      ByteBuffer view = views.next(VIEW_BYTES);
      return present.next() ? StoredValues.binary(all.value(view)) : null;
    };
  }

  private ByteBuffer value(ByteBuffer view) throws IOException {
    int length = view.getInt(0);
    if (length < 0) {
      throw new IOException("a string of " + length + " bytes");
    }
    if (length <= MAX_INLINE) {
      return view.slice(Integer.BYTES, length);
    }
    int number = view.getInt(2 * Integer.BYTES);
    int offset = view.getInt(3 * Integer.BYTES);
    if (number < current || number >= buffers.size() || offset < 0) {
      throw new IOException("a string in buffer " + number + " at byte " + offset);
    }
    if (number != current) {
      current = number;
      read = 0;
    }
    fill(Math.addExact(offset, length));
    return ByteBuffer.wrap(bytes, offset, length).slice();
  }

  private void fill(int end) throws IOException {
    if (end > MAX_BUFFER_BYTES) {
      throw new IOException("strings of more than " + MAX_BUFFER_BYTES + " bytes in one buffer");
    }
    while (read < end) {
      int count = Math.min(end - read, 1 << 14);
      if (read + count > bytes.length) {
        bytes = java.util.Arrays.copyOf(bytes, Math.max(2 * bytes.length, read + count));
      }
      buffers.get(current).next(count).get(bytes, read, count);
      read += count;
    }
  }
}
