// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo.distribution;

import java.util.random.RandomGenerator;

/** A way to draw any number of vectors, of any dimension. */
@FunctionalInterface
interface Family {

  /**
   * Draws what all vectors of one set share, such as the centers of groups.
   *
   * @param random generator, which the model keeps using
   * @param rows number of stored vectors that will be drawn
   * @param dimension number of components
   * @return the model, which draws the vectors
   */
  Model model(RandomGenerator random, int rows, int dimension);

  /** This family, with each stored vector and each query changed. */
  default Family then(Change change) {
    return thenRows(change).thenQueries(change);
  }

  /** This family, with each query changed. */
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

  /** This family, with each stored vector changed. */
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

  /** This family, with the queries of another one. */
  default Family queriedBy(Family other) {
    return (random, rows, dimension) ->
        new Both(model(random, rows, dimension)::row, other.model(random, rows, dimension)::query);
  }

  /** Draws stored vectors by one model, and queries by another. */
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
