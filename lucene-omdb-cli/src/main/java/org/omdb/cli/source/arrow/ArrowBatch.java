// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.arrow;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flatbuf.BodyCompression;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.Type;
import org.apache.lucene.util.IOUtils;

/**
 * The buffers of a batch, which are handed out in the order of the schema's fields. For one thread.
 */
final class ArrowBatch implements Closeable {

  /** Decompressing takes memory for each buffer. */
  private static final int MAX_COMPRESSED = 4_096;

  /** In the lists and structs of a row: more are no stored values, but a damaged file. */
  private static final int MAX_VALUES = 1 << 20;

  private final ArrowInput input;
  private final RecordBatch facts;
  private final long start;
  private final long body;
  private final long bodyLength;
  private final ArrowDictionaries dictionaries;
  private final ArrowLimits limits;
  private final byte codec;
  private final List<ArrowBytes> open = new ArrayList<>();
  private int node;
  private int buffer;
  private int variadic;
  private long valuesLeft;

  /**
   * @param facts the metadata
   * @param start offset of the metadata in the file
   * @param body offset of the buffers in the file
   * @param dictionaries those that came before
   */
  ArrowBatch(
      ArrowInput input,
      RecordBatch facts,
      long start,
      long body,
      long bodyLength,
      ArrowDictionaries dictionaries,
      ArrowLimits limits) {
    this.input = input;
    this.facts = facts;
    this.start = start;
    this.body = body;
    this.bodyLength = bodyLength;
    this.dictionaries = dictionaries;
    this.limits = limits;
    BodyCompression compression = facts.compression();
    this.codec = compression == null ? ArrowBytes.PLAIN : compression.codec();
  }

  long rows() {
    return facts.length();
  }

  /** Where it begins in the file. */
  long start() {
    return start;
  }

  /** Where it ends in the file. */
  long end() {
    return body + bodyLength;
  }

  /** How many bytes the buffers have that were opened, decompressed. */
  long bytes() {
    return open.stream().mapToLong(ArrowBytes::length).sum();
  }

  /** To be called before the values of a row, or of a dictionary, are read. */
  void startValues() {
    valuesLeft = MAX_VALUES;
  }

  /** To be called before values within a value are read. */
  void countValues(long count) throws IOException {
    if (count < 0 || count > valuesLeft) {
      throw new IOException("lists of more than " + MAX_VALUES + " values");
    }
    valuesLeft -= count;
  }

  ArrowLimits limits() {
    return limits;
  }

  /** The values of a dictionary. */
  List<Object> dictionary(long number) throws IOException {
    return dictionaries.get(number);
  }

  /** The facts of the next field. */
  FieldNode nextNode() throws IOException {
    if (node >= facts.nodesLength()) {
      throw new IOException("fewer fields in a batch than in the schema");
    }
    return facts.nodes(node++);
  }

  private Buffer nextBuffer() throws IOException {
    if (buffer >= facts.buffersLength()) {
      throw new IOException("fewer buffers in a batch than its fields need");
    }
    Buffer next = facts.buffers(buffer++);
    if (next.offset() < 0 || next.length() < 0 || next.length() > bodyLength - next.offset()) {
      throw new IOException("a buffer of " + next.length() + " bytes, more than its batch has");
    }
    return next;
  }

  /** Opens the next buffer. */
  ArrowBytes next() throws IOException {
    Buffer next = nextBuffer();
    if (codec != ArrowBytes.PLAIN && open.size() == MAX_COMPRESSED) {
      throw new IOException("more than " + MAX_COMPRESSED + " compressed buffers in a batch");
    }
    ArrowBytes bytes = ArrowBytes.open(input, body + next.offset(), next.length(), codec);
    open.add(bytes);
    return bytes;
  }

  /** Opens the next buffer as the bits that say which values are there. */
  ArrowBits nextValidity(FieldNode of) throws IOException {
    if (of.nullCount() == 0 || facts.buffers(buffer).length() == 0) {
      nextBuffer();
      return new ArrowBits(null);
    }
    return new ArrowBits(next());
  }

  /** How many buffers of data the next column of views has. */
  int nextVariadic() throws IOException {
    if (variadic >= facts.variadicBufferCountsLength()) {
      throw new IOException("no number of buffers for a column of views");
    }
    long count = facts.variadicBufferCounts(variadic++);
    if (count < 0 || count > facts.buffersLength()) {
      throw new IOException(count + " buffers for a column of views");
    }
    return (int) count;
  }

  /** Passes the buffers of a field that is not read. */
  void pass(ArrowField field) throws IOException {
    nextNode();
    int buffers =
        switch (field.indexType() == null ? field.type().id() : Type.Int) {
          case Type.Null, Type.RunEndEncoded -> 0;
          case Type.Struct_, Type.FixedSizeList -> 1;
          case Type.Union -> 1 + field.type().scale();
          case Type.Utf8, Type.Binary, Type.LargeUtf8, Type.LargeBinary -> 3;
          case Type.ListView, Type.LargeListView -> 3;
          case Type.Utf8View, Type.BinaryView -> 2 + nextVariadic();
          default -> 2;
        };
    for (int i = 0; i < buffers; i++) {
      nextBuffer();
    }
    if (field.indexType() == null) {
      for (ArrowField child : field.children()) {
        pass(child);
      }
    }
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(open);
  }
}
