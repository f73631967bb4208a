// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.report;

/** The title of a section about one set. */
final class SetTitle {

  private SetTitle() {}

  /**
   * The set's name, and its origin unless that is real data.
   *
   * @param origin label of the set's origin; null if the file does not name it
   */
  static String of(String set, String origin) {
    return origin == null || origin.equals("real") ? set : set + " (" + origin + ")";
  }
}
