// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.json;

import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.BadInput;

/**
 * The keys of rows in a JSON object. They are ids, unless they count the rows from 0, as pandas
 * writes them: such numbers are the same in every file, and would make its rows replace each other.
 * For one thread.
 */
final class RowKeys {

  private static final String FIRST_NUMBER = "0";

  private final JsonPlace place;
  private boolean areNumbers;

  RowKeys(JsonPlace place) {
    this.place = place;
  }

  /**
   * The id of a row by its key.
   *
   * @param row its number, from 0; rows come in their order
   * @param key of the row
   * @return null if keys are numbers of rows
   * @throws CommandFailure if only the first keys are numbers of rows, or a key is empty
   */
  String id(long row, String key) throws CommandFailure {
    if (key.isEmpty()) {
      throw place.bad("an empty key, which is its id", "at least one character");
    }
    if (row == 0) {
      areNumbers = key.equals(FIRST_NUMBER);
    }
    if (areNumbers == false) {
      return place.encodable(key);
    }
    String number = Long.toString(row);
    if (key.equals(number) == false) {
      throw place.bad(
          "key " + BadInput.quote(key),
          BadInput.quote(number)
              + ", since the keys before are numbers of rows and no ids: name a column of ids with"
              + " --id-column");
    }
    return null;
  }
}
