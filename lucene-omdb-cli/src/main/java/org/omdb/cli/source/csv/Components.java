// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.csv;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Finds the columns of a table that have a component of the vectors each. */
final class Components {

  /** A name and a number, or a number alone, but not 0.1. */
  private static final Pattern NUMBERED = Pattern.compile("(|[^-+.\\d].*?)(\\d{1,5})");

  /** Fewer numbers alone may be a row without a header. */
  private static final int MIN_NUMBERS = 3;

  private Components() {}

  /**
   * Columns that are numbered from 0 or 1 without a gap, such as {@code dim_0} to {@code dim_383},
   * or the numbers that pandas gives to columns without names.
   *
   * @return their numbers in the table, in the order of the series; empty if there is none, or if
   *     there are several
   */
  static List<Integer> series(List<String> names) {
    Map<String, List<Integer>> byPrefix = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      Matcher parts = NUMBERED.matcher(names.get(i) == null ? "" : names.get(i));
      if (parts.matches()) {
        byPrefix.computeIfAbsent(parts.group(1), prefix -> new ArrayList<>()).add(i);
      }
    }
    byPrefix.entrySet().removeIf(entry -> isSeries(names, entry) == false);
    return byPrefix.size() == 1 ? byPrefix.values().iterator().next() : List.of();
  }

  private static boolean isSeries(List<String> names, Map.Entry<String, List<Integer>> columns) {
    List<Integer> series = columns.getValue();
    int prefix = columns.getKey().length();
    series.sort(Comparator.comparingInt(i -> Integer.parseInt(names.get(i).substring(prefix))));
    int first = Integer.parseInt(names.get(series.get(0)).substring(prefix));
    boolean hasNoGap =
        IntStream.range(0, series.size())
            .allMatch(i -> names.get(series.get(i)).substring(prefix).equals("" + (first + i)));
    return hasNoGap && first <= 1 && series.size() >= (prefix == 0 ? MIN_NUMBERS : 2);
  }

  /**
   * Columns that the user names by a list of names, in which {@code *} stands for anything. If it
   * stands for numbers alone, columns are in the order of these numbers, and else in that of the
   * file.
   *
   * @param wanted names with commas between them
   * @return numbers in the table; null if a name is not there
   */
  static List<Integer> named(List<String> names, String wanted) {
    List<Integer> columns = new ArrayList<>();
    for (String name : wanted.split(",")) {
      List<Integer> found = name.indexOf('*') < 0 ? exact(names, name) : like(names, name);
      if (found.isEmpty()) {
        return null;
      }
      columns.addAll(found);
    }
    return columns;
  }

  private static List<Integer> exact(List<String> names, String name) {
    int at = names.indexOf(name);
    return at < 0 ? List.of() : List.of(at);
  }

  private static List<Integer> like(List<String> names, String wanted) {
    Stream<String> parts = Stream.of(wanted.split("\\*", -1)).map(Pattern::quote);
    Pattern pattern = Pattern.compile(parts.collect(Collectors.joining("(.*)")), Pattern.DOTALL);
    List<Integer> found = new ArrayList<>();
    Map<Integer, Integer> numbers = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      Matcher matcher = pattern.matcher(names.get(i));
      if (matcher.matches()) {
        found.add(i);
        if (matcher.groupCount() == 1 && matcher.group(1).matches("\\d{1,9}")) {
          numbers.put(i, Integer.valueOf(matcher.group(1)));
        }
      }
    }
    if (numbers.size() == found.size()) {
      found.sort(Comparator.comparing(numbers::get));
    }
    return found;
  }
}
