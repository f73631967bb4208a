// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.parquet;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads structs of Thrift's compact protocol without knowing their fields. It allocates no more
 * than the bytes justify, whatever lengths they claim. For one thread.
 *
 * @see <a href="https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md">
 *     the protocol</a>
 */
final class ThriftReader {

  private static final int MAX_DEPTH = 64;
  private static final int MAX_VARINT_BYTES = 10;

  private static final int TRUE = 1;
  private static final int FALSE = 2;
  private static final int BYTE = 3;
  private static final int I16 = 4;
  private static final int I32 = 5;
  private static final int I64 = 6;
  private static final int DOUBLE = 7;
  private static final int BINARY = 8;
  private static final int LIST = 9;
  private static final int SET = 10;
  private static final int MAP = 11;
  private static final int STRUCT = 12;

  /** The bytes are not of this protocol. */
  static final class Malformed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  private final ByteBuffer bytes;
  private int depth;

  ThriftReader(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /**
   * Reads a struct.
   *
   * @return whole numbers as {@code Long} and structs as {@code Map}, by the ids of the fields;
   *     other values are left out
   * @throws Malformed if it is none
   * @throws BufferUnderflowException if it goes on behind the end
   */
  Map<Integer, Object> struct() {
    Map<Integer, Object> fields = new HashMap<>();
    struct(fields);
    return fields;
  }

  /** Reads a struct only to see whether it is one. Throws as {@link #struct()} does. */
  void skipStruct() {
    struct(null);
  }

  private void struct(Map<Integer, Object> fields) {
    if (++depth > MAX_DEPTH) {
      throw new Malformed("structs in structs, " + depth + " deep");
    }
    int id = 0;
    for (int header = bytes.get() & 0xff; header != 0; header = bytes.get() & 0xff) {
      int delta = header >> 4;
      id = delta == 0 ? (int) zigzag() : id + delta;
      Object value = value(header & 15, fields != null, false);
      if (value != null) {
        fields.put(id, value);
      }
    }
    depth--;
  }

  /** Reads a value; returns null if nobody keeps it. */
  private Object value(int type, boolean keep, boolean inCollection) {
    switch (type) {
      case TRUE, FALSE -> skip(inCollection ? 1 : 0); // a field has it in its header
      case BYTE -> skip(1);
      case I16, I32, I64 -> {
        long value = zigzag();
        return keep ? (Object) value : null;
      }
      case DOUBLE -> skip(Double.BYTES);
      case BINARY -> skip(varint());
      case LIST, SET -> list();
      case MAP -> map();
      case STRUCT -> {
        Map<Integer, Object> fields = keep ? new HashMap<>() : null;
        struct(fields);
        return fields;
      }
      default -> throw new Malformed("a value of type " + type);
    }
    return null;
  }

  private void list() {
    int header = bytes.get() & 0xff;
    long size = header >> 4;
    elements(size == 15 ? varint() : size, header & 15, -1);
  }

  private void map() {
    long size = varint();
    if (size > 0) {
      int types = bytes.get() & 0xff;
      elements(size, types >> 4, types & 15);
    }
  }

  private void elements(long size, int type, int secondType) {
    if (size < 0 || size > bytes.remaining()) {
      throw new Malformed("a list of " + Long.toUnsignedString(size) + " values");
    }
    if (++depth > MAX_DEPTH) {
      throw new Malformed("lists in lists, " + depth + " deep");
    }
    for (long i = 0; i < size; i++) {
      value(type, false, true);
      if (secondType >= 0) {
        value(secondType, false, true);
      }
    }
    depth--;
  }

  private void skip(long count) {
    if (count < 0 || count > bytes.remaining()) {
      throw new BufferUnderflowException();
    }
    bytes.position(bytes.position() + (int) count);
  }

  private long zigzag() {
    long value = varint();
    return (value >>> 1) ^ -(value & 1);
  }

  private long varint() {
    long value = 0;
    for (int i = 0; i < MAX_VARINT_BYTES; i++) {
      byte next = bytes.get();
      value |= (next & 0x7fL) << (7 * i);
      if (next >= 0) {
        return value;
      }
    }
    throw new Malformed("a number of more than " + MAX_VARINT_BYTES + " bytes");
  }
}
