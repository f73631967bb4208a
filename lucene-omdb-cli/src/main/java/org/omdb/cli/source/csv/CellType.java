// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.csv;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.omdb.cli.console.Json;

/**
 * What the cells of a column are. A table has text alone, so that a column is numbers if all its
 * first cells are, and each is written as a number is printed: not {@code 007}.
 */
enum CellType {
  /** {@code Long}. */
  WHOLE {
    @Override
    boolean has(String cell) {
      return LONG.matcher(cell).matches() && parsesAsLong(cell);
    }

    @Override
    Object value(String cell) {
      return Long.valueOf(cell);
    }
  },

  /** {@code Double}, or the digits of a number that no double is printed as. */
  NUMBER {
    @Override
    boolean has(String cell) {
      return DOUBLE.matcher(cell).matches() && Double.isFinite(Double.parseDouble(cell));
    }

    @Override
    Object value(String cell) {
      return Json.decimal(cell);
    }
  },

  /** {@code Boolean}, as pandas and others write it. */
  BOOLEAN {
    @Override
    boolean has(String cell) {
      return BOOLEANS.contains(cell);
    }

    @Override
    Object value(String cell) {
      return Boolean.valueOf(cell);
    }
  },

  /** {@code String}. */
  TEXT {
    @Override
    boolean has(String cell) {
      return true;
    }

    @Override
    Object value(String cell) {
      return cell;
    }
  };

  private static final Pattern LONG = Pattern.compile("-?(0|[1-9]\\d{0,18})");
  private static final Pattern DOUBLE =
      Pattern.compile("-?(0|[1-9]\\d{0,30})(\\.\\d{1,30})?([eE][-+]?\\d{1,3})?");
  private static final Set<String> BOOLEANS =
      Set.of("true", "false", "True", "False", "TRUE", "FALSE");

  /** How a missing number is written. */
  private static final Set<String> MISSING =
      Set.of("NaN", "nan", "NA", "N/A", "null", "NULL", "None");

  abstract boolean has(String cell);

  abstract Object value(String cell);

  /**
   * The type of a column.
   *
   * @param cells its first ones; null where one is empty
   */
  static CellType of(List<String> cells) {
    List<String> given =
        cells.stream().filter(cell -> cell != null && MISSING.contains(cell) == false).toList();
    if (given.isEmpty()) {
      return TEXT;
    }
    for (CellType type : values()) {
      if (given.stream().allMatch(type::has)) {
        return type;
      }
    }
    throw new AssertionError("text has all");
  }

  /**
   * The value of a cell. One that is not of the column's type is text.
   *
   * @return null if there is none
   */
  Object of(String cell) {
    if (cell == null || (this != TEXT && MISSING.contains(cell))) {
      return null;
    }
    return has(cell) ? value(cell) : cell;
  }

  private static boolean parsesAsLong(String digits) {
    try {
      Long.parseLong(digits);
      return true;
    } catch (
        @SuppressWarnings("unused")
        NumberFormatException e) {
      return false;
    }
  }
}
