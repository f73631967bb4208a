// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.report;

import java.awt.Color;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.omdb.bench.chart.Mark;
import org.omdb.bench.chart.Series;

/**
 * The color and the mark of each contender, the same in all charts of a report. The colors are
 * those of Okabe and Ito, "Color Universal Design" (2008), which color-blind people can tell apart.
 * Some are darkened so that text in them is readable on white.
 */
final class Palette {

  static final String OURS = "omdb";

  private record Look(Color color, Mark mark) {

    Look(int rgb, Mark mark) {
      this(new Color(rgb), mark);
    }
  }

  private static final Map<String, Look> KNOWN =
      Map.of(
          OURS,
          new Look(0x0072B2, Mark.CIRCLE),
          "lucene",
          new Look(0x000000, Mark.SQUARE),
          "lucene-dv",
          new Look(0x7A7A7A, Mark.DIAMOND),
          "lucene-sq8",
          new Look(0xD55E00, Mark.TRIANGLE),
          "lucene-sq4",
          new Look(0xC98A00, Mark.TRIANGLE_DOWN),
          "jvector",
          new Look(0x009E73, Mark.DIAMOND),
          "hnswlib-java",
          new Look(0xC0609B, Mark.SQUARE),
          "brute-force",
          new Look(0x8B5A2B, Mark.CIRCLE));

  /** For contenders that are not in {@link #KNOWN}. */
  private static final List<Look> FREE =
      List.of(
          new Look(0x2E9BD6, Mark.TRIANGLE),
          new Look(0x332288, Mark.TRIANGLE_DOWN),
          new Look(0x88A000, Mark.CIRCLE),
          new Look(0x882255, Mark.DIAMOND),
          new Look(0x44AA99, Mark.SQUARE));

  private final Map<String, Look> looks = new HashMap<>(KNOWN);

  /**
   * Colors for the contenders of one report.
   *
   * @param contenders all of them, so that each has its own color
   */
  Palette(Stream<String> contenders) {
    TreeSet<String> unknown = new TreeSet<>(contenders.toList());
    unknown.removeAll(KNOWN.keySet());
    int next = 0;
    for (String contender : unknown) {
      looks.put(contender, FREE.get(next++ % FREE.size()));
    }
  }

  Color color(String contender) {
    return looks.get(contender).color();
  }

  Series series(String contender, List<Series.Point> points) {
    Look look = looks.get(contender);
    return new Series(contender, look.color(), look.mark(), contender.equals(OURS), points);
  }
}
