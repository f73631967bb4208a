// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo.distribution;

/** Draws the vectors of one set, whose shared properties are fixed. For one thread. */
@FunctionalInterface
interface Model {

  /**
   * Draws a stored vector.
   *
   * @param row its position in the order of insertion
   * @param vector to be filled
   */
  void row(int row, float[] vector);

  /**
   * Draws a query, by default like a stored vector.
   *
   * @param query number of the query
   * @param vector to be filled
   */
  default void query(int query, float[] vector) {
    row(query, vector);
  }
}
