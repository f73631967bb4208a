// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.arrow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.omdb.cli.source.table.StoredValues;

/**
 * Strings as views: short ones are in the view, others are anywhere in one of several buffers. What
 * is read of these stays in memory as far as there is room, as views may go back; the first ones
 * make room, because a writer fills one after the other.
 */
final class ArrowViews {

  private static final int VIEW_BYTES = 16;
  private static final int MAX_INLINE = 12;

  private static final byte[] DROPPED = {};

  /** There is no room for the strings. Says what was found. */
  static final class TooLongException extends IOException {

    private static final long serialVersionUID = 1L;

    private TooLongException(String found) {
      super(found);
    }
  }

  private final List<ArrowBytes> buffers;
  private final int maxBytes;

  /** What is read of each buffer; null before, {@link #DROPPED} if it made room. */
  private final byte[][] bytes;

  private final int[] read;
  private long held;

  private ArrowViews(List<ArrowBytes> buffers, int maxBytes) {
    this.buffers = buffers;
    this.maxBytes = maxBytes;
    this.bytes = new byte[buffers.size()][];
    this.read = new int[buffers.size()];
  }

  static ArrowValue of(ArrowBatch batch) throws IOException {
    ArrowBits present = batch.nextValidity(batch.nextNode());
    ArrowBytes views = batch.next();
    List<ArrowBytes> buffers = new ArrayList<>();
    for (int i = batch.nextVariadic(); i > 0; i--) {
      buffers.add(batch.next());
    }
    ArrowViews all = new ArrowViews(buffers, batch.limits().viewBytes());
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
    if (number < 0 || number >= bytes.length || offset < 0) {
      throw new IOException("a string in buffer " + number + " at byte " + offset);
    }
    fill(number, Math.addExact(offset, length));
    return ByteBuffer.wrap(bytes[number], offset, length).slice();
  }

  private void fill(int number, int end) throws IOException {
    if (bytes[number] == DROPPED) {
      throw new TooLongException("strings in no order, of more than " + maxBytes + " bytes");
    }
    while (read[number] < end) {
      int count = Math.min(end - read[number], 1 << 14);
      grow(number, read[number] + count);
      buffers.get(number).next(count).get(bytes[number], read[number], count);
      read[number] += count;
    }
  }

  private void grow(int number, int size) throws IOException {
    int before = bytes[number] == null ? 0 : bytes[number].length;
    if (size <= before) {
      return;
    }
    int larger = (int) Math.min(buffers.get(number).length(), Math.max(2L * before, size));
    if (larger < size) {
      throw new IOException("a string behind the end of its buffer");
    }
    held += larger - before;
    for (int i = 0; i < number && held > maxBytes; i++) {
      if (bytes[i] != null) {
        held -= bytes[i].length;
        bytes[i] = DROPPED;
      }
    }
    if (held > maxBytes) {
      throw new TooLongException("strings of more than " + maxBytes + " bytes");
    }
    bytes[number] = bytes[number] == null ? new byte[larger] : Arrays.copyOf(bytes[number], larger);
  }
}
