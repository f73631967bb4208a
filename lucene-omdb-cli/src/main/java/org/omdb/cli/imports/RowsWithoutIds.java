// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.imports;

import java.io.IOException;
import java.util.Map;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.spi.VectorSource;

/** The rows of a file, whose ids are left out. */
final class RowsWithoutIds implements VectorSource {

  private final VectorSource rows;

  RowsWithoutIds(VectorSource rows) {
    this.rows = rows;
  }

  @Override
  public String id() {
    return null;
  }

  @Override
  public boolean isMadeUp() {
    return false;
  }

  @Override
  public int dimension() {
    return rows.dimension();
  }

  @Override
  public long rows() {
    return rows.rows();
  }

  @Override
  public long position() throws IOException {
    return rows.position();
  }

  @Override
  public long length() {
    return rows.length();
  }

  @Override
  public boolean next() throws IOException, CommandFailure {
    return rows.next();
  }

  @Override
  public float[] vector() {
    return rows.vector();
  }

  @Override
  public Map<String, Object> stored() {
    return rows.stored();
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
