// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.parquet;

import dev.hardwood.InputFile;
import dev.hardwood.schema.SchemaNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.util.IOUtils;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.VectorSource;
import org.omdb.cli.source.table.Failures;
import org.omdb.cli.source.table.StoredValues;
import org.omdb.cli.source.table.TableChoice;
import org.omdb.cli.source.table.TableColumn;
import org.omdb.cli.source.table.TableIds;

/** The rows of a Parquet file. */
final class ParquetSource implements VectorSource {

  private final SourceFile file;
  private final Failures failures;
  private final ParquetBatches batches;
  private final long length;
  private final long rows;
  private final ParquetVectors vectors;

  /** Null if there are none. */
  private final ParquetValues ids;

  private final String idColumn;
  private final Map<String, ParquetValues> storedColumns = new LinkedHashMap<>();
  private final int dimension;

  private int batchRows;
  private int inBatch = -1;
  private long read;
  private String id;
  private float[] vector;
  private Map<String, Object> stored;

  private ParquetSource(Failures failures, ParquetBatches batches, Columns wanted)
      throws IOException, CommandFailure {
    this.file = failures.file();
    this.failures = failures;
    this.batches = batches;
    List<SchemaNode> columns = batches.columns();
    List<TableColumn> table = ParquetColumns.of(columns);
    TableChoice choice = TableChoice.of(file, table, wanted);
    this.length = batches.length();
    this.rows = batches.rows();
    if (rows < 1) {
      throw BadInput.in(file, rows == 0 ? "no rows" : rows + " rows", "vectors");
    }
    SchemaNode vectorColumn = columns.get(choice.vector());
    batches.start(choice.all().stream().map(columns::get).toList(), vectorColumn);
    int components = batches.leaves(vectorColumn).get(0).columnIndex();
    this.vectors = new ParquetVectors(file, batches.leaves().get(components));
    this.ids =
        choice.id() < 0 ? null : new ParquetValues(columns.get(choice.id()), batches.leaves());
    this.idColumn = choice.id() < 0 ? null : table.get(choice.id()).name();
    for (int column : choice.stored()) {
      storedColumns.put(
          table.get(column).name(), new ParquetValues(columns.get(column), batches.leaves()));
    }
    this.batchRows = batches.next();
    if (batchRows == 0) {
      throw wrongCount("0 rows");
    }
    this.dimension = vectors.dimension(0);
    vectors.get(0, 0, dimension); // so that it is a dimension
  }

  /** The source closes the input. */
  static ParquetSource open(SourceFile file, InputFile input, Columns wanted)
      throws IOException, CommandFailure {
    Failures failures = new Failures(file, "a Parquet file");
    ParquetBatches batches =
        failures.translate(() -> new ParquetBatches(file, new ParquetInput(input)));
    try {
      return failures.translate(() -> new ParquetSource(failures, batches, wanted));
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, batches);
      throw t;
    }
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public long rows() {
    return rows;
  }

  @Override
  public long position() {
    return read == rows ? length : (long) ((double) length / rows * read);
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public boolean next() throws CommandFailure {
    return failures.translate(this::nextRow);
  }

  private boolean nextRow() throws CommandFailure {
    if (inBatch + 1 >= batchRows) {
      batchRows = batches.next();
      inBatch = -1;
    }
    if (batchRows == 0) {
      if (read < rows) {
        throw wrongCount(read + " rows");
      }
      return false;
    }
    if (read == rows) {
      throw wrongCount("more");
    }
    inBatch++;
    vector = vectors.get(inBatch, read, dimension);
    id = ids == null ? null : TableIds.id(file, read, idColumn, ids.get(inBatch));
    stored = new LinkedHashMap<>();
    storedColumns.forEach((name, values) -> StoredValues.put(stored, name, values.get(inBatch)));
    read++;
    return true;
  }

  private CommandFailure wrongCount(String found) {
    return BadInput.in(file, found, rows + " rows, as the footer says");
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public float[] vector() {
    return vector;
  }

  @Override
  public Map<String, Object> stored() {
    return stored;
  }

  @Override
  public void close() throws IOException {
    batches.close();
  }
}
