// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.arrow;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flatbuf.DictionaryEncoding;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.Type;
import org.omdb.cli.source.table.TableColumn;

/**
 * A column, or a part of one.
 *
 * @param name of the column
 * @param type of its values
 * @param children such as what is in its lists
 * @param indexType if its values are in a dictionary, the type of the numbers that stand for them;
 *     else null
 * @param dictionary which one
 */
record ArrowField(
    String name, ArrowType type, List<ArrowField> children, ArrowType indexType, long dictionary) {

  private static final int MAX_DEPTH = 64;

  /** A field of a schema takes more bytes than this, unless several share them. */
  private static final int MIN_FIELD_BYTES = 8;

  /** The columns of a schema. */
  static List<ArrowField> of(Schema schema) {
    int[] left = {schema.getByteBuffer().capacity() / MIN_FIELD_BYTES};
    List<ArrowField> fields = new ArrayList<>();
    for (int i = 0; i < schema.fieldsLength(); i++) {
      fields.add(of(schema.fields(i), left, 0));
    }
    return fields;
  }

  private static ArrowField of(Field field, int[] left, int depth) {
    if (depth > MAX_DEPTH || --left[0] < 0) {
      throw new IllegalArgumentException("fields in fields without end");
    }
    List<ArrowField> children = new ArrayList<>();
    for (int i = 0; i < field.childrenLength(); i++) {
      children.add(of(field.children(i), left, depth + 1));
    }
    ArrowType type = ArrowType.of(field);
    int expected =
        switch (type.id()) {
          case Type.List, Type.LargeList, Type.FixedSizeList, Type.Map -> 1;
          default -> children.size();
        };
    if (children.size() != expected) {
      throw new IllegalArgumentException(type + " with " + children.size() + " children");
    }
    String name = field.name() == null ? "" : field.name();
    DictionaryEncoding encoding = field.dictionary();
    ArrowType indexType = null;
    if (encoding != null) {
      indexType =
          encoding.indexType() == null
              ? new ArrowType(Type.Int, Integer.BYTES, true, 0, false, 0)
              : ArrowType.of(encoding.indexType());
    }
    return new ArrowField(name, type, children, indexType, encoding == null ? -1 : encoding.id());
  }

  /** What the column can be used for. */
  TableColumn column() {
    return new TableColumn(name, describe(), isVector(), isId());
  }

  private String describe() {
    String values = children.size() == 1 ? type + " of " + children.get(0).type : type.toString();
    return indexType == null ? values : "dictionary of " + values;
  }

  private boolean isVector() {
    return indexType == null
        && switch (type.id()) {
          case Type.List, Type.LargeList, Type.FixedSizeList ->
              children.get(0).indexType == null && ArrowVectors.element(children.get(0)) != null;
          default -> false;
        };
  }

  private boolean isId() {
    return switch (type.id()) {
      case Type.Int,
          Type.Utf8,
          Type.LargeUtf8,
          Type.Utf8View,
          Type.Binary,
          Type.LargeBinary,
          Type.BinaryView,
          Type.FixedSizeBinary ->
          true;
      default -> false;
    };
  }
}
