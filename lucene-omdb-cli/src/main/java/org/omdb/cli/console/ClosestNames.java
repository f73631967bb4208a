// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.console;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds the names that someone may have meant. */
public final class ClosestNames {

  private static final int MAX_NAMES = 3;

  private ClosestNames() {}

  /**
   * The names closest to an unknown one, by the edit distance of what follows the last dot. Ties
   * are decided by the edit distance of the whole names.
   *
   * @param unknown as typed
   * @param names that there are
   * @return at most {@value #MAX_NAMES}, best first; empty if no name is close
   */
  public static List<String> to(String unknown, Collection<String> names) {
    record Candidate(String name, int simpleDistance, int distance) {}
    // With more than one typing error in three letters it is another name.
    int limit = simpleName(unknown).length() / 3;
    return names.stream()
        .map(
            name ->
                new Candidate(
                    name, distance(simpleName(unknown), simpleName(name)), distance(unknown, name)))
        .filter(candidate -> candidate.simpleDistance <= limit)
        .sorted(
            Comparator.comparingInt(Candidate::simpleDistance)
                .thenComparingInt(Candidate::distance)
                .thenComparing(Candidate::name))
        .limit(MAX_NAMES)
        .map(Candidate::name)
        .toList();
  }

  private static String simpleName(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** The Levenshtein distance, ignoring case. */
  private static int distance(String left, String right) {
    String a = left.toLowerCase(Locale.ROOT);
    String b = right.toLowerCase(Locale.ROOT);
    int[] above = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
      }
      int[] spare = above;
      above = row;
      row = spare;
    }
    return above[b.length()];
  }
}
