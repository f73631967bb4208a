// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

/** By what the vectors of a field are compared in a segment, and why. */
public enum CodeChoice {
  /** By codes of 3 bits, and of 1 bit where that is faster. */
  CODES("codes"),

  /** By float32 rows: each has so few components that codes would save nothing. */
  FEW_DIMENSIONS("float32 rows, because they have few dimensions"),

  /** By float32 rows: a vector's squared length is no float32. */
  TOO_LONG("float32 rows, because a vector is too long for a code"),

  /** By float32 rows: codes were measured, and do not tell near vectors apart. */
  TOO_COARSE("float32 rows, because codes do not tell near vectors apart"),

  /** By what they are: bytes are compared as they are. */
  BYTES("bytes");

  private final String description;

  CodeChoice(String description) {
    this.description = description;
  }

  /**
   * For messages and reports.
   *
   * @return what goes behind "compared by"
   */
  public String description() {
    return description;
  }
}
