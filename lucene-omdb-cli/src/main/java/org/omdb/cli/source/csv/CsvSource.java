// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.csv;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.number.VectorText;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.VectorSource;

/**
 * A table of comma-separated values with a header. Its first rows are read in advance, to see what
 * the cells of its columns are.
 */
final class CsvSource implements VectorSource {

  private static final int MAX_ROWS_AHEAD = 1_000;
  private static final int MAX_CHARACTERS_AHEAD = 1 << 18;

  /** A row that was read in advance. */
  private record Ahead(List<String> cells, String place, long position) {}

  private final SourceFile file;
  private final CsvRows rows;
  private final CsvColumns columns;
  private final Map<Integer, CellType> types = new LinkedHashMap<>();
  private final Queue<Ahead> ahead = new ArrayDeque<>();
  private final VectorText vectorText = new VectorText();
  private int dimension;
  private String dimensionPlace;
  private long position;
  private String place;
  private String id;
  private float[] vector;
  private Map<String, Object> stored;

  private CsvSource(SourceFile file, CsvRows rows, Columns wanted)
      throws IOException, CommandFailure {
    this.file = file;
    this.rows = rows;
    List<String> header = rows.header();
    if (header == null) {
      throw BadInput.in(file, "no header", "a line with the names of columns");
    }
    readAhead(header.size());
    if (ahead.isEmpty()) {
      throw BadInput.in(file, "a header without rows", "at least one row");
    }
    columns = CsvColumns.of(file, header, ahead.peek().cells, wanted);
    for (int column : columns.choice().stored()) {
      boolean isText = wanted.textColumns().contains(columns.names().get(column));
      List<String> cells = new ArrayList<>();
      ahead.forEach(row -> cells.add(row.cells.get(column)));
      types.put(column, isText ? CellType.TEXT : CellType.of(cells));
    }
    place = ahead.peek().place;
    dimension = vector(ahead.peek().cells).length;
  }

  static CsvSource open(SourceFile file, char separator, Columns wanted)
      throws IOException, CommandFailure {
    return new CsvSource(file, new CsvRows(file.window(), separator), wanted);
  }

  private void readAhead(int cells) throws IOException, CommandFailure {
    int characters = 0;
    while (ahead.size() < MAX_ROWS_AHEAD && characters < MAX_CHARACTERS_AHEAD) {
      Ahead row = read(cells);
      if (row == null) {
        break;
      }
      ahead.add(row);
      characters += row.cells.stream().mapToInt(cell -> cell == null ? 0 : cell.length()).sum();
    }
  }

  /** Null at the end. */
  private Ahead read(int cells) throws IOException, CommandFailure {
    List<String> row = rows.next();
    if (row != null && row.size() != cells) {
      throw rows.bad(row.size() + " cells", cells + " as in the header");
    }
    return row == null ? null : new Ahead(row, rows.place(), rows.position());
  }

  @Override
  public boolean next() throws IOException, CommandFailure {
    Ahead row = ahead.isEmpty() ? read(columns.names().size()) : ahead.remove();
    if (row == null) {
      position = rows.position();
      return false;
    }
    position = row.position;
    place = row.place;
    vector = vector(row.cells);
    id = columns.choice().id() < 0 ? null : id(row.cells.get(columns.choice().id()));
    stored = new LinkedHashMap<>();
    types.forEach(
        (column, type) -> {
          Object value = type.of(row.cells.get(column));
          if (value != null) {
            stored.put(columns.names().get(column), value);
          }
        });
    return true;
  }

  private String id(String cell) throws CommandFailure {
    if (cell == null || cell.isEmpty()) {
      throw bad("no id", "one in column " + quoteName(columns.choice().id()));
    }
    return cell;
  }

  private float[] vector(List<String> cells) throws CommandFailure {
    float[] components;
    if (columns.vectors().size() == 1) {
      int column = columns.vectors().get(0);
      if (cells.get(column) == null) {
        throw bad("no vector", "one in column " + quoteName(column));
      }
      components = vectorText.parse(cells.get(column), this::bad);
    } else {
      components = new float[columns.vectors().size()];
      for (int i = 0; i < components.length; i++) {
        components[i] = component(cells, i);
      }
    }
    checkDimension(components.length);
    return components;
  }

  private float component(List<String> cells, int index) throws CommandFailure {
    int column = columns.vectors().get(index);
    String cell = cells.get(column) == null ? "" : cells.get(column);
    float component = VectorText.number(cell);
    if (Float.isFinite(component) == false) {
      throw bad(
          BadInput.quote(cell) + " in column " + quoteName(column),
          "component " + index + ", " + BadInput.FINITE);
    }
    return component;
  }

  private void checkDimension(int found) throws CommandFailure {
    if (dimension == 0) {
      BadInput.checkDimension(file, place, found);
      dimension = found;
      dimensionPlace = place;
    } else if (found != dimension) {
      throw bad(found + " components", dimension + " as in " + dimensionPlace);
    }
  }

  private String quoteName(int column) {
    return BadInput.quote(columns.names().get(column));
  }

  private CommandFailure bad(String found, String expected) {
    return BadInput.at(file, place, found, expected);
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public long rows() {
    return -1;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public long length() {
    return rows.length();
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
    rows.close();
  }
}
