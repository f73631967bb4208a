// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

/** A vector as the left side of a comparison: its codes widened, as kernels multiply them. */
final class CodeQuery {

  /** One value per code, and zeros up to a multiple of {@link CodeRows#MAX_STEP}. */
  final short[] codes;

  final int rowBytes;

  /** What a code of 1 stands for. */
  float scale;

  /** What is added to every score. */
  float bias;

  CodeQuery(int rowBytes) {
    this.rowBytes = rowBytes;
    this.codes = new short[length(rowBytes)];
  }

  static int length(int rowBytes) {
    return (rowBytes + CodeRows.MAX_STEP - 1) / CodeRows.MAX_STEP * CodeRows.MAX_STEP;
  }
}
