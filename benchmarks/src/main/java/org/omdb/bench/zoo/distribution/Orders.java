// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo.distribution;

import java.util.Arrays;
import java.util.Comparator;

/** Families in which the order of insertion matters. */
final class Orders {

  private Orders() {}

  /** Vectors are inserted in the order of their first component. */
  static Family sorted(Family family) {
    return (random, rows, dimension) -> {
      Model model = family.model(random, rows, dimension);
      float[][] sorted = new float[rows][dimension];
      for (int row = 0; row < rows; row++) {
        model.row(row, sorted[row]);
      }
      Arrays.sort(sorted, Comparator.comparingDouble(vector -> vector[0]));
      return new Family.Both(
          (row, vector) -> System.arraycopy(sorted[row], 0, vector, 0, dimension), model::query);
    };
  }

  /**
   * One stored vector, in the middle of the insertion order, is multiplied by a factor. Queries are
   * not.
   */
  static Family withOneLong(Family family, double times) {
    return (random, rows, dimension) -> {
      Model model = family.model(random, rows, dimension);
      return new Family.Both(
          (row, vector) -> {
            model.row(row, vector);
            if (row == rows / 2) {
              Change.times(times).apply(random, vector);
            }
          },
          model::query);
    };
  }
}
