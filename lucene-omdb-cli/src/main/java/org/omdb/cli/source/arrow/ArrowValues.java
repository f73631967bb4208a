// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.arrow;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.Type;
import org.omdb.cli.source.table.StoredValues;

/** Opens the values of columns in a batch. */
final class ArrowValues {

  private static final long SECONDS_PER_DAY = 86_400;

  private ArrowValues() {}

  /** Whether there are values of a type that can be stored. */
  static boolean areReadable(ArrowField field) {
    return switch (field.type().id()) {
      case Type.Interval, Type.Union, Type.RunEndEncoded, Type.ListView, Type.LargeListView ->
          false;
      default -> field.children().stream().allMatch(ArrowValues::areReadable);
    };
  }

  /** Opens the next field of the batch. */
  static ArrowValue of(ArrowField field, ArrowBatch batch) throws IOException {
    if (field.indexType() != null) {
      List<Object> values = batch.dictionary(field.dictionary());
      ArrowValue index = fixed(field.indexType(), batch);
      return () -> {
        Object at = index.next();
        return at == null ? null : values.get(Math.toIntExact((Long) at));
      };
    }
    return switch (field.type().id()) {
      case Type.Null -> {
        batch.nextNode();
        yield () -> null;
      }
      case Type.Bool -> {
        ArrowBits present = batch.nextValidity(batch.nextNode());
        ArrowBits bits = new ArrowBits(batch.next());
        yield () -> {
          boolean value = bits.next();
          return present.next() ? value : null;
        };
      }
      case Type.Utf8, Type.LargeUtf8, Type.Binary, Type.LargeBinary -> binary(field, batch);
      case Type.Utf8View, Type.BinaryView -> ArrowViews.of(batch);
      case Type.List, Type.LargeList -> list(field, batch);
      case Type.Map -> map(list(field, batch));
      case Type.FixedSizeList -> fixedList(field, batch);
      case Type.Struct_ -> struct(field, batch);
      default -> fixed(field.type(), batch);
    };
  }

  private static ArrowValue fixed(ArrowType type, ArrowBatch batch) throws IOException {
    ArrowBits present = batch.nextValidity(batch.nextNode());
    ArrowBytes bytes = batch.next();
    if (type.size() < 0) {
      throw new IOException("values of " + type.size() + " bytes");
    }
    return () -> {
      ByteBuffer value = bytes.next(type.size());
      return present.next() ? value(type, value) : null;
    };
  }

  private static Object value(ArrowType type, ByteBuffer bytes) throws IOException {
    return switch (type.id()) {
      case Type.Int -> {
        long value = whole(bytes, type.signed());
        yield type.signed() ? value : StoredValues.unsigned(value);
      }
      case Type.FloatingPoint ->
          switch (type.size()) {
            case Short.BYTES -> StoredValues.floating(Float.float16ToFloat(bytes.getShort(0)));
            case Float.BYTES -> StoredValues.floating(bytes.getFloat(0));
            default -> bytes.getDouble(0);
          };
      case Type.Decimal -> {
        byte[] digits = new byte[bytes.remaining()];
        for (int i = 0; i < digits.length; i++) {
          digits[digits.length - 1 - i] = bytes.get(i); // to big-endian
        }
        yield StoredValues.decimal(new BigInteger(digits), type.scale());
      }
      case Type.Date -> {
        long date = whole(bytes, true);
        yield StoredValues.date(
            type.perSecond() == 0 ? date : Math.floorDiv(date, SECONDS_PER_DAY * type.perSecond()));
      }
      case Type.Time -> StoredValues.time(whole(bytes, true), type.perSecond());
      case Type.Timestamp -> StoredValues.timestamp(bytes.getLong(0), type.perSecond(), type.utc());
      case Type.Duration -> StoredValues.seconds(bytes.getLong(0), type.perSecond());
      case Type.FixedSizeBinary ->
          type.uuid() ? StoredValues.uuid(bytes) : StoredValues.binary(bytes);
      default -> throw new IOException("values of type " + type);
    };
  }

  private static long whole(ByteBuffer bytes, boolean signed) throws IOException {
    return switch (bytes.remaining()) {
      case Byte.BYTES -> signed ? bytes.get(0) : bytes.get(0) & 0xff;
      case Short.BYTES -> signed ? bytes.getShort(0) : bytes.getShort(0) & 0xffff;
      case Integer.BYTES -> signed ? bytes.getInt(0) : bytes.getInt(0) & 0xffff_ffffL;
      case Long.BYTES -> bytes.getLong(0);
      default -> throw new IOException("whole numbers of " + bytes.remaining() + " bytes");
    };
  }

  private static ArrowValue binary(ArrowField field, ArrowBatch batch) throws IOException {
    ArrowBits present = batch.nextValidity(batch.nextNode());
    ArrowOffsets offsets = new ArrowOffsets(batch.next(), field.type().isLarge());
    ArrowBytes bytes = batch.next();
    return () -> {
      bytes.skip(offsets.next());
      long length = offsets.length();
      if (present.next()) {
        return StoredValues.binary(bytes.next(Math.toIntExact(length)));
      }
      bytes.skip(length);
      return null;
    };
  }

  private static ArrowValue list(ArrowField field, ArrowBatch batch) throws IOException {
    ArrowBits present = batch.nextValidity(batch.nextNode());
    ArrowOffsets offsets = new ArrowOffsets(batch.next(), field.type().isLarge());
    ArrowValue values = of(field.children().get(0), batch);
    return () -> {
      take(batch, values, offsets.next());
      List<Object> list = take(batch, values, offsets.length());
      return present.next() ? list : null;
    };
  }

  private static ArrowValue fixedList(ArrowField field, ArrowBatch batch) throws IOException {
    ArrowBits present = batch.nextValidity(batch.nextNode());
    ArrowValue values = of(field.children().get(0), batch);
    return () -> {
      List<Object> list = take(batch, values, field.type().size());
      return present.next() ? list : null;
    };
  }

  private static List<Object> take(ArrowBatch batch, ArrowValue values, long count)
      throws IOException {
    batch.countValues(count);
    List<Object> list = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      list.add(values.next());
    }
    return list;
  }

  /** A map is a list of structs of a key and a value. */
  private static ArrowValue map(ArrowValue entries) {
    return () -> {
      if (entries.next() instanceof List<?> list) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (Object entry : list) {
          if (entry instanceof Map<?, ?> struct && struct.size() == 2) {
            Object[] keyAndValue = struct.values().toArray();
            map.put(String.valueOf(keyAndValue[0]), keyAndValue[1]);
          }
        }
        return map;
      }
      return null;
    };
  }

  private static ArrowValue struct(ArrowField field, ArrowBatch batch) throws IOException {
    FieldNode node = batch.nextNode();
    ArrowBits present = batch.nextValidity(node);
    Map<String, ArrowValue> members = new LinkedHashMap<>();
    for (ArrowField child : field.children()) {
      members.put(child.name(), of(child, batch));
    }
    return () -> {
      batch.countValues(members.size());
      Map<String, Object> struct = new LinkedHashMap<>();
      for (Map.Entry<String, ArrowValue> member : members.entrySet()) {
        struct.put(member.getKey(), member.getValue().next());
      }
      return present.next() ? struct : null;
    };
  }
}
