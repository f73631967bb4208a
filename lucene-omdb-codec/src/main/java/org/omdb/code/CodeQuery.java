// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

/**
 * A vector as the left side of a comparison: whole numbers from -{@value VectorCoder#MAX_QUERY} to
 * {@value VectorCoder#MAX_QUERY} and a scale.
 *
 * <p>A row's codes are looked at in words of 16 bits, four codes each. The numbers that the first
 * codes of all words are multiplied by lie together, then those of the second ones, and so on: in
 * four parts of equal length, with zeros at their ends.
 */
final class CodeQuery {

  private static final int PARTS = 4;

  /** What is subtracted from a number again that {@link #ROUND} was added to. */
  static final int SHIFT = VectorCoder.MAX_QUERY + 1;

  /**
   * Added to a number it makes a positive one, so that cutting off what is behind the point rounds
   * it. Compilers vectorize that, and not {@link Math#round}.
   */
  static final float ROUND = SHIFT + 0.5f;

  /** The four parts. */
  final short[] numbers;

  /**
   * Length of a part: the words of a row's codes, and those that a last step may read behind them.
   */
  final int partLength;

  final int codeBytes;

  /** A vector less the centroid, with zeros at its end, for who makes it the query. */
  final float[] centred;

  /** Its components as numbers, in their order. */
  final byte[] rounded;

  /** What a number of 1 stands for. */
  float scale;

  /** What is added to every score. */
  float bias;

  /** The dot product with a row whose codes are all 1. */
  int sum;

  CodeQuery(int codeBytes) {
    this.codeBytes = codeBytes;
    this.partLength = CodeRows.paddedBytes(codeBytes) / Short.BYTES;
    this.numbers = new short[PARTS * partLength];
    this.centred = new float[PARTS * partLength];
    this.rounded = new byte[PARTS * partLength];
  }

  /** Sets the number of a component. */
  void set(int component, int number) {
    numbers[(component % PARTS) * partLength + component / PARTS] = (short) number;
  }

  /** Sets all numbers to what is in {@link #centred}. */
  void setToCentred() {
    float max = CodeKernel.BEST.max(centred);
    float inverse = VectorCoder.finite(VectorCoder.MAX_QUERY / max);
    finish(CodeKernel.BEST.round(this, inverse), inverse == 0 ? 0 : 1 / inverse, 0);
  }

  /** Sets all numbers to what is in {@link #centred} times a factor; returns their sum. */
  int round(float factor) {
    int newSum = 0;
    for (int component = 0; component < centred.length; component++) {
      int number = (int) (centred[component] * factor + ROUND) - SHIFT;
      set(component, number);
      newSum += number;
    }
    return newSum;
  }

  /** The number of a component. */
  int get(int component) {
    return numbers[(component % PARTS) * partLength + component / PARTS];
  }

  /** To be called once all numbers are set, with their sum. */
  void finish(int newSum, float newScale, float newBias) {
    sum = newSum;
    scale = newScale;
    bias = newBias;
  }

  /**
   * A score.
   *
   * @param dot the sum of the products of numbers and codes, these as they are written: from 0 on
   */
  float score(int dot, float rowScale, float rowBias) {
    return scale * rowScale * (dot + VectorCoder.MIN_CODE * sum) + (rowBias + bias);
  }
}
