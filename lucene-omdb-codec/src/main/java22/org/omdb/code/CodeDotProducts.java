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
 * Dot products of a query with rows of codes.
 *
 * <p>The five codes of each word of 16 bits are taken out by shifting and masking, which leaves
 * them in 16 bits, and multiplied by the part of the query that they belong to. Products are summed
 * up in 16 bits, twice as many at a time as in 32, and go into sums of 32 bits before they can
 * overflow. Four rows at a time, because rows come from memory and what waits for one can work on
 * another.
 *
 * <p>A last step may reach behind the codes of a row: the query has zeros there.
 */
final class CodeDotProducts {

  /** Rows that are worked on together. */
  static final int ROWS = 4;

  private static final VectorSpecies<Short> SHORTS =
      ShortVector.SPECIES_PREFERRED.vectorBitSize() > 512
          ? ShortVector.SPECIES_512
          : ShortVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTS =
      VectorSpecies.of(int.class, SHORTS.vectorShape());

  /** Words that are looked at together. */
  private static final int STEP = SHORTS.length();

  private static final short MASK = (1 << VectorCoder.BITS) - 1;

  private static final short MAX_CODE = VectorCoder.MAX_CODE;

  /** Words between two widenings of the sums. */
  private static final int BLOCK =
      Short.MAX_VALUE / (CodeRows.CODES * MASK * VectorCoder.MAX_QUERY) * STEP;

  private CodeDotProducts() {}

  /**
   * The dot products with the rows at four offsets, codes as they are written.
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
    dots[0] = total0.reduceLanes(ADD);
    dots[1] = total1.reduceLanes(ADD);
    dots[2] = total2.reduceLanes(ADD);
    dots[3] = total3.reduceLanes(ADD);
  }

  /** The dot product with the row at an offset. */
  static int one(CodeQuery query, MemorySegment codes, long row) {
    int[] dots = new int[ROWS];
    four(query, codes, row, row, row, row, dots);
    return dots[0];
  }

  /** Sets the numbers of a query to the codes of the row at an offset; returns their sum. */
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
        if (i + STEP > count) { // what is behind the codes does not count
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
