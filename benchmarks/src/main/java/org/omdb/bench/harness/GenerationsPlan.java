// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.harness;

/**
 * How long documents come and go.
 *
 * @param generations after the first state
 * @param percent of the documents that each generation replaces
 * @param interval of the generations that are searched
 * @param queries at most so many of a set's
 * @param fanouts with 10 hits, rising
 */
public record GenerationsPlan(
    int generations, int percent, int interval, int queries, int[] fanouts) {

  /** What a report is made of: in the end all documents were replaced once, on average. */
  public static final GenerationsPlan FULL =
      new GenerationsPlan(50, 2, 5, 500, new int[] {10, 20, 50});

  /** Whether everything works. */
  public static final GenerationsPlan QUICK = new GenerationsPlan(6, 2, 3, 200, new int[] {10, 50});
}
