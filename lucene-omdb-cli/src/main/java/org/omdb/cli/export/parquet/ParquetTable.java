// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.export.parquet;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.ListType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;
import org.omdb.cli.console.JsonOutput;

/**
 * A Parquet file of rows with an id, a list of float32, and stored columns. A row group is held in
 * memory until it is full. For one thread.
 *
 * @see <a href="https://github.com/apache/parquet-format">the format</a>
 */
final class ParquetTable {

  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int ROW_GROUP_BYTES = 64 << 20;

  private static final String ID = "id";
  private static final String VECTOR = "vector";

  private final CountingStream out;
  private final SortedMap<String, ColumnType> types;
  private final List<SchemaElement> schema = new ArrayList<>();
  private final List<RowGroup> groups = new ArrayList<>();

  /** Null if no row has an id. */
  private ColumnChunkWriter ids;

  private final ColumnChunkWriter vectors;
  private final Map<String, ColumnChunkWriter> columns = new LinkedHashMap<>();
  private long rowsInGroup;
  private long rows;

  /**
   * Begins a file.
   *
   * @param hasIds whether there are ids
   * @param types of stored columns, by their names, none of which is {@code id} or {@code vector}
   */
  ParquetTable(OutputStream file, boolean hasIds, SortedMap<String, ColumnType> types)
      throws IOException {
    this.out = new CountingStream(file);
    this.types = types;
    SchemaElement root = new SchemaElement("schema");
    root.setNum_children((hasIds ? 1 : 0) + 1 + types.size());
    schema.add(root);
    if (hasIds) {
      ids = optional(ID, ColumnType.TEXT);
    }
    SchemaElement list = new SchemaElement(VECTOR);
    list.setRepetition_type(FieldRepetitionType.REQUIRED);
    list.setNum_children(1);
    list.setConverted_type(ConvertedType.LIST);
    list.setLogicalType(LogicalType.LIST(new ListType()));
    schema.add(list);
    SchemaElement repeated = new SchemaElement("list");
    repeated.setRepetition_type(FieldRepetitionType.REPEATED);
    repeated.setNum_children(1);
    schema.add(repeated);
    SchemaElement element = new SchemaElement("element");
    element.setRepetition_type(FieldRepetitionType.REQUIRED);
    element.setType(Type.FLOAT);
    schema.add(element);
    vectors = new ColumnChunkWriter(List.of(VECTOR, "list", "element"), Type.FLOAT, false, true);
    types.forEach((name, type) -> columns.put(name, optional(name, type)));
    out.write(MAGIC);
  }

  private ColumnChunkWriter optional(String name, ColumnType type) {
    SchemaElement element = type.element(name);
    element.setRepetition_type(FieldRepetitionType.OPTIONAL);
    schema.add(element);
    return new ColumnChunkWriter(List.of(name), element.getType(), true, false);
  }

  /** Adds a row. */
  void add(String id, float[] vector, Map<String, Object> values) throws IOException {
    if (ids != null) {
      add(ids, ColumnType.TEXT, id);
    }
    vectors.addVector(vector);
    for (Map.Entry<String, ColumnChunkWriter> column : columns.entrySet()) {
      ColumnType type = types.get(column.getKey());
      add(column.getValue(), type, values.get(column.getKey()));
    }
    rowsInGroup++;
    long bytes = (ids == null ? 0 : ids.bytes()) + vectors.bytes();
    for (ColumnChunkWriter column : columns.values()) {
      bytes += column.bytes();
    }
    if (bytes >= ROW_GROUP_BYTES) {
      endGroup();
    }
  }

  private static void add(ColumnChunkWriter column, ColumnType type, Object value)
      throws IOException {
    if (value == null || ColumnType.of(value) == null) {
      column.addMissing();
      return;
    }
    switch (type) {
      case SMALL_LONG, LONG -> column.addLong(((Number) value).longValue());
      case DOUBLE -> column.addLong(Double.doubleToRawLongBits(toDouble((Number) value)));
      case BOOLEAN -> column.addBoolean((Boolean) value);
      case TEXT -> column.addBinary(((String) value).getBytes(StandardCharsets.UTF_8));
      case BYTES -> column.addBinary((byte[]) value);
      case JSON -> column.addBinary(JsonOutput.line(value).getBytes(StandardCharsets.UTF_8));
    }
  }

  /** A float becomes the double that is printed the same. */
  private static double toDouble(Number number) {
    return number instanceof Float ? Double.parseDouble(number.toString()) : number.doubleValue();
  }

  private void endGroup() throws IOException {
    List<ColumnChunk> chunks = new ArrayList<>();
    if (ids != null) {
      chunks.add(ids.moveTo(out));
    }
    chunks.add(vectors.moveTo(out));
    for (ColumnChunkWriter column : columns.values()) {
      chunks.add(column.moveTo(out));
    }
    long uncompressed = 0;
    long compressed = 0;
    for (ColumnChunk chunk : chunks) {
      uncompressed += chunk.getMeta_data().getTotal_uncompressed_size();
      compressed += chunk.getMeta_data().getTotal_compressed_size();
    }
    RowGroup group = new RowGroup(chunks, uncompressed, rowsInGroup);
    group.setTotal_compressed_size(compressed);
    group.setFile_offset(chunks.get(0).getFile_offset());
    groups.add(group);
    rows += rowsInGroup;
    rowsInGroup = 0;
  }

  /** Ends the file. */
  void end() throws IOException {
    if (rowsInGroup > 0) {
      endGroup();
    }
    FileMetaData facts = new FileMetaData(1, schema, rows, groups);
    facts.setCreated_by("lucene-omdb");
    long start = out.count();
    Util.writeFileMetaData(facts, out);
    PageBytes length = new PageBytes();
    length.addInt((int) (out.count() - start));
    out.write(length.toByteArray());
    out.write(MAGIC);
  }
}
