// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.columns;

/** Fields beside a vector field that the command writes for itself, so that no column is one. */
public final class OwnFields {

  private static final String JSON_NAMES = ".json";
  private static final String MADE_UP = ".made_up";

  private OwnFields() {}

  /**
   * The stored field with the names of columns that are JSON text.
   *
   * @param vectorField of the index
   * @return its name
   */
  public static String jsonNames(String vectorField) {
    return vectorField + JSON_NAMES;
  }

  /**
   * The field in which documents with made-up ids say which file they come from.
   *
   * @param vectorField of the index
   * @return its name
   */
  public static String madeUp(String vectorField) {
    return vectorField + MADE_UP;
  }

  /**
   * Whether a field is {@link #madeUp} of any vector field.
   *
   * @param field its name
   * @return true also if a vector field of that kind does not exist
   */
  public static boolean isMadeUp(String field) {
    return field.endsWith(MADE_UP);
  }

  /**
   * Whether no column may have a name.
   *
   * @param vectorField of the index
   * @param column its name
   * @return true for the fields above, and for the vector field, of which nobody could tell whether
   *     it has stored values
   */
  static boolean isOwn(String vectorField, String column) {
    return column.equals(vectorField)
        || column.equals(jsonNames(vectorField))
        || column.equals(madeUp(vectorField));
  }
}
