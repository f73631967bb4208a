// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.arrow;

import com.google.flatbuffers.Table;
import java.util.function.Supplier;
import org.apache.arrow.flatbuf.Date;
import org.apache.arrow.flatbuf.DateUnit;
import org.apache.arrow.flatbuf.Decimal;
import org.apache.arrow.flatbuf.Duration;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FixedSizeBinary;
import org.apache.arrow.flatbuf.FixedSizeList;
import org.apache.arrow.flatbuf.FloatingPoint;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.KeyValue;
import org.apache.arrow.flatbuf.Precision;
import org.apache.arrow.flatbuf.Time;
import org.apache.arrow.flatbuf.TimeUnit;
import org.apache.arrow.flatbuf.Timestamp;
import org.apache.arrow.flatbuf.Type;
import org.apache.arrow.flatbuf.Union;
import org.apache.arrow.flatbuf.UnionMode;

/**
 * The type of a column.
 *
 * @param id one of {@link Type}
 * @param size bytes of a value, or values of a list of fixed size; 0 where that makes no sense
 * @param signed whether whole numbers are
 * @param perSecond how many units of a time make a second; 0 if it counts days
 * @param utc whether times are in UTC
 * @param scale of a decimal; of a union 1 if it has offsets
 * @param uuid whether bytes are UUIDs
 */
record ArrowType(
    byte id, int size, boolean signed, long perSecond, boolean utc, int scale, boolean uuid) {

  /** Metadata of a field whose values mean more than their type says. */
  private static final String EXTENSION = "ARROW:extension:name";

  private static final String UUID = "arrow.uuid";

  private static final int UUID_BYTES = 16;

  ArrowType(byte id, int size, boolean signed, long perSecond, boolean utc, int scale) {
    this(id, size, signed, perSecond, utc, scale, false);
  }

  static ArrowType of(Field field) {
    byte id = field.typeType();
    return switch (id) {
      case Type.Int -> of(table(field, Int::new));
      case Type.FloatingPoint -> {
        int precision = table(field, FloatingPoint::new).precision();
        if (precision < Precision.HALF || precision > Precision.DOUBLE) {
          throw new IllegalArgumentException("a precision of " + precision);
        }
        yield sized(id, 2 << precision); // half, single, double
      }
      case Type.Decimal -> {
        Decimal decimal = table(field, Decimal::new);
        yield new ArrowType(id, decimal.bitWidth() / Byte.SIZE, true, 0, false, decimal.scale());
      }
      case Type.Date -> {
        boolean days = table(field, Date::new).unit() == DateUnit.DAY;
        yield new ArrowType(id, days ? 4 : 8, true, days ? 0 : 1_000, false, 0);
      }
      case Type.Time -> {
        Time time = table(field, Time::new);
        long perSecond = perSecond(time.unit());
        yield new ArrowType(id, time.bitWidth() / Byte.SIZE, true, perSecond, false, 0);
      }
      case Type.Timestamp -> {
        Timestamp time = table(field, Timestamp::new);
        yield new ArrowType(
            id, Long.BYTES, true, perSecond(time.unit()), time.timezone() != null, 0);
      }
      case Type.Duration ->
          new ArrowType(
              id, Long.BYTES, true, perSecond(table(field, Duration::new).unit()), false, 0);
      case Type.FixedSizeBinary -> {
        int size = table(field, FixedSizeBinary::new).byteWidth();
        yield new ArrowType(
            id, size, false, 0, false, 0, size == UUID_BYTES && UUID.equals(extension(field)));
      }
      case Type.FixedSizeList -> sized(id, table(field, FixedSizeList::new).listSize());
      case Type.Union -> {
        int offsets = table(field, Union::new).mode() == UnionMode.Dense ? 1 : 0;
        yield new ArrowType(id, 0, false, 0, false, offsets);
      }
      default -> sized(id, 0);
    };
  }

  /** Whole numbers, such as those that stand for the values of a dictionary. */
  static ArrowType of(Int number) {
    return new ArrowType(Type.Int, number.bitWidth() / Byte.SIZE, number.isSigned(), 0, false, 0);
  }

  private static ArrowType sized(byte id, int size) {
    return new ArrowType(id, size, false, 0, false, 0);
  }

  /** The name of the extension type; null if there is none. */
  private static String extension(Field field) {
    for (int i = 0; i < field.customMetadataLength(); i++) {
      KeyValue entry = field.customMetadata(i);
      if (EXTENSION.equals(entry.key())) {
        return entry.value();
      }
    }
    return null;
  }

  private static <T extends Table> T table(Field field, Supplier<T> empty) {
    T table = empty.get();
    if (field.type(table) == null) {
      throw new IllegalArgumentException("a type without its facts");
    }
    return table;
  }

  private static long perSecond(short unit) {
    return switch (unit) {
      case TimeUnit.SECOND -> 1;
      case TimeUnit.MILLISECOND -> 1_000;
      case TimeUnit.MICROSECOND -> 1_000_000;
      case TimeUnit.NANOSECOND -> 1_000_000_000;
      default -> throw new IllegalArgumentException("a unit of time " + unit);
    };
  }

  /** Whether lengths and offsets have 64 bits. */
  boolean isLarge() {
    return id == Type.LargeBinary || id == Type.LargeUtf8 || id == Type.LargeList;
  }

  /** For messages. */
  @Override
  public String toString() {
    String name = Type.name(id);
    return switch (id) {
      case Type.Int -> (signed ? "int" : "uint") + size * Byte.SIZE;
      case Type.FloatingPoint -> "float" + size * Byte.SIZE;
      case Type.Struct_ -> "struct";
      case Type.FixedSizeBinary -> uuid ? "uuid" : name.toLowerCase(java.util.Locale.ROOT);
      default -> name.toLowerCase(java.util.Locale.ROOT);
    };
  }
}
