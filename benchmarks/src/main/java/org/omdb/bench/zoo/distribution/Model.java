// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo.distribution;

/** Draws the vectors of one set; its groups, lengths and so on are fixed. For one thread. */
@FunctionalInterface
interface Model {

  /**
   * Draws a stored vector.
   *
   * @param row its place in the order of insertion
   * @param vector filled
   */
  void row(int row, float[] vector);

  /**
   * Draws a query, like a stored vector unless a model says otherwise.
   *
   * @param query its number
   * @param vector filled
   */
  default void query(int query, float[] vector) {
    row(query, vector);
  }
}
