// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.harness;

/**
 * How many generations an index goes through, and how it is searched.
 *
 * @param generations number of generations after the initial state
 * @param percent share of the documents that each generation replaces
 * @param interval searches take place every {@code interval} generations
 * @param queries maximum number of queries
 * @param fanouts of searches with 10 hits, in increasing order
 */
public record GenerationsPlan(
    int generations, int percent, int interval, int queries, int[] fanouts) {

  /** The plan of a report. Each document is replaced once, on average. */
  public static final GenerationsPlan FULL =
      new GenerationsPlan(50, 2, 5, 500, new int[] {10, 20, 50});

  /** A short plan that shows whether everything works. */
  public static final GenerationsPlan QUICK = new GenerationsPlan(6, 2, 3, 200, new int[] {10, 50});
}
