// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.data;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.lucene.index.VectorSimilarityFunction;

/**
 * Takes queries from a set that has none: random rows, the same ones each time, which are then
 * removed from the set. Rows at the end of a file are not representative, because files are often
 * sorted.
 */
final class HeldOut {

  private static final long SEED = 42;

  private static final int MAX_QUERIES = 1_000;

  private HeldOut() {}

  /** Makes one in ten rows a query, but at most 1,000. */
  static VectorSet split(
      String name,
      String description,
      VectorSimilarityFunction similarity,
      Vectors rows,
      List<String> ids) {
    int[] queries = pick(rows.size(), Math.min(MAX_QUERIES, Math.max(1, rows.size() / 10)));
    int[] base = others(rows.size(), queries);
    return new VectorSet(
        name,
        VectorSet.Origin.DERIVED,
        description + "; " + queries.length + " of its rows held out as queries",
        similarity,
        new PickedVectors(rows, base),
        Arrays.stream(base).mapToObj(ids::get).toList(),
        new PickedVectors(rows, queries),
        null);
  }

  /** The start of a Fisher-Yates shuffle, in row order. */
  private static int[] pick(int size, int count) {
    SplittableRandom random = new SplittableRandom(SEED);
    int[] rows = new int[size];
    Arrays.setAll(rows, row -> row);
    for (int i = 0; i < count; i++) {
      int other = random.nextInt(i, size);
      int swapped = rows[i];
      rows[i] = rows[other];
      rows[other] = swapped;
    }
    int[] picked = Arrays.copyOf(rows, count);
    Arrays.sort(picked);
    return picked;
  }

  private static int[] others(int size, int[] sorted) {
    int[] others = new int[size - sorted.length];
    int next = 0;
    for (int row = 0, skipped = 0; row < size; row++) {
      if (skipped < sorted.length && sorted[skipped] == row) {
        skipped++;
      } else {
        others[next++] = row;
      }
    }
    return others;
  }
}
