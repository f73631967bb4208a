// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.hdf5;

import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.table.EncodedBytes;
import org.omdb.cli.source.table.StoredValues;

/** The values of a data set of one dimension, which has one for each vector. */
final class Hdf5Column {

  private final Hdf5Blocks values;
  private final boolean areBooleans;

  /**
   * @param values of strings or numbers
   * @param rows how many there must be
   */
  Hdf5Column(Hdf5Blocks values, int rows) throws CommandFailure {
    this.values = values;
    this.areBooleans = values.type().isBoolean();
    if (values.isEmpty()) {
      String found = "values that were never written";
      throw BadInput.at(values.file(), place(), found, "a value for each vector");
    }
    if (values.dimensions()[0] != rows) {
      String found = values.dimensions()[0] + " values";
      throw BadInput.at(values.file(), place(), found, rows + ", as there are vectors");
    }
  }

  private String place() {
    return BadInput.quote(values.path());
  }

  private CommandFailure bad(int row, String found, String expected) {
    return BadInput.at(values.file(), place() + ", " + BadInput.row(row), found, expected);
  }

  /**
   * A value.
   *
   * @param row behind those that were read before
   * @return as {@link StoredValues#put} takes it
   */
  Object at(int row) throws CommandFailure {
    Object value = values.at(row);
    if (value instanceof EncodedBytes) {
      throw bad(
          row, "text that is not UTF-8", "strings in UTF-8, as h5py.string_dtype() makes them");
    }
    if (value instanceof String text) {
      return areBooleans ? (Object) Boolean.valueOf(text) : text;
    }
    if (value instanceof Float number) {
      return StoredValues.floating(number);
    }
    return value instanceof Number number && value instanceof Double == false
        ? (Object) number.longValue()
        : value;
  }

  /** A value as an id, which is not empty. */
  String idAt(int row) throws CommandFailure {
    Object value = at(row);
    if (value == null || value.toString().isEmpty()) {
      throw bad(row, "an empty id", "a name");
    }
    return value.toString();
  }
}
