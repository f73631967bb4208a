// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

/**
 * A vector that {@link CodeRows} are compared with: integers from -{@value VectorCoder#MAX_QUERY}
 * to {@value VectorCoder#MAX_QUERY}, and a scale. For one thread.
 *
 * <p>The integers are in the order in which a kernel unpacks rows. There are five parts of equal
 * length, padded with zeros: the first is for the lowest components in a row's words, the second
 * for the next ones, and so on.
 */
final class CodeQuery {

  /** The integer that {@link #ROUND} adds, to be subtracted after rounding. */
  static final int SHIFT = VectorCoder.MAX_QUERY + 1;

  /**
   * Added before a number is truncated to an integer, so that it is positive and truncating rounds.
   * C2 compiles that to SIMD, but not {@link Math#round}.
   */
  static final float ROUND = SHIFT + 0.5f;

  /** Words in a row. */
  final int words;

  /** Length of a part: {@link #words}, rounded up to what a kernel loads. */
  final int partLength;

  /** The integers. */
  final short[] numbers;

  /** The components of a target in the same order, before they are rounded. */
  final float[] centered;

  /** What the integer 1 stands for. */
  float scale;

  /** Added to every score. */
  float bias;

  /** What a row's bias is multiplied by. */
  private float biasFactor;

  /** Sum of the integers. */
  int sum;

  CodeQuery(int dimension) {
    this.words = CodeRows.words(dimension);
    this.partLength = CodeRows.paddedWords(words);
    this.numbers = new short[CodeRows.CODES_PER_WORD * partLength];
    this.centered = new float[CodeRows.CODES_PER_WORD * partLength];
  }

  /** Index of a component in {@link #numbers}. */
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

  /** Sets the integers to {@link #centered} times a factor, rounded; returns their sum. */
  int round(float factor) {
    int newSum = 0;
    for (int i = 0; i < centered.length; i++) {
      int number = (int) (centered[i] * factor + ROUND) - SHIFT;
      numbers[i] = (short) number;
      newSum += number;
    }
    return newSum;
  }

  /** Completes a query whose integers are set. */
  void finish(int newSum, float newScale, float newBias) {
    sum = newSum;
    scale = newScale;
    bias = newBias;
    biasFactor = 1;
  }

  /**
   * Computes a score.
   *
   * @param dot the dot product of the integers and the row's step numbers, 0 to 7
   * @param rowScale scale of the row
   * @param rowBias bias of the row
   */
  float score(int dot, float rowScale, float rowBias) {
    return scale * rowScale * (2 * dot - VectorCoder.MAX_CODE * sum)
        + (rowBias * biasFactor + bias);
  }
}
