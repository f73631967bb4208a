// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.harness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Some of the searches of a Java that has just started.
 *
 * @param first the number of the first of them, from 1
 * @param last the number of the last of them
 */
record StartSpan(int first, int last) {

  /** What a reader asks for. */
  private static final List<StartSpan> TABLE =
      List.of(
          new StartSpan(1, 1),
          new StartSpan(1, 100),
          new StartSpan(1, 1_000),
          new StartSpan(1_001, 3_000),
          new StartSpan(3_001, 10_000));

  /** Ends of spans that follow one another, for a chart with a logarithmic axis. */
  private static final int[] CURVE = {1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000};

  /** Those of a table as far as there are so many searches; the last may be cut short. */
  static List<StartSpan> table(int searches) {
    return upTo(searches, TABLE);
  }

  /** Those of a line, each of which begins where another ends. */
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

  /** Of values in the order of the searches. */
  double mean(double[] values) {
    return Arrays.stream(values, first - 1, last).average().orElseThrow();
  }

  /** Of values in the order of the searches. */
  double median(double[] values) {
    Samples samples = new Samples();
    Arrays.stream(values, first - 1, last).forEach(samples::add);
    return samples.median();
  }
}
