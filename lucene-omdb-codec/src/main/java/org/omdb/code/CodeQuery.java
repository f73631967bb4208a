// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

/** A vector as the left side of a comparison: its codes widened, as kernels multiply them. */
final class CodeQuery {

  /**
   * One value per code, zeros up to a row's length, and behind these the last step: see {@link
   * #fillLastStep}.
   */
  final short[] codes;

  final int rowBytes;

  /** The part of a row that is a whole number of steps. */
  final int wholeSteps;

  /** What a code of 1 stands for. */
  float scale;

  /** What is added to every score. */
  float bias;

  /**
   * @param step how many codes a kernel multiplies at a time; at most as many as a row has
   */
  CodeQuery(int rowBytes, int step) {
    this.rowBytes = rowBytes;
    this.wholeSteps = rowBytes - rowBytes % step;
    this.codes = new short[wholeSteps == rowBytes ? rowBytes : rowBytes + step];
  }

  /**
   * To be called once there are codes. A row that is no whole number of steps ends in one that
   * overlaps the one before: it is multiplied with zeros where they overlap.
   */
  void fillLastStep() {
    System.arraycopy(
        codes, wholeSteps, codes, codes.length - (rowBytes - wholeSteps), rowBytes - wholeSteps);
  }
}
