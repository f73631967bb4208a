// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.F2I;
import static jdk.incubator.vector.VectorOperators.I2B;
import static jdk.incubator.vector.VectorOperators.I2S;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.MAX;
import static jdk.incubator.vector.VectorOperators.NE;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** The components of a query as whole numbers, in the order in which rows are multiplied by them. */
final class QueryRounding {

  private static final VectorSpecies<Integer> INTS = Lanes.INTS;
  private static final VectorSpecies<Float> FLOATS = Lanes.FLOATS;
  private static final int STEP = INTS.length();

  /** Whether as many bytes as a vector has ints, or shorts, are a vector. */
  static final boolean IS_SUPPORTED = INTS.vectorBitSize() >= 256;

  private static final VectorSpecies<Short> SHORTS = fitting(short.class, Short.SIZE);
  private static final VectorSpecies<Byte> BYTES = fitting(byte.class, Byte.SIZE);

  /** Bytes in a vector as long as one of ints. */
  private static final VectorSpecies<Byte> ALL_BYTES =
      VectorSpecies.of(byte.class, INTS.vectorShape());

  private QueryRounding() {}

  private static <T> VectorSpecies<T> fitting(Class<T> type, int bits) {
    return IS_SUPPORTED ? VectorSpecies.of(type, VectorShape.forBitSize(STEP * bits)) : null;
  }

  /** The greatest absolute value. */
  static float max(float[] centred) {
    FloatVector max = FloatVector.zero(FLOATS);
    for (int i = 0; i < centred.length; i += STEP) {
      max = max.max(FloatVector.fromArray(FLOATS, centred, i).abs());
    }
    return max.reduceLanes(MAX);
  }

  /** {@link CodeQuery#round}, with the same result. */
  static int round(CodeQuery query, float inverse) {
    float[] centred = query.centred;
    byte[] rounded = query.rounded;
    IntVector sum = IntVector.zero(INTS);
    for (int i = 0; i < centred.length; i += STEP) {
      IntVector some =
          ((IntVector)
                  FloatVector.fromArray(FLOATS, centred, i)
                      .mul(inverse)
                      .add(CodeQuery.ROUND)
                      .convertShape(F2I, INTS, 0))
              .sub(CodeQuery.SHIFT);
      sum = sum.add(some);
      ((ByteVector) some.convertShape(I2B, BYTES, 0)).intoArray(rounded, i);
    }
    short[] numbers = query.numbers;
    int part = query.partLength;
    for (int i = 0; i < part; i += STEP) {
      IntVector four = ByteVector.fromArray(ALL_BYTES, rounded, 4 * i).reinterpretAsInts();
      shorts(four.lanewise(LSHL, 24)).intoArray(numbers, i);
      shorts(four.lanewise(LSHL, 16)).intoArray(numbers, part + i);
      shorts(four.lanewise(LSHL, 8)).intoArray(numbers, 2 * part + i);
      shorts(four).intoArray(numbers, 3 * part + i);
    }
    return sum.reduceLanes(ADD);
  }

  /** The numbers in the highest bytes of ints. */
  private static ShortVector shorts(IntVector ints) {
    return (ShortVector) ints.lanewise(ASHR, 24).convertShape(I2S, SHORTS, 0);
  }

  /** {@link BinaryQuery#round}, with the same result. */
  static int round(BinaryQuery query, float inverse) {
    float[] centred = query.centred;
    int[] planes = query.planes;
    IntVector sum = IntVector.zero(INTS);
    for (int start = 0, plane = 0; start < centred.length; start += BinaryRows.WORD) {
      int ones = 0;
      int twos = 0;
      int fours = 0;
      for (int i = 0; i < BinaryRows.WORD; i += STEP) {
        IntVector some =
            (IntVector)
                FloatVector.fromArray(FLOATS, centred, start + i)
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
    return sum.reduceLanes(ADD) + BinaryQuery.MIN * centred.length;
  }
}
