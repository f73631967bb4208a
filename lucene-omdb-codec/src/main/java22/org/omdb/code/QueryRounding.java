// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.F2I;
import static jdk.incubator.vector.VectorOperators.I2S;
import static jdk.incubator.vector.VectorOperators.MAX;
import static jdk.incubator.vector.VectorOperators.NE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Rounds the components of a query to integers with SIMD. */
final class QueryRounding {

  private static final VectorSpecies<Integer> INTS = Lanes.INTS;
  private static final VectorSpecies<Float> FLOATS = Lanes.FLOATS;
  private static final int STEP = INTS.length();

  /** Whether there is a register of shorts with as many lanes as one of ints: of 64 bits or more. */
  static final boolean IS_SUPPORTED = INTS.vectorBitSize() >= 128;

  /** As many lanes as in a register of ints. */
  private static final VectorSpecies<Short> SHORTS =
      IS_SUPPORTED
          ? VectorSpecies.of(short.class, VectorShape.forBitSize(STEP * Short.SIZE))
          : null;

  private QueryRounding() {}

  /** The greatest absolute value. */
  static float max(float[] centered) {
    FloatVector max = FloatVector.zero(FLOATS);
    for (int i = 0; i < centered.length; i += STEP) {
      max = max.max(FloatVector.fromArray(FLOATS, centered, i).abs());
    }
    return max.reduceLanes(MAX);
  }

  /** {@link CodeQuery#round}, with the same result. */
  static int round(CodeQuery query, float inverse) {
    float[] centered = query.centered;
    short[] numbers = query.numbers;
    IntVector sum = IntVector.zero(INTS);
    for (int i = 0; i < centered.length; i += STEP) {
      IntVector some =
          ((IntVector)
                  FloatVector.fromArray(FLOATS, centered, i)
                      .mul(inverse)
                      .add(CodeQuery.ROUND)
                      .convertShape(F2I, INTS, 0))
              .sub(CodeQuery.SHIFT);
      sum = sum.add(some);
      ((ShortVector) some.convertShape(I2S, SHORTS, 0)).intoArray(numbers, i);
    }
    return sum.reduceLanes(ADD);
  }

  /** {@link BinaryQuery#round}, with the same result. */
  static int round(BinaryQuery query, float inverse) {
    float[] centered = query.centered;
    int[] planes = query.planes;
    IntVector sum = IntVector.zero(INTS);
    for (int start = 0, plane = 0; start < centered.length; start += BinaryRows.WORD) {
      int ones = 0;
      int twos = 0;
      int fours = 0;
      for (int i = 0; i < BinaryRows.WORD; i += STEP) {
        IntVector some =
            (IntVector)
                FloatVector.fromArray(FLOATS, centered, start + i)
                    .mul(inverse)
                    .add(BinaryQuery.ROUND)
                    .max(0)
                    .min(BinaryQuery.MAX - BinaryQuery.MIN)
                    .convertShape(F2I, INTS, 0);
        sum = sum.add(some);
        ones |= (int) some.and(1).compare(NE, 0).toLong() << i;
        twos |= (int) some.and(2).compare(NE, 0).toLong() << i;
        fours |= (int) some.and(4).compare(EQ, 0).toLong() << i; // the least number is -4
      }
      planes[plane++] = ones;
      planes[plane++] = twos;
      planes[plane++] = fours;
    }
    return sum.reduceLanes(ADD) + BinaryQuery.MIN * centered.length;
  }
}
