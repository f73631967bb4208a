// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.data;

/**
 * A selection of rows of other vectors.
 *
 * @param all vectors to select from
 * @param rows selected rows, in the order of this
 */
record PickedVectors(Vectors all, int[] rows) implements Vectors {

  @Override
  public int size() {
    return rows.length;
  }

  @Override
  public int dimension() {
    return all.dimension();
  }

  @Override
  public float[] get(int row) {
    return all.get(rows[row]);
  }

  @Override
  public void read(int row, float[] into) {
    all.read(rows[row], into);
  }
}
