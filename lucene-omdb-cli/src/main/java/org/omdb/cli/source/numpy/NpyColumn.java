// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.numpy;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.lucene.util.IOUtils;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.file.FileWindow;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.file.StrictUtf8;
import org.omdb.cli.source.table.StoredValues;

/**
 * An array of one dimension: numbers, or strings. NumPy has them of one size each, filled up with
 * NUL: {@code U} in UTF-32, {@code S} in any encoding, here UTF-8. For one thread.
 */
final class NpyColumn implements Closeable {

  /** Larger strings would not fit into memory twice. */
  private static final int MAX_ITEM_BYTES = 64 << 20;

  private final FileWindow window;
  private final NpyHeader header;
  private final char kind;
  private final int itemBytes;
  private final StrictUtf8 utf8 = new StrictUtf8();
  private long read;

  private NpyColumn(FileWindow window, NpyHeader header, char kind, int itemBytes) {
    this.window = window;
    this.header = header;
    this.kind = kind;
    this.itemBytes = itemBytes;
  }

  /**
   * Opens an array.
   *
   * @param file closed with the column, or if this fails
   * @param rows how many elements it must have
   */
  static NpyColumn open(SourceFile file, long rows) throws IOException, CommandFailure {
    try {
      NpyHeader header = NpyHeader.read(file.window());
      if (header.isColumn() == false || header.shape().get(0) != rows) {
        throw BadInput.in(file, "shape " + header.tuple(), rows + " rows, as the vectors have");
      }
      char kind = header.kind();
      long itemBytes = header.itemBytes();
      if (isKnown(kind, itemBytes) == false) {
        String found = "element type " + BadInput.quote(header.descr());
        throw BadInput.in(
            file, found, "strings or numbers, as numpy.array(list(a), dtype=str) makes them");
      }
      return new NpyColumn(file.window(), header, kind, (int) itemBytes);
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, file);
      throw t;
    }
  }

  /** Whether elements of this type can be read. */
  static boolean isKnown(char kind, long itemBytes) {
    return switch (kind) {
      case 'U', 'S' -> itemBytes >= 0 && itemBytes <= MAX_ITEM_BYTES;
      case 'i', 'u' -> itemBytes == 1 || itemBytes == 2 || itemBytes == 4 || itemBytes == 8;
      case 'f' -> itemBytes == 2 || itemBytes == 4 || itemBytes == 8;
      case 'b' -> itemBytes == 1;
      default -> false;
    };
  }

  SourceFile file() {
    return window.file();
  }

  /**
   * The next element.
   *
   * @return as {@link StoredValues#put} takes it
   */
  Object next() throws IOException, CommandFailure {
    if (window.fill(itemBytes) == false) {
      String found = "the end of the file after " + window.available() + " bytes";
      throw BadInput.at(file(), BadInput.row(read), found, itemBytes + " bytes");
    }
    Object value = decode();
    window.skip(itemBytes);
    read++;
    return value;
  }

  private Object decode() throws CommandFailure {
    byte[] bytes = window.bytes();
    int at = window.start();
    ByteBuffer item = ByteBuffer.wrap(bytes, at, itemBytes).slice().order(header.order());
    return switch (kind) {
      case 'U' -> codePoints(item);
      case 'S' -> {
        int end = at + itemBytes;
        while (end > at && bytes[end - 1] == 0) {
          end--;
        }
        utf8.check(file(), window.position(), bytes, at, end);
        yield new String(bytes, at, end - at, StandardCharsets.UTF_8);
      }
      case 'b' -> item.get() != 0;
      case 'f' -> fraction(item);
      default -> whole(item);
    };
  }

  private String codePoints(ByteBuffer item) throws CommandFailure {
    int length = itemBytes / Integer.BYTES;
    while (length > 0 && item.getInt((length - 1) * Integer.BYTES) == 0) {
      length--;
    }
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      int codePoint = item.getInt(i * Integer.BYTES);
      if (Character.isValidCodePoint(codePoint) == false
          || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE)) {
        String found = "0x" + Integer.toHexString(codePoint) + " as character " + i;
        throw BadInput.at(file(), BadInput.row(read), found, "a Unicode code point");
      }
      text.appendCodePoint(codePoint);
    }
    return text.toString();
  }

  private Double fraction(ByteBuffer item) {
    return switch (itemBytes) {
      case 2 -> StoredValues.floating(Float.float16ToFloat(item.getShort()));
      case 4 -> StoredValues.floating(item.getFloat());
      default -> item.getDouble();
    };
  }

  private Object whole(ByteBuffer item) {
    boolean signed = kind == 'i';
    return switch (itemBytes) {
      case 1 -> (long) (signed ? item.get() : item.get() & 0xff);
      case 2 -> (long) (signed ? item.getShort() : Short.toUnsignedInt(item.getShort()));
      case 4 -> signed ? (long) item.getInt() : Integer.toUnsignedLong(item.getInt());
      default -> signed ? (Object) item.getLong() : StoredValues.unsigned(item.getLong());
    };
  }

  @Override
  public void close() throws IOException {
    window.close();
  }
}
