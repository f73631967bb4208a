// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

/** A vector as the left side of a comparison: its codes widened, as kernels multiply them. */
final class CodeQuery {

  /** One value per code, and zeros up to a row's length. */
  final short[] codes;

  /** What a code of 1 stands for. */
  float scale;

  /** What is added to every score. */
  float bias;

  CodeQuery(int rowBytes) {
    codes = new short[rowBytes];
  }
}
