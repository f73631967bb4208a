// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Dot products of a query with rows of codes.
 *
 * <p>Codes are widened to 16 bits, multiplied and summed up there, which is twice as many at a time
 * as in 32 bits; before the sums can overflow they go into sums of 32 bits. Four rows at a time,
 * because rows come from memory and what waits for one can work on another.
 */
final class CodeDotProducts {

  /** Rows that are worked on together. */
  static final int ROWS = 4;

  private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(SHORTS.vectorBitSize() / 2));
  private static final int STEP = SHORTS.length();

  /** Codes between two widenings of the sums. */
  private static final int BLOCK = VectorCoder.SUMMED_PRODUCTS * STEP;

  /** What is left of a row where a step is longer than its alignment: half a step. */
  private static final VectorSpecies<Short> HALF_SHORTS = ShortVector.SPECIES_256;

  private static final VectorSpecies<Byte> HALF_BYTES = ByteVector.SPECIES_128;

  private CodeDotProducts() {}

  private static ShortVector product(short[] query, MemorySegment codes, long row, int i) {
    return ShortVector.fromArray(SHORTS, query, i)
        .mul(
            ByteVector.fromMemorySegment(BYTES, codes, row + i, ByteOrder.LITTLE_ENDIAN)
                .convertShape(VectorOperators.B2S, SHORTS, 0));
  }

  /** The 16-bit sums of two neighbors each, in the lanes of 32 bits that they share. */
  private static IntVector pairs(ShortVector sums) {
    IntVector both = sums.reinterpretAsInts();
    return both.lanewise(VectorOperators.LSHL, Short.SIZE)
        .lanewise(VectorOperators.ASHR, Short.SIZE)
        .add(both.lanewise(VectorOperators.ASHR, Short.SIZE));
  }

  /** The products of the last half step of a row. */
  private static IntVector half(short[] query, MemorySegment codes, long row, int i) {
    return (IntVector)
        ByteVector.fromMemorySegment(HALF_BYTES, codes, row + i, ByteOrder.LITTLE_ENDIAN)
            .convertShape(VectorOperators.B2S, HALF_SHORTS, 0)
            .mul(ShortVector.fromArray(HALF_SHORTS, query, i))
            .convertShape(VectorOperators.S2I, INTS, 0);
  }

  /** The dot product with the row at an offset. */
  static int one(short[] query, MemorySegment codes, long row, int rowBytes) {
    IntVector total = IntVector.zero(INTS);
    int wholeSteps = rowBytes - rowBytes % STEP;
    int i = 0;
    while (i < wholeSteps) {
      int end = Math.min(wholeSteps, i + BLOCK);
      ShortVector sums = ShortVector.zero(SHORTS);
      for (; i < end; i += STEP) {
        sums = sums.add(product(query, codes, row, i));
      }
      total = total.add(pairs(sums));
    }
    if (STEP > CodeRows.ROW_ALIGNMENT && i < rowBytes) {
      total = total.add(half(query, codes, row, i));
    }
    return total.reduceLanes(VectorOperators.ADD);
  }

  /** The dot products with the rows at four offsets. */
  static void four(
      short[] query,
      MemorySegment codes,
      long row0,
      long row1,
      long row2,
      long row3,
      int rowBytes,
      int[] dots) {
    IntVector total0 = IntVector.zero(INTS);
    IntVector total1 = total0;
    IntVector total2 = total0;
    IntVector total3 = total0;
    int wholeSteps = rowBytes - rowBytes % STEP;
    int i = 0;
    while (i < wholeSteps) {
      int end = Math.min(wholeSteps, i + BLOCK);
      ShortVector sums0 = ShortVector.zero(SHORTS);
      ShortVector sums1 = sums0;
      ShortVector sums2 = sums0;
      ShortVector sums3 = sums0;
      for (; i < end; i += STEP) {
        sums0 = sums0.add(product(query, codes, row0, i));
        sums1 = sums1.add(product(query, codes, row1, i));
        sums2 = sums2.add(product(query, codes, row2, i));
        sums3 = sums3.add(product(query, codes, row3, i));
      }
      total0 = total0.add(pairs(sums0));
      total1 = total1.add(pairs(sums1));
      total2 = total2.add(pairs(sums2));
      total3 = total3.add(pairs(sums3));
    }
    if (STEP > CodeRows.ROW_ALIGNMENT && i < rowBytes) {
      total0 = total0.add(half(query, codes, row0, i));
      total1 = total1.add(half(query, codes, row1, i));
      total2 = total2.add(half(query, codes, row2, i));
      total3 = total3.add(half(query, codes, row3, i));
    }
    dots[0] = total0.reduceLanes(VectorOperators.ADD);
    dots[1] = total1.reduceLanes(VectorOperators.ADD);
    dots[2] = total2.reduceLanes(VectorOperators.ADD);
    dots[3] = total3.reduceLanes(VectorOperators.ADD);
  }
}
