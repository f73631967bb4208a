// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Computes dot products of a query and rows of 3-bit codes with SIMD.
 *
 * <p>The five components in each word of 16 bits are extracted by shifting and masking, and
 * multiplied by the part of the query that they belong to. Products are added up in 16 bits, which
 * makes twice as many per register as 32 bits, and moved to sums of 32 bits before they can
 * overflow. Four rows are compared at a time: while one of them comes from memory, the processor
 * works on another.
 *
 * <p>The last load of a row may reach beyond its words, where the query has zeros.
 */
final class CodeDotProducts {

  /** Rows that are compared together. */
  static final int ROWS = 4;

  private static final VectorSpecies<Short> SHORTS =
      ShortVector.SPECIES_PREFERRED.vectorBitSize() > 512
          ? ShortVector.SPECIES_512
          : ShortVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTS =
      VectorSpecies.of(int.class, SHORTS.vectorShape());

  /** Words in a register. */
  private static final int STEP = SHORTS.length();

  private static final short MASK = (1 << VectorCoder.BITS) - 1;

  private static final short MAX_CODE = VectorCoder.MAX_CODE;

  /** Words after which sums of 16 bits are added to those of 32 bits: fewer than could overflow. */
  private static final int BLOCK =
      Short.MAX_VALUE / (CodeRows.CODES_PER_WORD * MASK * VectorCoder.MAX_QUERY) * STEP;

  private CodeDotProducts() {}

  /**
   * Computes the dot products with the step numbers of the rows at four offsets.
   *
   * <p>This is one repetitive method on purpose. A vector that is passed from method to method
   * becomes an object if the compiler does not inline the call, which takes ten times as long.
   */
  static void four(
      CodeQuery query,
      MemorySegment codes,
      long row0,
      long row1,
      long row2,
      long row3,
      int[] dots) {
    short[] numbers = query.numbers;
    int part1 = query.partLength;
    int part2 = 2 * part1;
    int part3 = 3 * part1;
    int part4 = 4 * part1;
    int words = query.words;
    IntVector total0 = IntVector.zero(INTS);
    IntVector total1 = IntVector.zero(INTS);
    IntVector total2 = IntVector.zero(INTS);
    IntVector total3 = IntVector.zero(INTS);
    for (int i = 0; i < words; ) {
      ShortVector sums0 = ShortVector.zero(SHORTS);
      ShortVector sums1 = ShortVector.zero(SHORTS);
      ShortVector sums2 = ShortVector.zero(SHORTS);
      ShortVector sums3 = ShortVector.zero(SHORTS);
      for (int end = Math.min(words, i + BLOCK); i < end; i += STEP) {
        long at = (long) i * Short.BYTES;
        ShortVector words0 = ShortVector.fromMemorySegment(SHORTS, codes, row0 + at, LITTLE_ENDIAN);
        ShortVector words1 = ShortVector.fromMemorySegment(SHORTS, codes, row1 + at, LITTLE_ENDIAN);
        ShortVector words2 = ShortVector.fromMemorySegment(SHORTS, codes, row2 + at, LITTLE_ENDIAN);
        ShortVector words3 = ShortVector.fromMemorySegment(SHORTS, codes, row3 + at, LITTLE_ENDIAN);
        ShortVector factors = ShortVector.fromArray(SHORTS, numbers, i);
        sums0 = sums0.add(words0.and(MASK).mul(factors));
        sums1 = sums1.add(words1.and(MASK).mul(factors));
        sums2 = sums2.add(words2.and(MASK).mul(factors));
        sums3 = sums3.add(words3.and(MASK).mul(factors));
        factors = ShortVector.fromArray(SHORTS, numbers, part1 + i);
        sums0 = sums0.add(words0.lanewise(LSHR, 3).and(MASK).mul(factors));
        sums1 = sums1.add(words1.lanewise(LSHR, 3).and(MASK).mul(factors));
        sums2 = sums2.add(words2.lanewise(LSHR, 3).and(MASK).mul(factors));
        sums3 = sums3.add(words3.lanewise(LSHR, 3).and(MASK).mul(factors));
        factors = ShortVector.fromArray(SHORTS, numbers, part2 + i);
        sums0 = sums0.add(words0.lanewise(LSHR, 6).and(MASK).mul(factors));
        sums1 = sums1.add(words1.lanewise(LSHR, 6).and(MASK).mul(factors));
        sums2 = sums2.add(words2.lanewise(LSHR, 6).and(MASK).mul(factors));
        sums3 = sums3.add(words3.lanewise(LSHR, 6).and(MASK).mul(factors));
        factors = ShortVector.fromArray(SHORTS, numbers, part3 + i);
        sums0 = sums0.add(words0.lanewise(LSHR, 9).and(MASK).mul(factors));
        sums1 = sums1.add(words1.lanewise(LSHR, 9).and(MASK).mul(factors));
        sums2 = sums2.add(words2.lanewise(LSHR, 9).and(MASK).mul(factors));
        sums3 = sums3.add(words3.lanewise(LSHR, 9).and(MASK).mul(factors));
        factors = ShortVector.fromArray(SHORTS, numbers, part4 + i);
        sums0 = sums0.add(words0.lanewise(LSHR, 12).mul(factors));
        sums1 = sums1.add(words1.lanewise(LSHR, 12).mul(factors));
        sums2 = sums2.add(words2.lanewise(LSHR, 12).mul(factors));
        sums3 = sums3.add(words3.lanewise(LSHR, 12).mul(factors));
      }
      // Each lane of 32 bits holds two sums of 16 bits.
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
    dots[0] = total0.reduceLanes(ADD);
    dots[1] = total1.reduceLanes(ADD);
    dots[2] = total2.reduceLanes(ADD);
    dots[3] = total3.reduceLanes(ADD);
  }

  /** Computes the dot product with the row at an offset. */
  static int one(CodeQuery query, MemorySegment codes, long row) {
    int[] dots = new int[ROWS];
    four(query, codes, row, row, row, row, dots);
    return dots[0];
  }

  /** Sets the integers of a query to the code of the row at an offset; returns their sum. */
  static int fill(CodeQuery query, int dimension, MemorySegment codes, long row) {
    short[] numbers = query.numbers;
    int words = query.words;
    int sum = 0;
    int shift = 0;
    for (int start = 0, part = 0; start < dimension; start += words, part += query.partLength) {
      int count = Math.min(words, dimension - start);
      for (int i = 0; i < count; i += STEP) {
        ShortVector some =
            ShortVector.fromMemorySegment(
                    SHORTS, codes, row + (long) i * Short.BYTES, LITTLE_ENDIAN)
                .lanewise(LSHR, shift)
                .and(MASK)
                .lanewise(LSHL, 1)
                .sub(MAX_CODE);
        if (i + STEP > count) { // zeros beyond the row's words
          some = ShortVector.zero(SHORTS).blend(some, SHORTS.indexInRange(i, count));
        }
        some.intoArray(numbers, part + i);
        sum += some.reduceLanes(ADD);
      }
      shift += VectorCoder.BITS;
    }
    return sum;
  }
}
