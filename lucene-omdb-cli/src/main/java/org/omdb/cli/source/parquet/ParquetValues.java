// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.parquet;

import dev.hardwood.metadata.RepetitionType;
import dev.hardwood.reader.ColumnReader;
import dev.hardwood.schema.SchemaNode;
import dev.hardwood.schema.SchemaNode.GroupNode;
import dev.hardwood.schema.SchemaNode.PrimitiveNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The values of a top-level column, which may have lists, maps and structs in it, in the batch that
 * the readers are at.
 *
 * <p>Hardwood gives each leaf as an array, and for each list and each optional struct above it a
 * layer: which of its items are null, and for lists where each begins and ends in the layer below.
 */
final class ParquetValues {

  private final SchemaNode column;

  /** By the number of a leaf in the schema. */
  private final Map<Integer, ParquetLeaf> leaves;

  ParquetValues(SchemaNode column, Map<Integer, ParquetLeaf> leaves) {
    this.column = column;
    this.leaves = leaves;
  }

  /**
   * The value of a row.
   *
   * @param row in the batch
   * @return as of {@link ParquetLeaf#get}; a {@code List} for a list, a {@code Map} for a struct or
   *     a map; null if there is none
   */
  Object get(int row) {
    if (column instanceof PrimitiveNode leaf && leaf.repetitionType() == RepetitionType.REPEATED) {
      return list(leaf, leaf, 0, row); // a list without the annotation
    }
    return value(column, 0, row);
  }

  private Object value(SchemaNode node, int layer, int item) {
    if (node instanceof GroupNode group) {
      return group.isList()
          ? list(group, group.getListElement(), layer, item)
          : group.isMap() ? map(group, layer, item) : struct(group, layer, item);
    }
    return leaf(node).get(item);
  }

  private List<Object> list(SchemaNode list, SchemaNode element, int layer, int item) {
    ColumnReader reader = leaf(list).reader();
    if (reader.getLayerValidity(layer).isNull(item)) {
      return null;
    }
    int[] offsets = reader.getLayerOffsets(layer);
    List<Object> values = new ArrayList<>();
    for (int i = offsets[item]; i < offsets[item + 1]; i++) {
      values.add(value(element, layer + 1, i));
    }
    return values;
  }

  private Map<String, Object> map(GroupNode map, int layer, int item) {
    ColumnReader reader = leaf(map).reader();
    if (reader.getLayerValidity(layer).isNull(item)) {
      return null;
    }
    int[] offsets = reader.getLayerOffsets(layer);
    Map<String, Object> entries = new LinkedHashMap<>();
    for (int i = offsets[item]; i < offsets[item + 1]; i++) {
      SchemaNode value = map.getMapValue();
      entries.put(
          String.valueOf(value(map.getMapKey(), layer + 1, i)),
          value == null ? null : value(value, layer + 1, i));
    }
    return entries;
  }

  private Map<String, Object> struct(GroupNode struct, int layer, int item) {
    int inner = layer;
    if (struct.repetitionType() == RepetitionType.OPTIONAL) {
      if (leaf(struct).reader().getLayerValidity(layer).isNull(item)) {
        return null;
      }
      inner++;
    }
    Map<String, Object> members = new LinkedHashMap<>();
    for (SchemaNode child : struct.children()) {
      members.put(child.name(), value(child, inner, item));
    }
    return members;
  }

  /** The first leaf at or below a node: all of them have the same layers above it. */
  private ParquetLeaf leaf(SchemaNode node) {
    SchemaNode first = node;
    while (first instanceof GroupNode group) {
      first = group.children().get(0);
    }
    return leaves.get(((PrimitiveNode) first).columnIndex());
  }
}
