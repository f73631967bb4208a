// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.arrow;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
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

/**
 * The rows of an Arrow file or stream. Memory is bounded by a row, some buffers, and the
 * dictionaries, however large the batches are.
 */
final class ArrowSource implements VectorSource {

  private final SourceFile file;
  private final Failures failures;
  private final ArrowInput input;
  private final ArrowMessages messages;
  private final List<ArrowField> fields;
  private final TableChoice choice;
  private final int dimension;

  /** Null behind the last. */
  private ArrowBatch batch;

  private ArrowVectors vectors;
  private final Map<Integer, ArrowValue> values = new LinkedHashMap<>();
  private long inBatch;

  /** Whether the row is read already, for its dimension. */
  private boolean pending = true;

  private boolean ended;
  private long read;
  private String id;
  private float[] vector;
  private Map<String, Object> stored;

  private ArrowSource(Failures failures, ArrowInput input, Columns wanted, ArrowLimits limits)
      throws IOException, CommandFailure {
    this.file = failures.file();
    this.failures = failures;
    this.input = input;
    this.messages = new ArrowMessages(input, limits);
    this.fields = messages.fields();
    List<TableColumn> table = fields.stream().map(ArrowField::column).toList();
    this.choice = TableChoice.of(file, table, wanted);
    for (int column : choice.stored()) {
      if (ArrowValues.areReadable(fields.get(column)) == false) {
        throw BadInput.in(
            file,
            "column "
                + BadInput.quote(table.get(column).name())
                + " of type "
                + table.get(column).type(),
            "types that can be stored; --store names the columns to store");
      }
    }
    try {
      if (nextRow(0) == false) {
        throw BadInput.in(file, "no rows", "vectors");
      }
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, batch);
      throw t;
    }
    this.dimension = vector.length;
  }

  /** The source closes the channel. */
  static ArrowSource open(
      SourceFile file, SeekableByteChannel channel, Columns wanted, ArrowLimits limits)
      throws IOException, CommandFailure {
    Failures failures = new Failures(file, "an Arrow file");
    try {
      return failures.translate(
          () -> new ArrowSource(failures, new ArrowInput(channel), wanted, limits));
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, channel);
      throw t;
    }
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public long rows() {
    return -1; // each batch says it for itself
  }

  /** By what is taken of the vectors, since a damaged batch may say any number of rows. */
  @Override
  public long position() {
    if (ended) {
      return input.length();
    }
    double part = pending ? 0 : vectors.progress();
    return batch.start() + (long) (part * (batch.end() - batch.start()));
  }

  @Override
  public long length() {
    return input.length();
  }

  @Override
  public boolean next() throws CommandFailure {
    if (pending) {
      pending = false;
      return true;
    }
    return failures.translate(() -> nextRow(dimension));
  }

  private boolean nextRow(int expected) throws IOException, CommandFailure {
    while (ended == false && (batch == null || inBatch == batch.rows())) {
      ended = nextBatch() == false;
    }
    if (ended) {
      return false;
    }
    vector = vectors.next(read, expected);
    batch.startValues();
    id = null;
    stored = new LinkedHashMap<>();
    for (Map.Entry<Integer, ArrowValue> column : values.entrySet()) {
      String name = fields.get(column.getKey()).name();
      Object value = value(name, column.getValue());
      if (column.getKey() == choice.id()) {
        id = TableIds.id(file, read, name, value);
      }
      if (choice.stored().contains(column.getKey())) {
        StoredValues.put(stored, name, value);
      }
    }
    inBatch++;
    read++;
    return true;
  }

  private Object value(String column, ArrowValue values) throws IOException, CommandFailure {
    try {
      return values.next();
    } catch (ArrowViews.TooLongException e) {
      throw BadInput.at(
          file,
          BadInput.row(read),
          e.getMessage() + " in column " + BadInput.quote(column) + " of a batch",
          "smaller batches, or strings in the order of rows; --store with other columns leaves"
              + " this one out");
    }
  }

  private boolean nextBatch() throws IOException {
    IOUtils.close(batch);
    batch = messages.next();
    inBatch = 0;
    values.clear();
    if (batch == null) {
      return false;
    }
    if (batch.rows() < 0) {
      throw new IOException("a batch of " + batch.rows() + " rows");
    }
    for (int i = 0; i < fields.size(); i++) {
      if (i == choice.vector()) {
        vectors = new ArrowVectors(file, fields.get(i), batch);
      } else if (i == choice.id() || choice.stored().contains(i)) {
        values.put(i, ArrowValues.of(fields.get(i), batch));
      } else {
        batch.pass(fields.get(i));
      }
    }
    return true;
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
    IOUtils.close(batch, messages);
  }
}
