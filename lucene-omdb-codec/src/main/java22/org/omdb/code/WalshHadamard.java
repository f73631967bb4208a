// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** {@link Rotation#transform} with SIMD. The result is the same to the last bit. */
final class WalshHadamard {

  private static final VectorSpecies<Float> FLOATS = Lanes.FLOATS;
  private static final int LANES = FLOATS.length();
  private static final int LEVELS = Integer.numberOfTrailingZeros(LANES);

  /** For each level within a register, the lane that each lane is combined with. */
  private static final VectorShuffle<Float>[] PARTNERS = partners();

  /** For each level within a register and each lane, 1 for {@code a + b} and -1 for {@code a - b}. */
  private static final float[] SIGNS = signs();

  private WalshHadamard() {}

  private static VectorShuffle<Float>[] partners() {
    @SuppressWarnings({"unchecked", "rawtypes"})
    VectorShuffle<Float>[] partners = new VectorShuffle[LEVELS];
    for (int level = 0; level < LEVELS; level++) {
      int half = 1 << level;
      partners[level] = VectorShuffle.fromOp(FLOATS, lane -> lane ^ half);
    }
    return partners;
  }

  private static float[] signs() {
    float[] signs = new float[LEVELS * LANES];
    for (int level = 0; level < LEVELS; level++) {
      for (int lane = 0; lane < LANES; lane++) {
        signs[level * LANES + lane] = (lane & 1 << level) == 0 ? 1 : -1;
      }
    }
    return signs;
  }

  static void transform(float[] vector, int start, int length) {
    if (length < LANES) {
      Rotation.transform(vector, start, length);
      return;
    }
    int end = start + length;
    for (int level = 0; level < LEVELS; level++) {
      VectorShuffle<Float> partner = PARTNERS[level];
      FloatVector sign = FloatVector.fromArray(FLOATS, SIGNS, level * LANES);
      for (int i = start; i < end; i += LANES) {
        FloatVector own = FloatVector.fromArray(FLOATS, vector, i);
        own.mul(sign).add(own.rearrange(partner)).intoArray(vector, i);
      }
    }
    for (int half = LANES; half < length; half *= 2) {
      for (int from = start; from < end; from += 2 * half) {
        for (int i = from; i < from + half; i += LANES) {
          FloatVector a = FloatVector.fromArray(FLOATS, vector, i);
          FloatVector b = FloatVector.fromArray(FLOATS, vector, i + half);
          a.add(b).intoArray(vector, i);
          a.sub(b).intoArray(vector, i + half);
        }
      }
    }
  }
}
