// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.parquet;

import dev.hardwood.metadata.LogicalType;
import dev.hardwood.metadata.RepetitionType;
import dev.hardwood.schema.SchemaNode;
import dev.hardwood.schema.SchemaNode.GroupNode;
import dev.hardwood.schema.SchemaNode.PrimitiveNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.omdb.cli.source.table.TableColumn;

/** The top-level columns of a file, and what each can be used for. */
final class ParquetColumns {

  private ParquetColumns() {}

  static List<TableColumn> of(List<SchemaNode> nodes) {
    List<TableColumn> columns = new ArrayList<>();
    for (SchemaNode node : nodes) {
      boolean isVector = element(node) != null && isNumber(element(node));
      columns.add(new TableColumn(node.name(), type(node), isVector, isId(node)));
    }
    return columns;
  }

  /** What is in the lists of a column; null if it has no lists, or lists of anything but values. */
  static PrimitiveNode element(SchemaNode node) {
    if (node instanceof GroupNode group
        && group.isList()
        && group.getListElement() instanceof PrimitiveNode element) {
      return element;
    }
    return node instanceof PrimitiveNode value && value.repetitionType() == RepetitionType.REPEATED
        ? value
        : null;
  }

  private static boolean isNumber(PrimitiveNode element) {
    LogicalType logical = element.logicalType();
    return switch (element.type()) {
      case FLOAT, DOUBLE -> true;
      case INT32, INT64 -> logical == null || logical instanceof LogicalType.IntType;
      case FIXED_LEN_BYTE_ARRAY -> logical instanceof LogicalType.Float16Type;
      case BOOLEAN, BYTE_ARRAY, INT96 -> false;
    };
  }

  private static boolean isId(SchemaNode node) {
    if (node instanceof PrimitiveNode value && value.repetitionType() != RepetitionType.REPEATED) {
      LogicalType logical = value.logicalType();
      return switch (value.type()) {
        case INT32, INT64 -> logical == null || logical instanceof LogicalType.IntType;
        case BYTE_ARRAY ->
            logical == null
                || logical instanceof LogicalType.StringType
                || logical instanceof LogicalType.EnumType;
        case FIXED_LEN_BYTE_ARRAY -> logical == null || logical instanceof LogicalType.UuidType;
        case BOOLEAN, FLOAT, DOUBLE, INT96 -> false;
      };
    }
    return false;
  }

  private static String type(SchemaNode node) {
    if (element(node) != null) {
      return "list of " + valueType(element(node));
    }
    if (node instanceof GroupNode group) {
      return group.isList() ? "list of lists or structs" : group.isMap() ? "map" : "struct";
    }
    return valueType((PrimitiveNode) node);
  }

  private static String valueType(PrimitiveNode value) {
    Object type = value.logicalType() == null ? value.type() : value.logicalType();
    return type.toString().toLowerCase(Locale.ROOT);
  }
}
