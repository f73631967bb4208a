// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.harness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A range of the searches of a JVM, which are counted from its start.
 *
 * @param first number of the first search, from 1
 * @param last number of the last search, inclusive
 */
record StartSpan(int first, int last) {

  /** The ranges in a table. */
  private static final List<StartSpan> TABLE =
      List.of(
          new StartSpan(1, 1),
          new StartSpan(1, 100),
          new StartSpan(1, 1_000),
          new StartSpan(1_001, 3_000),
          new StartSpan(3_001, 10_000));

  /** The ends of consecutive ranges, for a chart with a logarithmic axis. */
  private static final int[] CURVE = {1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000};

  /** The ranges of a table, up to a number of searches. The last one may be shorter than usual. */
  static List<StartSpan> table(int searches) {
    return upTo(searches, TABLE);
  }

  /** The ranges of a chart, consecutive, up to a number of searches. */
  static List<StartSpan> curve(int searches) {
    List<StartSpan> spans = new ArrayList<>();
    int first = 1;
    for (int last : CURVE) {
      spans.add(new StartSpan(first, last));
      first = last + 1;
    }
    return upTo(searches, spans);
  }

  private static List<StartSpan> upTo(int searches, List<StartSpan> spans) {
    return spans.stream()
        .filter(span -> span.first <= searches)
        .map(span -> new StartSpan(span.first, Math.min(searches, span.last)))
        .distinct()
        .toList();
  }

  /** The mean of this range of values, which are in the order of the searches. */
  double mean(double[] values) {
    return Arrays.stream(values, first - 1, last).average().orElseThrow();
  }

  /** The median of this range of values, which are in the order of the searches. */
  double median(double[] values) {
    Samples samples = new Samples();
    Arrays.stream(values, first - 1, last).forEach(samples::add);
    return samples.median();
  }
}
