// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.parquet;

import dev.hardwood.metadata.LogicalType;
import dev.hardwood.metadata.LogicalType.TimeUnit;
import dev.hardwood.reader.ColumnReader;
import dev.hardwood.schema.ColumnSchema;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.omdb.cli.source.table.JsonColumn;
import org.omdb.cli.source.table.StoredValues;

/**
 * The values of a column without lists or structs, in the batch that its reader is at.
 *
 * @param reader of this column
 * @param schema of this column
 */
record ParquetLeaf(ColumnReader reader, ColumnSchema schema) {

  /** Julian day of 1970-01-01, as the outdated timestamps of 96 bits count. */
  private static final long EPOCH_AS_JULIAN_DAY = 2_440_588;

  private static final long SECONDS_PER_DAY = 86_400;

  /**
   * A value.
   *
   * @return {@code String}, {@code Long}, {@code Double}, {@code Boolean}, or what {@link
   *     StoredValues} makes of its type; null if there is none
   */
  Object get(int index) {
    if (reader.getLeafValidity().isNull(index)) {
      return null;
    }
    return switch (schema.type()) {
      case BOOLEAN -> reader.getBooleans()[index];
      case INT32 -> whole(reader.getInts()[index], Integer.SIZE);
      case INT64 -> whole(reader.getLongs()[index], Long.SIZE);
      case FLOAT -> StoredValues.floating(reader.getFloats()[index]);
      case DOUBLE -> reader.getDoubles()[index];
      case INT96 -> julian(bytes(index));
      case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> binary(bytes(index));
    };
  }

  /** The bytes of a value, in the batch's own array. */
  ByteBuffer bytes(int index) {
    int[] offsets = reader.getBinaryOffsets();
    int length = offsets[index + 1] - offsets[index];
    return ByteBuffer.wrap(reader.getBinaryValues(), offsets[index], length).slice();
  }

  private Object whole(long value, int bits) {
    return switch (schema.logicalType()) {
      case LogicalType.IntType type -> {
        if (type.isSigned()) {
          yield value;
        }
        yield bits == Long.SIZE ? StoredValues.unsigned(value) : value & 0xffff_ffffL;
      }
      case LogicalType.DateType date -> StoredValues.date(value);
      case LogicalType.TimeType time -> StoredValues.time(value, perSecond(time.unit()));
      case LogicalType.TimestampType time ->
          StoredValues.timestamp(value, perSecond(time.unit()), time.isAdjustedToUTC());
      case LogicalType.DecimalType decimal ->
          StoredValues.decimal(BigInteger.valueOf(value), decimal.scale());
      case null -> value;
      default -> value;
    };
  }

  private Object binary(ByteBuffer bytes) {
    return switch (schema.logicalType()) {
      case LogicalType.UuidType uuid -> StoredValues.uuid(bytes);
      case LogicalType.Float16Type half ->
          StoredValues.floating(
              Float.float16ToFloat(bytes.order(ByteOrder.LITTLE_ENDIAN).getShort(0)));
      case LogicalType.DecimalType decimal -> {
        byte[] digits = new byte[bytes.remaining()];
        bytes.get(digits);
        yield StoredValues.decimal(new BigInteger(digits), decimal.scale());
      }
      case LogicalType.JsonType json -> JsonColumn.of(StoredValues.binary(bytes).toString());
      case null -> StoredValues.binary(bytes);
      default -> StoredValues.binary(bytes);
    };
  }

  private static Object julian(ByteBuffer bytes) {
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    long days = bytes.getInt(Long.BYTES) - EPOCH_AS_JULIAN_DAY;
    long nanos = bytes.getLong(0);
    long seconds = Math.addExact(days * SECONDS_PER_DAY, Math.floorDiv(nanos, 1_000_000_000L));
    return java.time.Instant.ofEpochSecond(seconds, Math.floorMod(nanos, 1_000_000_000L))
        .toString();
  }

  private static long perSecond(TimeUnit unit) {
    return switch (unit) {
      case MILLIS -> 1_000;
      case MICROS -> 1_000_000;
      case NANOS -> 1_000_000_000;
    };
  }
}
