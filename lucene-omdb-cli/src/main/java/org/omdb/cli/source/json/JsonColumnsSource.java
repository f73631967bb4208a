// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.json;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.lucene.util.IOUtils;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.KnownNames;
import org.omdb.cli.source.spi.VectorSource;
import org.omdb.cli.source.table.JsonColumn;

/**
 * A JSON document with an array per column, such as {@code {"ids": [...], "embeddings": [[...],
 * ...]}}. It is read once for each column, all at the same pace, so that little of it is in memory.
 */
final class JsonColumnsSource implements VectorSource {

  /** Each column has buffers of its own. */
  private static final int MAX_COLUMNS = 64;

  private static final String IDS = "ids";

  /** Chroma lists here what it wrote, which may be as long as a column by chance. */
  private static final String NO_COLUMN = "included";

  /** Columns of Chroma and Cohere, in which nothing may be missing. */
  private static final Set<String> KNOWN = Set.of(IDS, "documents", "metadatas", "uris", "texts");

  private final SourceFile file;
  private final Path path;
  private final JsonPlace place;
  private final JsonValues values;
  private final List<ColumnCursor> open = new ArrayList<>();
  private final List<ColumnCursor> others = new ArrayList<>();
  private ColumnCursor vectors;

  /** Null if there are none. */
  private ColumnCursor ids;

  private final RowKeys keys;
  private long rows;
  private int dimension;
  private long read;
  private long position;

  /** Whether the first row was read for the dimension, but not returned yet. */
  private boolean pending;

  private String id;
  private float[] vector;
  private Map<String, Object> stored;

  private JsonColumnsSource(SourceFile file) throws IOException, CommandFailure {
    this.file = file;
    this.path = file.path("JSON with an array per column");
    this.place = new JsonPlace(file, false);
    this.values = new JsonValues(place);
    this.keys = new RowKeys(place);
  }

  static JsonColumnsSource open(SourceFile file, JsonLayout layout, Columns columns)
      throws IOException, CommandFailure {
    JsonColumnsSource source = new JsonColumnsSource(file);
    try {
      source.open(ColumnScan.of(source.path, layout, source.place), layout.vector(), columns);
      return source;
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, source);
      throw t;
    }
  }

  private void open(List<ScannedColumn> scanned, String vectorName, Columns columns)
      throws IOException, CommandFailure {
    ScannedColumn vectorColumn = named(scanned, vectorName);
    if (vectorColumn == null) {
      throw BadInput.in(file, "no column " + BadInput.quote(vectorName), "one"); // file changed
    }
    rows = vectorColumn.count();
    vectors = cursor(vectorColumn);
    String idName = idName(scanned, columns);
    for (ScannedColumn column : scanned) {
      boolean isId = column.name().equals(idName);
      boolean isWanted =
          columns.storedColumns() == null
              ? column.name().equals(NO_COLUMN) == false
              : columns.storedColumns().contains(column.name());
      if (column == vectorColumn || (isId == false && isWanted == false)) {
        continue;
      }
      if (fits(column, vectorColumn, isId || columns.storedColumns() != null) == false) {
        continue;
      }
      if (isId) {
        ids = cursor(column);
      } else {
        others.add(cursor(column));
      }
    }
    requireColumn(scanned, columns.idColumn(), "one of ids");
    for (String name :
        columns.storedColumns() == null ? List.<String>of() : columns.storedColumns()) {
      requireColumn(scanned, name, "one to store");
    }
    pending = readRow();
  }

  /**
   * Whether a column has a value for each vector. An object among arrays is none, nor is an empty
   * array: neither loses values.
   *
   * @param isNamed whether the user or the format says that it is one
   * @throws CommandFailure if it has lost some
   */
  private boolean fits(ScannedColumn column, ScannedColumn vectorColumn, boolean isNamed)
      throws CommandFailure {
    boolean isRequired = isNamed || KNOWN.contains(column.name());
    if (column.isArray() != vectorColumn.isArray()) {
      if (isRequired) {
        throw BadInput.in(
            file,
            (column.isArray() ? "an array" : "an object") + " as " + BadInput.quote(column.name()),
            "the same as " + BadInput.quote(vectorColumn.name()));
      }
      return false;
    }
    if (column.count() == rows) {
      return true;
    }
    if (isRequired || column.count() > 0) {
      throw BadInput.in(
          file,
          column.count() + " values in column " + BadInput.quote(column.name()),
          rows
              + " as in "
              + BadInput.quote(vectorColumn.name())
              + (isNamed ? "" : ", or --store with the columns to take"));
    }
    return false;
  }

  private void requireColumn(List<ScannedColumn> scanned, String name, String expected)
      throws CommandFailure {
    if (name != null && named(scanned, name) == null) {
      throw BadInput.in(
          file, "no column " + BadInput.quote(name) + " among " + names(scanned), expected);
    }
  }

  private static ScannedColumn named(List<ScannedColumn> scanned, String name) {
    return scanned.stream().filter(column -> column.name().equals(name)).findFirst().orElse(null);
  }

  private static String names(List<ScannedColumn> scanned) {
    return String.join(
        ", ", scanned.stream().limit(8).map(column -> BadInput.quote(column.name())).toList());
  }

  /** Null if there is none. */
  private static String idName(List<ScannedColumn> scanned, Columns columns) {
    if (columns.idColumn() != null) {
      return columns.idColumn();
    }
    if (named(scanned, IDS) != null) {
      return IDS;
    }
    return KnownNames.IDS.stream()
        .filter(name -> named(scanned, name) != null)
        .findFirst()
        .orElse(null);
  }

  private ColumnCursor cursor(ScannedColumn column) throws IOException, CommandFailure {
    if (open.size() == MAX_COLUMNS) {
      throw BadInput.in(
          file, "more than " + MAX_COLUMNS + " columns", "fewer; --store names those to take");
    }
    ColumnCursor cursor = new ColumnCursor(path, column, place);
    open.add(cursor);
    return cursor;
  }

  private boolean readRow() throws IOException, CommandFailure {
    place.move(read, 0);
    vector = vectors.next(json -> values.vector(json, json.currentToken()));
    if (vector == null) {
      return false;
    }
    dimension = vector.length;
    id = ids == null ? null : ids.next(json -> values.requiredId(json, json.currentToken()));
    if (ids != null) {
      checkKey(ids);
    }
    if (ids == null && vectors.key() != null) {
      id = keys.id(read, vectors.key());
    }
    stored = new LinkedHashMap<>();
    for (ColumnCursor other : others) {
      stored.put(other.name(), other.next(json -> JsonColumn.read(json, place)));
      checkKey(other);
    }
    if (stored.containsValue(null) || (ids != null && id == null)) {
      throw BadInput.in(file, "fewer values than before", "a file that nobody writes to");
    }
    read++;
    return true;
  }

  /** In objects, as pandas writes columns, values belong together by their keys. */
  private void checkKey(ColumnCursor column) throws CommandFailure {
    if (Objects.equals(column.key(), vectors.key()) == false) {
      throw place.bad(
          "key "
              + BadInput.quote(String.valueOf(column.key()))
              + " in column "
              + BadInput.quote(column.name()),
          BadInput.quote(String.valueOf(vectors.key()))
              + " as in "
              + BadInput.quote(vectors.name())
              + ": columns have their rows in the same order");
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
    return position;
  }

  @Override
  public long length() {
    return file.window().length();
  }

  @Override
  public boolean next() throws IOException, CommandFailure {
    boolean found = pending || readRow();
    pending = false;
    position = vectors.position();
    return found;
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
    IOUtils.close(open);
  }
}
