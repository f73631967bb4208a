// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.table;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.omdb.cli.console.Json;
import org.omdb.cli.console.JsonOutput;

/** What stored fields have for values that JSON has no type for. Times are in ISO 8601. */
public final class StoredValues {

  /** Digits of a 128-bit decimal, with room. A larger scale would be a long string of zeros. */
  private static final int MAX_SCALE = 100;

  /** Of the widest decimals that a format has. Of more, the digits would take long. */
  private static final int MAX_BITS = 256;

  private static final int NANOS = 1_000_000_000;

  private StoredValues() {}

  /**
   * Adds a value to those of a row.
   *
   * @param row by the names of columns, as {@code VectorSource.stored} has it
   * @param column name
   * @param value {@code String}, {@code Long}, {@code Double}, {@code Boolean}, {@link Json},
   *     {@link EncodedBytes}; a {@code List} or a {@code Map} of these; null, or a {@code Double}
   *     that is not a number, if there is none
   */
  public static void put(Map<String, Object> row, String column, Object value) {
    if (value instanceof List || value instanceof Map) {
      row.put(column, new Json(JsonOutput.line(value)));
    } else if (value instanceof Double number && Double.isFinite(number) == false) {
      if (number.isInfinite()) {
        row.put(column, number.toString());
      }
    } else if (value instanceof EncodedBytes bytes) {
      row.put(column, bytes.base64());
    } else if (value != null) {
      row.put(column, value);
    }
  }

  /**
   * A float32 as the double that is printed the same: 0.1, not 0.10000000149011612. Rounded to
   * float32 it is the same again.
   *
   * @param value any
   * @return the double
   */
  public static Double floating(float value) {
    return Double.valueOf(Float.toString(value));
  }

  /**
   * An unsigned number of 64 bits.
   *
   * @param bits of the number
   * @return a {@code Long}, or its digits if it is too large for that
   */
  public static Object unsigned(long bits) {
    return bits >= 0 ? (Object) bits : new Json(Long.toUnsignedString(bits));
  }

  /**
   * A date.
   *
   * @param days since 1970-01-01
   * @return such as {@code 2026-11-29}
   */
  public static String date(long days) {
    return LocalDate.ofEpochDay(days).toString();
  }

  /**
   * A time of day.
   *
   * @param value since midnight
   * @param perSecond how many units of the value a second has
   * @return such as {@code 23:59:59.5}
   */
  public static String time(long value, long perSecond) {
    long nanos = Math.multiplyExact(value, NANOS / perSecond);
    return LocalTime.ofNanoOfDay(nanos).toString();
  }

  /**
   * A point in time.
   *
   * @param value since 1970-01-01
   * @param perSecond how many units of the value a second has
   * @param utc whether it is in UTC; else it is a local time of an unknown place
   * @return such as {@code 2026-11-29T11:37:17Z}, or without Z for a local time
   */
  public static String timestamp(long value, long perSecond, boolean utc) {
    long seconds = Math.floorDiv(value, perSecond);
    long nanos = Math.floorMod(value, perSecond) * (NANOS / perSecond);
    Instant instant = Instant.ofEpochSecond(seconds, nanos);
    return utc ? instant.toString() : instant.atOffset(ZoneOffset.UTC).toLocalDateTime().toString();
  }

  /**
   * A length of time.
   *
   * @param value any
   * @param perSecond how many units of the value a second has: a power of ten
   * @return the seconds, as {@link #decimal} has them
   */
  public static Object seconds(long value, long perSecond) {
    int scale = Long.toString(perSecond).length() - 1;
    return decimal(BigInteger.valueOf(value), scale);
  }

  /**
   * A decimal number.
   *
   * @param unscaled its digits
   * @param scale how many of them are behind the point
   * @return a {@code Long} or a {@code Double} if that is the same number, else its digits
   */
  public static Object decimal(BigInteger unscaled, int scale) {
    if (Math.abs(scale) > MAX_SCALE || unscaled.bitLength() > MAX_BITS) {
      throw new IllegalArgumentException("a decimal of more digits than there are types for");
    }
    BigDecimal exact = new BigDecimal(unscaled, scale);
    if (scale <= 0 && exact.toBigInteger().bitLength() < Long.SIZE) {
      return exact.longValue();
    }
    double rounded = exact.doubleValue();
    boolean same = new BigDecimal(Double.toString(rounded)).compareTo(exact) == 0;
    return same ? (Object) rounded : new Json(exact.toPlainString());
  }

  /**
   * A UUID.
   *
   * @param bytes 16 of them, the highest first, whatever order the buffer has
   * @return as text
   */
  public static String uuid(ByteBuffer bytes) {
    ByteBuffer bigEndian = bytes.duplicate();
    return new UUID(bigEndian.getLong(), bigEndian.getLong()).toString();
  }

  /**
   * Bytes as text.
   *
   * @param bytes in UTF-8
   * @return null if they are not UTF-8
   */
  public static String text(ByteBuffer bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString();
    } catch (
        @SuppressWarnings("unused")
        CharacterCodingException e) {
      return null;
    }
  }

  /**
   * Bytes of which nothing is known.
   *
   * @param bytes any
   * @return them as a {@code String} if they are UTF-8, else as {@link EncodedBytes}
   */
  public static Object binary(ByteBuffer bytes) {
    String text = text(bytes);
    return text != null
        ? text
        : new EncodedBytes(
            StandardCharsets.ISO_8859_1.decode(Base64.getEncoder().encode(bytes)).toString());
  }
}
