// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.data;

/**
 * Some rows of others.
 *
 * @param all where they are
 * @param rows which, in the order they have here
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
