// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.parquet;

import dev.hardwood.HardwoodContext;
import dev.hardwood.InputFile;
import dev.hardwood.metadata.RowGroup;
import dev.hardwood.reader.ColumnReader;
import dev.hardwood.reader.ColumnReaders;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.schema.ColumnProjection;
import dev.hardwood.schema.ColumnSchema;
import dev.hardwood.schema.SchemaNode;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.lucene.util.IOUtils;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.SourceFile;

/**
 * Some columns of a Parquet file, batch by batch. Memory is bounded by a batch of rows and the
 * pages that it comes from, however large the row groups are: the file is mapped, and Hardwood
 * decodes a few pages ahead. For one thread.
 */
final class ParquetBatches implements Closeable {

  /** Components of a batch: some megabytes. */
  private static final int BATCH_COMPONENTS = 1 << 18;

  private static final int MAX_BATCH_ROWS = 1 << 10;

  /** More threads would take time from those that index. */
  private static final int DECODING_THREADS = 1;

  /** Kept in a field, because a logger that is garbage collected forgets its level. */
  private static final Logger LOG = Logger.getLogger("dev.hardwood");

  static {
    LOG.setLevel(Level.WARNING); // it logs which implementations it found
  }

  private final HardwoodContext context = HardwoodContext.create(DECODING_THREADS);
  private final InputFile input;
  private final ParquetCheck check;
  private final ParquetFileReader reader;
  private final Map<Integer, ParquetLeaf> leaves = new HashMap<>();
  private ColumnReaders readers;

  /** Opens a file, which is closed with this, or if this fails. */
  ParquetBatches(SourceFile file, InputFile input) throws IOException, CommandFailure {
    this.input = input;
    this.check = new ParquetCheck(file, input);
    try {
      input.open();
      check.footer();
      this.reader = ParquetFileReader.open(input, context);
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, context::close, input);
      throw t;
    }
  }

  /** The columns of the file. */
  List<SchemaNode> columns() {
    return reader.getFileSchema().getRootNode().children();
  }

  /** The leaves at or below a column, in the order of the schema. */
  List<ColumnSchema> leaves(SchemaNode column) {
    List<ColumnSchema> below = new ArrayList<>();
    addLeaves(column, below);
    return below;
  }

  private void addLeaves(SchemaNode node, List<ColumnSchema> below) {
    switch (node) {
      case SchemaNode.GroupNode group -> group.children().forEach(child -> addLeaves(child, below));
      case SchemaNode.PrimitiveNode leaf ->
          below.add(reader.getFileSchema().getColumn(leaf.columnIndex()));
    }
  }

  /** How many rows the file says it has. */
  long rows() {
    return reader.getFileMetaData().numRows();
  }

  /** Size of the file in bytes. */
  long length() throws IOException {
    return input.length();
  }

  /**
   * Begins to read.
   *
   * @param read the columns to read
   * @param vectors one of them, which decides how many rows a batch has
   */
  void start(List<SchemaNode> read, SchemaNode vectors) throws IOException, CommandFailure {
    List<ColumnSchema> all = new ArrayList<>();
    read.forEach(column -> addLeaves(column, all));
    for (RowGroup group : reader.getFileMetaData().rowGroups()) {
      for (ColumnSchema leaf : all) {
        check.pages(group.columns().get(leaf.columnIndex()));
      }
    }
    readers = reader.buildColumnReaders(projection(all)).batchSize(batchRows(vectors)).build();
    for (int i = 0; i < readers.getColumnCount(); i++) {
      ColumnReader leaf = readers.getColumnReader(i);
      leaves.put(
          leaf.getColumnSchema().columnIndex(), new ParquetLeaf(leaf, leaf.getColumnSchema()));
    }
  }

  /** A name with a point in it can't be told from a path: then all columns are read. */
  private static ColumnProjection projection(List<ColumnSchema> leaves) {
    boolean ambiguous =
        leaves.stream()
            .flatMap(leaf -> leaf.fieldPath().elements().stream())
            .anyMatch(name -> name.indexOf('.') >= 0 || name.isEmpty());
    return ambiguous
        ? ColumnProjection.all()
        : ColumnProjection.columns(
            leaves.stream().map(leaf -> leaf.fieldPath().toString()).toArray(String[]::new));
  }

  private int batchRows(SchemaNode vectors) {
    List<RowGroup> groups = reader.getFileMetaData().rowGroups();
    if (groups.isEmpty()) {
      return 1;
    }
    int leaf = leaves(vectors).get(0).columnIndex();
    long components = groups.get(0).columns().get(leaf).metaData().numValues();
    long perRow = Math.max(1, components / Math.max(1, groups.get(0).numRows()));
    return (int) Math.max(1, Math.min(MAX_BATCH_ROWS, BATCH_COMPONENTS / perRow));
  }

  /** What is read of a leaf, by its number in the schema. */
  Map<Integer, ParquetLeaf> leaves() {
    return leaves;
  }

  /** Moves to the next batch, and returns its number of rows; 0 at the end. */
  int next() {
    return readers.nextBatch() ? readers.getRecordCount() : 0;
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(
        () -> {
          if (readers != null) {
            readers.close();
          }
        },
        reader::close,
        input,
        context::close);
  }
}
