// SPDX-License-Identifier: Apache-2.0
package org.omdb.store.metadata;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.ByteArrayDataInput;
import org.apache.lucene.store.ByteBuffersDataOutput;
import org.apache.lucene.store.DataInput;
import org.apache.lucene.store.DataOutput;
import org.apache.lucene.util.BytesRef;

/**
 * Metadata as bytes, for one stored field per document: the number of entries as a vInt, and per
 * entry its key as a string, the byte of its type, and the value. Types and order come back as they
 * were.
 */
final class MetadataBytes {

  private static final byte STRING = 0;
  private static final byte FALSE = 1;
  private static final byte TRUE = 2;
  private static final byte INTEGER = 3; // zInt
  private static final byte LONG = 4; // zLong
  private static final byte FLOAT = 5; // its bits as an int
  private static final byte DOUBLE = 6; // its bits as a long
  private static final byte INSTANT = 7; // seconds as zLong, nanoseconds as vInt
  private static final byte UUID_BITS = 8; // two longs
  private static final byte LIST = 9; // vInt, then per member its type and value

  private MetadataBytes() {}

  static BytesRef encode(Map<String, Object> metadata) {
    ByteBuffersDataOutput out = new ByteBuffersDataOutput();
    try {
      out.writeVInt(metadata.size());
      for (Map.Entry<String, Object> entry : metadata.entrySet()) {
        out.writeString(entry.getKey());
        write(out, entry.getValue());
      }
    } catch (IOException e) {
      throw new AssertionError("memory does not fail", e);
    }
    return new BytesRef(out.toArrayCopy());
  }

  private static void write(DataOutput out, Object value) throws IOException {
    if (value instanceof String string) {
      out.writeByte(STRING);
      out.writeString(string);
    } else if (value instanceof Boolean bool) {
      out.writeByte(bool ? TRUE : FALSE);
    } else if (value instanceof Integer number) {
      out.writeByte(INTEGER);
      out.writeZInt(number);
    } else if (value instanceof Long number) {
      out.writeByte(LONG);
      out.writeZLong(number);
    } else if (value instanceof Float number) {
      out.writeByte(FLOAT);
      out.writeInt(Float.floatToRawIntBits(number));
    } else if (value instanceof Double number) {
      out.writeByte(DOUBLE);
      out.writeLong(Double.doubleToRawLongBits(number));
    } else if (value instanceof Instant instant) {
      out.writeByte(INSTANT);
      out.writeZLong(instant.getEpochSecond());
      out.writeVInt(instant.getNano());
    } else if (value instanceof UUID uuid) {
      out.writeByte(UUID_BITS);
      out.writeLong(uuid.getMostSignificantBits());
      out.writeLong(uuid.getLeastSignificantBits());
    } else if (value instanceof List<?> members) {
      out.writeByte(LIST);
      out.writeVInt(members.size());
      for (Object member : members) {
        write(out, member);
      }
    } else {
      throw new AssertionError(value.getClass()); // MetadataTypes lets no other pass
    }
  }

  static Map<String, Object> decode(BytesRef bytes) throws IOException {
    ByteArrayDataInput in = new ByteArrayDataInput(bytes.bytes, bytes.offset, bytes.length);
    int size = in.readVInt();
    Map<String, Object> metadata = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      metadata.put(in.readString(), read(in));
    }
    return Collections.unmodifiableMap(metadata);
  }

  private static Object read(DataInput in) throws IOException {
    byte type = in.readByte();
    return switch (type) {
      case STRING -> in.readString();
      case FALSE -> false;
      case TRUE -> true;
      case INTEGER -> in.readZInt();
      case LONG -> in.readZLong();
      case FLOAT -> Float.intBitsToFloat(in.readInt());
      case DOUBLE -> Double.longBitsToDouble(in.readLong());
      case INSTANT -> Instant.ofEpochSecond(in.readZLong(), in.readVInt());
      case UUID_BITS -> new UUID(in.readLong(), in.readLong());
      case LIST -> readList(in);
      default -> throw new CorruptIndexException("metadata of unknown type " + type, "metadata");
    };
  }

  private static List<Object> readList(DataInput in) throws IOException {
    int size = in.readVInt();
    List<Object> members = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      members.add(read(in));
    }
    return Collections.unmodifiableList(members);
  }
}
