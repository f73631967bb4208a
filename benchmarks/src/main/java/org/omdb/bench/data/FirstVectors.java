// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.data;

import java.util.Objects;

/** The first rows of others. */
record FirstVectors(Vectors all, int size) implements Vectors {

  @Override
  public int dimension() {
    return all.dimension();
  }

  @Override
  public float[] get(int row) {
    return all.get(Objects.checkIndex(row, size));
  }

  @Override
  public void read(int row, float[] into) {
    all.read(Objects.checkIndex(row, size), into);
  }
}
