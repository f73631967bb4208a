// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.report.text;

/** The title of a section about one set. */
public final class SetTitle {

  private SetTitle() {}

  /**
   * The set's name, and its origin unless that is real data.
   *
   * @param set name of the set
   * @param origin label of the set's origin; null if the file does not name it
   * @return one line
   */
  public static String of(String set, String origin) {
    return origin == null || origin.equals("real") ? set : set + " (" + origin + ")";
  }
}
