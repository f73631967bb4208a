// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;

import java.lang.foreign.MemorySegment;
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
 *
 * <p>A last step may reach behind its row: the query has zeros there.
 */
final class CodeDotProducts {

  /** Rows that are worked on together. */
  static final int ROWS = 4;

  private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(SHORTS.vectorBitSize() / 2));
  private static final int STEP = Math.min(SHORTS.length(), CodeRows.MAX_STEP);

  /** Codes between two widenings of the sums. */
  private static final int BLOCK = VectorCoder.SUMMED_PRODUCTS * STEP;

  private CodeDotProducts() {}

  /**
   * The dot products with the rows at four offsets.
   *
   * <p>One method, though it repeats itself: a vector that is handed from one method to another is
   * made an object wherever the compiler does not inline, and that takes ten times as long.
   */
  static void four(
      CodeQuery query,
      MemorySegment codes,
      long row0,
      long row1,
      long row2,
      long row3,
      int[] dots) {
    short[] q = query.codes;
    int rowBytes = query.rowBytes;
    IntVector total0 = IntVector.zero(INTS);
    IntVector total1 = IntVector.zero(INTS);
    IntVector total2 = IntVector.zero(INTS);
    IntVector total3 = IntVector.zero(INTS);
    for (int i = 0; i < rowBytes; ) {
      ShortVector sums0 = ShortVector.zero(SHORTS);
      ShortVector sums1 = ShortVector.zero(SHORTS);
      ShortVector sums2 = ShortVector.zero(SHORTS);
      ShortVector sums3 = ShortVector.zero(SHORTS);
      for (int end = Math.min(rowBytes, i + BLOCK); i < end; i += STEP) {
        ShortVector factor = ShortVector.fromArray(SHORTS, q, i);
        sums0 =
            sums0.add(
                factor.mul(
                    ByteVector.fromMemorySegment(BYTES, codes, row0 + i, LITTLE_ENDIAN)
                        .convertShape(VectorOperators.B2S, SHORTS, 0)));
        sums1 =
            sums1.add(
                factor.mul(
                    ByteVector.fromMemorySegment(BYTES, codes, row1 + i, LITTLE_ENDIAN)
                        .convertShape(VectorOperators.B2S, SHORTS, 0)));
        sums2 =
            sums2.add(
                factor.mul(
                    ByteVector.fromMemorySegment(BYTES, codes, row2 + i, LITTLE_ENDIAN)
                        .convertShape(VectorOperators.B2S, SHORTS, 0)));
        sums3 =
            sums3.add(
                factor.mul(
                    ByteVector.fromMemorySegment(BYTES, codes, row3 + i, LITTLE_ENDIAN)
                        .convertShape(VectorOperators.B2S, SHORTS, 0)));
      }
      // Each lane of 32 bits has two sums.
      IntVector pairs0 = sums0.reinterpretAsInts();
      IntVector pairs1 = sums1.reinterpretAsInts();
      IntVector pairs2 = sums2.reinterpretAsInts();
      IntVector pairs3 = sums3.reinterpretAsInts();
      total0 =
          total0
              .add(pairs0.lanewise(LSHL, Short.SIZE).lanewise(ASHR, Short.SIZE))
              .add(pairs0.lanewise(ASHR, Short.SIZE));
      total1 =
          total1
              .add(pairs1.lanewise(LSHL, Short.SIZE).lanewise(ASHR, Short.SIZE))
              .add(pairs1.lanewise(ASHR, Short.SIZE));
      total2 =
          total2
              .add(pairs2.lanewise(LSHL, Short.SIZE).lanewise(ASHR, Short.SIZE))
              .add(pairs2.lanewise(ASHR, Short.SIZE));
      total3 =
          total3
              .add(pairs3.lanewise(LSHL, Short.SIZE).lanewise(ASHR, Short.SIZE))
              .add(pairs3.lanewise(ASHR, Short.SIZE));
    }
    dots[0] = total0.reduceLanes(VectorOperators.ADD);
    dots[1] = total1.reduceLanes(VectorOperators.ADD);
    dots[2] = total2.reduceLanes(VectorOperators.ADD);
    dots[3] = total3.reduceLanes(VectorOperators.ADD);
  }

  /** The dot product with the row at an offset. */
  static int one(CodeQuery query, MemorySegment codes, long row) {
    int[] dots = new int[ROWS];
    four(query, codes, row, row, row, row, dots);
    return dots[0];
  }
}
