// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

/**
 * A vector as the left side of a comparison: whole numbers from -{@value VectorCoder#MAX_QUERY} to
 * {@value VectorCoder#MAX_QUERY} and a scale.
 *
 * <p>In five parts of equal length, with zeros at their ends: of the components whose codes are the
 * first ones of a row's words, of those whose codes are the second ones, and so on.
 */
final class CodeQuery {

  /** What is subtracted from a number again that {@link #ROUND} was added to. */
  static final int SHIFT = VectorCoder.MAX_QUERY + 1;

  /**
   * Added to a number it makes a positive one, so that cutting off what is behind the point rounds
   * it. Compilers vectorize that, and not {@link Math#round}.
   */
  static final float ROUND = SHIFT + 0.5f;

  /** Of a row's codes. */
  final int words;

  /** {@link #words} and what a last step of a kernel may read behind them. */
  final int partLength;

  /** The parts. */
  final short[] numbers;

  /** A vector less the center, in the same order, while it is made the query. */
  final float[] centered;

  /** What a number of 1 stands for. */
  float scale;

  /** What is added to every score. */
  float bias;

  /** How often a row's bias counts. */
  private float biasFactor;

  /** All numbers together. */
  int sum;

  CodeQuery(int dimension) {
    this.words = CodeRows.words(dimension);
    this.partLength = CodeRows.paddedWords(words);
    this.numbers = new short[CodeRows.CODES * partLength];
    this.centered = new float[CodeRows.CODES * partLength];
  }

  /** Where the number of a component is. */
  int index(int component) {
    return component / words * partLength + component % words;
  }

  /** Makes the target of a search the query. */
  void set(CodeTarget target) {
    float[] components = target.components;
    for (int start = 0, part = 0; start < components.length; start += words, part += partLength) {
      int count = Math.min(words, components.length - start);
      System.arraycopy(components, start, centered, part, count);
    }
    float max = CodeKernel.BEST.max(centered);
    float inverse = VectorCoder.finite(VectorCoder.MAX_QUERY / max);
    finish(CodeKernel.BEST.round(this, inverse), inverse == 0 ? 0 : 1 / inverse, 0);
    biasFactor = target.biasFactor;
  }

  /** Sets all numbers to what is in {@link #centered} times a factor; returns their sum. */
  int round(float factor) {
    int newSum = 0;
    for (int i = 0; i < centered.length; i++) {
      int number = (int) (centered[i] * factor + ROUND) - SHIFT;
      numbers[i] = (short) number;
      newSum += number;
    }
    return newSum;
  }

  /** To be called once all numbers are set, with their sum. */
  void finish(int newSum, float newScale, float newBias) {
    sum = newSum;
    scale = newScale;
    bias = newBias;
    biasFactor = 1;
  }

  /**
   * A score.
   *
   * @param dot the sum of the products of numbers and codes, these as they are written
   */
  float score(int dot, float rowScale, float rowBias) {
    return scale * rowScale * (2 * dot - VectorCoder.MAX_CODE * sum)
        + (rowBias * biasFactor + bias);
  }
}
