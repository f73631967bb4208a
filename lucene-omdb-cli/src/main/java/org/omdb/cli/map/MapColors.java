// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.map;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which color each point has, and what the colors mean. A column of many different numbers is a
 * scale. Any other column has a color for each of its most frequent values, and one for the rest.
 *
 * @param colors by point: the number of a label, or the place on the scale from 0 to {@value
 *     #MAX_COLOR}; {@link #NO_VALUE} for points without a value
 * @param legend what {@code panel.js} shows; null if there is no column
 */
record MapColors(byte[] colors, Map<String, Object> legend) {

  static final int MAX_COLOR = 254;
  static final byte NO_VALUE = (byte) 255;

  /** As many colors as one can tell apart. */
  static final int MAX_LABELS = 12;

  /** All points in one color. */
  static MapColors none(int points) {
    byte[] colors = new byte[points];
    Arrays.fill(colors, NO_VALUE);
    return new MapColors(colors, null);
  }

  /**
   * Gives points the colors of their values.
   *
   * @param column name of the column
   * @param values by point: {@code Double} or {@code String}, or null if it has none
   */
  static MapColors of(String column, Object[] values) {
    Map<Object, Long> counts =
        Arrays.stream(values)
            .filter(Objects::nonNull)
            .collect(
                Collectors.groupingBy(Function.identity(), HashMap::new, Collectors.counting()));
    boolean isNumbers = counts.keySet().stream().allMatch(Double.class::isInstance);
    Map<String, Object> legend = new LinkedHashMap<>();
    legend.put("column", column);
    legend.put("missing", Arrays.stream(values).filter(Objects::isNull).count());
    byte[] colors =
        isNumbers && counts.size() > MAX_LABELS
            ? scale(values, legend)
            : categories(values, counts, isNumbers, legend);
    return new MapColors(colors, legend);
  }

  private static byte[] categories(
      Object[] values, Map<Object, Long> counts, boolean isNumbers, Map<String, Object> legend) {
    Comparator<Object> byText = Comparator.comparing(MapColors::label);
    Comparator<Object> byCount = Comparator.comparing(counts::get, Comparator.reverseOrder());
    List<Object> labels = new ArrayList<>(counts.keySet());
    labels.sort(
        isNumbers ? Comparator.comparing(Double.class::cast) : byCount.thenComparing(byText));
    List<Object> shown = labels.subList(0, Math.min(MAX_LABELS, labels.size()));
    Map<Object, Byte> colorOf = new HashMap<>();
    for (Object label : labels) {
      colorOf.put(label, (byte) Math.min(colorOf.size(), MAX_LABELS));
    }
    legend.put("kind", "categories");
    legend.put("labels", shown.stream().map(MapColors::label).toList());
    legend.put("counts", shown.stream().map(counts::get).toList());
    legend.put("other_labels", labels.size() - shown.size());
    legend.put("others", labels.stream().skip(shown.size()).mapToLong(counts::get).sum());
    byte[] colors = new byte[values.length];
    for (int i = 0; i < colors.length; i++) {
      colors[i] = values[i] == null ? NO_VALUE : colorOf.get(values[i]);
    }
    return colors;
  }

  /** A whole number is shown without its point. */
  private static String label(Object value) {
    return value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15
        ? String.valueOf(number.longValue())
        : value.toString();
  }

  /**
   * By rank, because numbers that matter, such as sizes and prices, are often of very different
   * magnitude.
   */
  private static byte[] scale(Object[] values, Map<String, Object> legend) {
    double[] sorted =
        Arrays.stream(values)
            .filter(Objects::nonNull)
            .mapToDouble(Double.class::cast)
            .sorted()
            .toArray();
    int last = sorted.length - 1;
    legend.put("kind", "numbers");
    legend.put(
        "marks",
        Arrays.stream(new int[] {0, 1, 2, 3, 4}).mapToObj(i -> sorted[last * i / 4]).toList());
    byte[] colors = new byte[values.length];
    for (int i = 0; i < colors.length; i++) {
      colors[i] =
          values[i] == null
              ? NO_VALUE
              : (byte) Math.round(rank(sorted, (Double) values[i]) / last * MAX_COLOR);
    }
    return colors;
  }

  /** The middle of the ranks that a number has, from 0. */
  private static double rank(double[] sorted, double number) {
    return (bound(sorted, number, true) + bound(sorted, number, false) - 1) / 2.0;
  }

  /** How many numbers are smaller, or not larger. */
  private static int bound(double[] sorted, double number, boolean isSmaller) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int order = Double.compare(sorted[middle], number);
      if (isSmaller ? order < 0 : order <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
