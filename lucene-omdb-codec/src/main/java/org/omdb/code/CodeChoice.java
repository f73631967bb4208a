// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

/** What the vectors of a field are compared by in a segment, and why. */
public enum CodeChoice {
  /** Codes: 3-bit codes, and binary codes where these are faster. */
  CODES("codes"),

  /** Float32 rows, since they have so few components that codes would save nothing. */
  FEW_DIMENSIONS("float32 rows, because they have few dimensions"),

  /** Float32 rows, since the squared length of a vector is not a finite float32. */
  TOO_LONG("float32 rows, because a vector is too long for a code"),

  /** Float32 rows, since codes were measured and do not tell near vectors apart. */
  TOO_COARSE("float32 rows, because codes do not tell near vectors apart"),

  /** The bytes of byte vectors, which have no codes. */
  BYTES("bytes");

  private final String description;

  CodeChoice(String description) {
    this.description = description;
  }

  /**
   * A description for messages and reports.
   *
   * @return a phrase that follows "compared by"
   */
  public String description() {
    return description;
  }
}
