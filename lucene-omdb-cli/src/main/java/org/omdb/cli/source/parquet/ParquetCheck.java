// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.parquet;

import dev.hardwood.InputFile;
import dev.hardwood.metadata.ColumnChunk;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.file.SourceFile;

/**
 * Looks at sizes before Hardwood does, which allocates what a file asks for: the lengths in the
 * footer must be within the file, and a page must fit into the heap.
 *
 * @see <a href="https://github.com/apache/parquet-format">the format</a>
 */
final class ParquetCheck {

  static final String MAGIC = "PAR1";

  /** Of files whose footer is encrypted. */
  static final String ENCRYPTED_MAGIC = "PARE";

  private static final int MAGIC_BYTES = 4;
  private static final int TAIL_BYTES = Integer.BYTES + MAGIC_BYTES;

  /**
   * What Hardwood has for a value of a page: the value, its levels, and its place if it is text.
   */
  private static final int BYTES_PER_VALUE = 16;

  /** A page has to fit several times, as some are decoded ahead. */
  private static final int PARTS_OF_HEAP = 8;

  private static final int FIRST_PEEK = 1 << 10;

  // Fields of the struct PageHeader, and of the structs in it.
  private static final int UNCOMPRESSED_SIZE = 2;
  private static final int COMPRESSED_SIZE = 3;
  private static final int[] HEADERS_OF_KINDS = {5, 7, 8};
  private static final int VALUES = 1;

  private final SourceFile file;
  private final InputFile input;
  private final long mostBytes = Runtime.getRuntime().maxMemory() / PARTS_OF_HEAP;

  /**
   * @param input of the file, open
   */
  ParquetCheck(SourceFile file, InputFile input) {
    this.file = file;
    this.input = input;
  }

  /** Checks the ends of the file and the lengths in the footer. */
  void footer() throws IOException, CommandFailure {
    long length = input.length();
    if (length < MAGIC_BYTES + TAIL_BYTES) {
      throw BadInput.in(file, length + " bytes", "a Parquet file");
    }
    magic(0);
    magic(length - MAGIC_BYTES);
    ByteBuffer tail = input.readRange(length - TAIL_BYTES, Integer.BYTES);
    int footer = tail.order(ByteOrder.LITTLE_ENDIAN).getInt(tail.position());
    long most = length - MAGIC_BYTES - TAIL_BYTES;
    if (footer < 0 || footer > most) {
      throw BadInput.at(
          file,
          BadInput.byteAt(length - TAIL_BYTES),
          "a footer of " + Integer.toUnsignedString(footer) + " bytes",
          "at most " + most);
    }
    long start = length - TAIL_BYTES - footer;
    ByteBuffer bytes = input.readRange(start, footer);
    try {
      new ThriftReader(bytes).skipStruct();
    } catch (ThriftReader.Malformed | BufferUnderflowException e) {
      throw BadInput.at(file, BadInput.byteAt(start + bytes.position()), words(e), "a footer");
    }
  }

  private static String words(RuntimeException e) {
    return e.getMessage() == null ? "its end" : e.getMessage();
  }

  private void magic(long offset) throws IOException, CommandFailure {
    byte[] magic = new byte[MAGIC_BYTES];
    input.readRange(offset, MAGIC_BYTES).get(magic);
    String text = new String(magic, StandardCharsets.ISO_8859_1);
    if (text.equals(ENCRYPTED_MAGIC)) {
      throw BadInput.in(file, "an encrypted Parquet file", "one that is not encrypted");
    }
    if (text.equals(MAGIC) == false) {
      String expected = "\"" + MAGIC + "\", as a complete Parquet file begins and ends";
      throw BadInput.at(file, BadInput.byteAt(offset), BadInput.quote(text), expected);
    }
  }

  /** Checks the sizes of the pages of a column in a row group. */
  void pages(ColumnChunk chunk) throws IOException, CommandFailure {
    long start = chunk.chunkStartOffset();
    long size = chunk.metaData().totalCompressedSize();
    if (start < MAGIC_BYTES || size < 0 || size > input.length() - start) {
      throw BadInput.at(
          file,
          BadInput.byteAt(start),
          size + " bytes of column " + BadInput.quote(chunk.metaData().pathInSchema().toString()),
          "at most the rest of the file");
    }
    long position = start;
    long values = 0;
    while (position < start + size && values < chunk.metaData().numValues()) {
      ByteBuffer header = header(position, start + size);
      Map<Integer, Object> fields = read(header, position);
      int headerBytes = header.position();
      long compressed = number(fields, COMPRESSED_SIZE);
      long inPage = 0;
      for (int kind : HEADERS_OF_KINDS) {
        if (fields.get(kind) instanceof Map<?, ?> ofKind) {
          inPage = number(ofKind, VALUES);
          values += kind == 7 ? 0 : Math.max(0, inPage); // 7 is a dictionary
        }
      }
      page(position, number(fields, UNCOMPRESSED_SIZE), inPage);
      if (compressed < 0 || compressed > start + size - position - headerBytes) {
        String found = "a page of " + compressed + " bytes";
        throw BadInput.at(file, BadInput.byteAt(position), found, "at most the rest of its column");
      }
      position += headerBytes + compressed;
    }
  }

  /** The bytes from a header on: a few, or as many as there are if it goes on behind these. */
  private ByteBuffer header(long position, long end) throws IOException {
    int peek = (int) Math.min(FIRST_PEEK, end - position);
    ByteBuffer few = input.readRange(position, peek);
    try {
      new ThriftReader(few.duplicate()).skipStruct();
      return few;
    } catch (
        @SuppressWarnings("unused")
        BufferUnderflowException e) {
      return input.readRange(position, (int) Math.min(Integer.MAX_VALUE, end - position));
    }
  }

  private Map<Integer, Object> read(ByteBuffer header, long position) throws CommandFailure {
    int before = header.position();
    try {
      return new ThriftReader(header).struct();
    } catch (ThriftReader.Malformed | BufferUnderflowException e) {
      long at = position + header.position() - before;
      throw BadInput.at(file, BadInput.byteAt(at), words(e), "the header of a page");
    }
  }

  private void page(long position, long uncompressed, long values) throws CommandFailure {
    if (uncompressed < 0 || values < 0) {
      String found = "a page of " + uncompressed + " bytes with " + values + " values";
      throw BadInput.at(file, BadInput.byteAt(position), found, "no negative numbers");
    }
    // A sum of any numbers could overflow.
    long bytes =
        Math.min(uncompressed, Integer.MAX_VALUE)
            + Math.min(values, Integer.MAX_VALUE) * BYTES_PER_VALUE;
    if (bytes > mostBytes || uncompressed > Integer.MAX_VALUE || values > Integer.MAX_VALUE) {
      throw BadInput.at(
          file,
          BadInput.byteAt(position),
          "a page that takes " + (bytes >> 20) + " MB of memory",
          "at most "
              + (mostBytes >> 20)
              + " MB, an eighth of the heap; OMDB_JAVA_OPTS=-Xmx8g or the like gives more");
    }
  }

  private static long number(Map<?, ?> fields, int id) {
    return fields.get(id) instanceof Long number ? number : 0;
  }
}
