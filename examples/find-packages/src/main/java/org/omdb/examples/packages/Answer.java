// SPDX-License-Identifier: Apache-2.0
package org.omdb.examples.packages;

import java.util.List;

/**
 * What the page gets for a query.
 *
 * @param packages how many were searched
 * @param embeddingMillis the time that the model took for the query
 * @param vector the packages that are nearest in meaning
 * @param text those that have the words
 * @param hybrid those that are high in one of these lists, or in both
 */
record Answer(long packages, double embeddingMillis, Column vector, Column text, Column hybrid) {

  /**
   * One way to search.
   *
   * @param millis the time that the search took
   * @param hits best first
   */
  record Column(double millis, List<Found> hits) {}

  /**
   * A package that was found.
   *
   * @param name its name
   * @param description its description
   * @param score higher is better; scores of different columns can't be compared
   */
  record Found(String name, String description, double score) {}
}
