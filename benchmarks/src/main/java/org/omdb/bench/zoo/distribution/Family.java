// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo.distribution;

import java.util.random.RandomGenerator;

/** A way to draw vectors, for any number of them and of dimensions. */
@FunctionalInterface
interface Family {

  /**
   * Fixes what all vectors of one set share.
   *
   * @param random that the model goes on to use
   * @param rows stored vectors to come
   * @param dimension components of each
   * @return the set's model
   */
  Model model(RandomGenerator random, int rows, int dimension);

  /** With each vector and each query changed. */
  default Family then(Change change) {
    return thenRows(change).thenQueries(change);
  }

  /** With each query changed. */
  default Family thenQueries(Change change) {
    return (random, rows, dimension) -> {
      Model model = model(random, rows, dimension);
      return new Both(
          model::row,
          (query, vector) -> {
            model.query(query, vector);
            change.apply(random, vector);
          });
    };
  }

  /** With each stored vector changed. */
  default Family thenRows(Change change) {
    return (random, rows, dimension) -> {
      Model model = model(random, rows, dimension);
      return new Both(
          (row, vector) -> {
            model.row(row, vector);
            change.apply(random, vector);
          },
          model::query);
    };
  }

  /** With queries of another family. */
  default Family queriedBy(Family other) {
    return (random, rows, dimension) ->
        new Both(model(random, rows, dimension)::row, other.model(random, rows, dimension)::query);
  }

  /** Stored vectors by one way, queries by another. */
  record Both(Model rows, Model queries) implements Model {

    @Override
    public void row(int row, float[] vector) {
      rows.row(row, vector);
    }

    @Override
    public void query(int query, float[] vector) {
      queries.row(query, vector);
    }
  }
}
