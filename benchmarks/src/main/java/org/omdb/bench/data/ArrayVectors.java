// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.data;

/** Rows on the heap, for queries and small sets. */
final class ArrayVectors implements Vectors {

  private final float[][] rows;

  ArrayVectors(float[][] rows) {
    if (rows.length == 0) {
      throw new IllegalArgumentException("no rows, so no dimension");
    }
    for (float[] row : rows) {
      if (row.length != rows[0].length) {
        throw new IllegalArgumentException(
            "rows of " + rows[0].length + " and of " + row.length + " components");
      }
    }
    this.rows = rows;
  }

  @Override
  public int size() {
    return rows.length;
  }

  @Override
  public int dimension() {
    return rows[0].length;
  }

  @Override
  public float[] get(int row) {
    return rows[row];
  }

  @Override
  public void read(int row, float[] into) {
    System.arraycopy(rows[row], 0, into, 0, dimension());
  }
}
