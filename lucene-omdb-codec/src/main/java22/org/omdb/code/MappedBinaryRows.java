// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.VectorOperators.BIT_COUNT;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/** Compares binary rows in mapped memory with SIMD: each lane of a register is a row. */
final class MappedBinaryRows extends BinaryRows {

  private static final VectorSpecies<Integer> INTS = Lanes.INTS;
  private static final VectorSpecies<Float> FLOATS = Lanes.FLOATS;

  /** Bytes in a register. */
  private static final int STEP = INTS.vectorByteSize();

  private final MemorySegment segment;

  MappedBinaryRows(MemorySegment segment, int dimension) {
    super(dimension);
    this.segment = segment;
  }

  @Override
  public boolean isFast() {
    return true;
  }

  @Override
  public void estimate(BinaryQuery query, int firstBlock, int endBlock, float[] estimates) {
    try {
      estimate(segment, query, words, firstBlock, endBlock, estimates);
    } catch (IllegalStateException e) {
      throw MappedCodeRows.closed(e);
    }
  }

  /** Compares two blocks at a time, which share the broadcasts of the query's planes. */
  private static void estimate(
      MemorySegment segment,
      BinaryQuery query,
      int words,
      int firstBlock,
      int endBlock,
      float[] estimates) {
    int[] planes = query.planes;
    float factor = query.factor;
    float offset = query.offset;
    float biasFactor = query.biasFactor;
    long blockBytes = (words + 2L) * STRIPE;
    for (int block = firstBlock; block < endBlock; block += 2) {
      int second = Math.min(block + 1, endBlock - 1); // a single last block is computed twice
      for (int part = 0; part < STRIPE; part += STEP) {
        IntVector ones1 = IntVector.zero(INTS);
        IntVector twos1 = IntVector.zero(INTS);
        IntVector fours1 = IntVector.zero(INTS);
        IntVector ones2 = IntVector.zero(INTS);
        IntVector twos2 = IntVector.zero(INTS);
        IntVector fours2 = IntVector.zero(INTS);
        long at1 = block * blockBytes + part;
        long at2 = second * blockBytes + part;
        for (int plane = 0; plane < words * BinaryQuery.PLANES; plane += BinaryQuery.PLANES) {
          IntVector bits1 = IntVector.fromMemorySegment(INTS, segment, at1, LITTLE_ENDIAN);
          IntVector bits2 = IntVector.fromMemorySegment(INTS, segment, at2, LITTLE_ENDIAN);
          IntVector of = IntVector.broadcast(INTS, planes[plane]);
          ones1 = ones1.add(bits1.and(of).lanewise(BIT_COUNT));
          ones2 = ones2.add(bits2.and(of).lanewise(BIT_COUNT));
          of = IntVector.broadcast(INTS, planes[plane + 1]);
          twos1 = twos1.add(bits1.and(of).lanewise(BIT_COUNT));
          twos2 = twos2.add(bits2.and(of).lanewise(BIT_COUNT));
          of = IntVector.broadcast(INTS, planes[plane + 2]);
          fours1 = fours1.add(bits1.and(of).lanewise(BIT_COUNT));
          fours2 = fours2.add(bits2.and(of).lanewise(BIT_COUNT));
          at1 += STRIPE;
          at2 += STRIPE;
        }
        IntVector sums1 = ones1.add(twos1.lanewise(LSHL, 1)).sub(fours1.lanewise(LSHL, 2));
        IntVector sums2 = ones2.add(twos2.lanewise(LSHL, 1)).sub(fours2.lanewise(LSHL, 2));
        int lane = part / Integer.BYTES;
        ((FloatVector) sums1.convertShape(I2F, FLOATS, 0))
            .mul(factor)
            .sub(offset)
            .fma(
                FloatVector.fromMemorySegment(FLOATS, segment, at1, LITTLE_ENDIAN),
                FloatVector.fromMemorySegment(FLOATS, segment, at1 + STRIPE, LITTLE_ENDIAN)
                    .mul(biasFactor))
            .intoArray(estimates, (block - firstBlock) * BLOCK + lane);
        ((FloatVector) sums2.convertShape(I2F, FLOATS, 0))
            .mul(factor)
            .sub(offset)
            .fma(
                FloatVector.fromMemorySegment(FLOATS, segment, at2, LITTLE_ENDIAN),
                FloatVector.fromMemorySegment(FLOATS, segment, at2 + STRIPE, LITTLE_ENDIAN)
                    .mul(biasFactor))
            .intoArray(estimates, (second - firstBlock) * BLOCK + lane);
      }
    }
  }

  @Override
  public void foldMaxima(float[] numbers, int count, float[] maxima, int size) {
    for (int i = 0; i < size; i += FLOATS.length()) {
      FloatVector max = FloatVector.fromArray(FLOATS, numbers, i);
      for (int j = i + size; j < count; j += size) {
        max = max.max(FloatVector.fromArray(FLOATS, numbers, j));
      }
      max.intoArray(maxima, i);
    }
  }

  @Override
  public int countAbove(float[] numbers, int count, float threshold) {
    int above = 0;
    for (int i = 0; i < count; i += FLOATS.length()) {
      above += FloatVector.fromArray(FLOATS, numbers, i).compare(GT, threshold).trueCount();
    }
    return above;
  }

  @Override
  public int findAbove(float[] numbers, int count, float threshold, int[] indexes) {
    int found = 0;
    for (int i = 0; i < count; i += FLOATS.length()) {
      long isAbove = FloatVector.fromArray(FLOATS, numbers, i).compare(GT, threshold).toLong();
      for (; isAbove != 0; isAbove &= isAbove - 1) {
        indexes[found++] = i + Long.numberOfTrailingZeros(isAbove);
      }
    }
    return found;
  }
}
