// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.export.parquet;

import java.util.List;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.JsonType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.Type;
import org.omdb.cli.console.Json;

/** How a stored column is kept in Parquet, where all its values have one type. */
enum ColumnType {
  /** Whole numbers that are the same as a double. */
  SMALL_LONG(Type.INT64),

  /** Whole numbers. */
  LONG(Type.INT64),

  /** Numbers. */
  DOUBLE(Type.DOUBLE),

  /** True and false. */
  BOOLEAN(Type.BOOLEAN),

  /** Strings. */
  TEXT(Type.BYTE_ARRAY) {
    @Override
    void annotate(SchemaElement element) {
      element.setConverted_type(ConvertedType.UTF8);
      element.setLogicalType(LogicalType.STRING(new StringType()));
    }
  },

  /** Bytes that another program stored. */
  BYTES(Type.BYTE_ARRAY),

  /** Values of several types, lists or objects, as JSON text. */
  JSON(Type.BYTE_ARRAY) {
    @Override
    void annotate(SchemaElement element) {
      element.setConverted_type(ConvertedType.JSON);
      element.setLogicalType(LogicalType.JSON(new JsonType()));
    }
  };

  /** Up to here, each whole number is a double. */
  private static final long MAX_EXACT = 1L << 53;

  private final Type physical;

  ColumnType(Type physical) {
    this.physical = physical;
  }

  /** The type that a value needs; null for a value that is null. */
  static ColumnType of(Object value) {
    return switch (value) {
      case Long number -> Math.abs(number) <= MAX_EXACT ? SMALL_LONG : LONG;
      case Integer number -> SMALL_LONG;
      case Double number -> DOUBLE;
      case Float number -> DOUBLE;
      case Boolean bool -> BOOLEAN;
      case String text -> TEXT;
      case byte[] bytes -> BYTES;
      case Json json -> json.equals(Json.NULL) ? null : JSON;
      default -> JSON;
    };
  }

  /** The type for values of both types. */
  ColumnType with(ColumnType other) {
    if (other == this) {
      return this;
    }
    List<ColumnType> both = List.of(this, other);
    if (both.contains(SMALL_LONG) && (both.contains(LONG) || both.contains(DOUBLE))) {
      return this == SMALL_LONG ? other : this;
    }
    return JSON;
  }

  /** Describes values of this type. */
  SchemaElement element(String name) {
    SchemaElement element = new SchemaElement(name);
    element.setType(physical);
    annotate(element);
    return element;
  }

  void annotate(SchemaElement element) {}
}
