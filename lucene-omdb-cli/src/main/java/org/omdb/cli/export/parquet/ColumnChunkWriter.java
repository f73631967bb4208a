// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.export.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;
import org.xerial.snappy.Snappy;

/**
 * The values of one column in one row group, plainly encoded and compressed with snappy. For one
 * thread.
 */
final class ColumnChunkWriter {

  private static final int PAGE_BYTES = 1 << 20;

  private final List<String> path;
  private final Type type;

  /** Whether values may be missing, which needs definition levels. */
  private final boolean optional;

  /** Whether a row has a list, which needs both kinds of levels. */
  private final boolean repeated;

  private final Levels repetitions = new Levels();
  private final Levels definitions = new Levels();
  private final PageBytes values = new PageBytes();
  private int bits;
  private int valuesInPage;

  /** Headers and bodies. */
  private final List<byte[]> pages = new ArrayList<>();

  private long valuesInChunk;
  private long compressedBytes;
  private long uncompressedBytes;

  ColumnChunkWriter(List<String> path, Type type, boolean optional, boolean repeated) {
    this.path = path;
    this.type = type;
    this.optional = optional;
    this.repeated = repeated;
  }

  /** Adds a vector, which has at least one component. */
  void addVector(float[] vector) throws IOException {
    repetitions.add(0, 1);
    repetitions.add(1, vector.length - 1);
    definitions.add(1, vector.length);
    for (float component : vector) {
      values.addInt(Float.floatToRawIntBits(component));
    }
    endRow(vector.length);
  }

  void addMissing() throws IOException {
    definitions.add(0, 1);
    endRow(1);
  }

  void addLong(long value) throws IOException {
    definitions.add(1, 1);
    values.addLong(value);
    endRow(1);
  }

  void addBinary(byte[] value) throws IOException {
    definitions.add(1, 1);
    values.addBinary(value);
    endRow(1);
  }

  void addBoolean(boolean value) throws IOException {
    definitions.add(1, 1);
    bits = bits >>> 1 | (value ? 0x80 : 0);
    bitsInByte++;
    if (bitsInByte == Byte.SIZE) {
      endByte();
    }
    endRow(1);
  }

  private int bitsInByte;

  private void endByte() {
    values.write(bits >>> (Byte.SIZE - bitsInByte));
    bits = 0;
    bitsInByte = 0;
  }

  private void endRow(int added) throws IOException {
    valuesInPage += added;
    if (values.size() >= PAGE_BYTES) {
      endPage();
    }
  }

  private void endPage() throws IOException {
    if (bitsInByte > 0) {
      endByte();
    }
    PageBytes page = new PageBytes();
    if (repeated) {
      repetitions.moveTo(page);
    }
    if (repeated || optional) {
      definitions.moveTo(page);
    }
    values.writeTo(page);
    values.reset();
    byte[] body = Snappy.compress(page.toByteArray());
    CRC32 crc = new CRC32();
    crc.update(body);
    PageHeader header = new PageHeader(PageType.DATA_PAGE, page.size(), body.length);
    header.setCrc((int) crc.getValue());
    header.setData_page_header(
        new DataPageHeader(valuesInPage, Encoding.PLAIN, Encoding.RLE, Encoding.RLE));
    PageBytes encoded = new PageBytes();
    Util.writePageHeader(header, encoded);
    compressedBytes += encoded.size() + body.length;
    uncompressedBytes += encoded.size() + page.size();
    valuesInChunk += valuesInPage;
    valuesInPage = 0;
    pages.add(encoded.toByteArray());
    pages.add(body);
  }

  /** How much memory the pages take. */
  long bytes() {
    return compressedBytes + values.size();
  }

  /**
   * Moves all pages to a file.
   *
   * @return what the file says of them
   */
  ColumnChunk moveTo(CountingStream out) throws IOException {
    if (valuesInPage > 0) {
      endPage();
    }
    long offset = out.count();
    for (byte[] bytes : pages) {
      out.write(bytes);
    }
    ColumnMetaData facts =
        new ColumnMetaData(
            type,
            List.of(Encoding.PLAIN, Encoding.RLE),
            path,
            CompressionCodec.SNAPPY,
            valuesInChunk,
            uncompressedBytes,
            compressedBytes,
            offset);
    ColumnChunk chunk = new ColumnChunk(offset);
    chunk.setMeta_data(facts);
    pages.clear();
    valuesInChunk = 0;
    compressedBytes = 0;
    uncompressedBytes = 0;
    return chunk;
  }
}
