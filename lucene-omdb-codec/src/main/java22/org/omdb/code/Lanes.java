// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/** The SIMD registers for numbers of 32 bits: the preferred ones, but at most 512 bits, a stripe. */
final class Lanes {

  static final VectorSpecies<Integer> INTS =
      IntVector.SPECIES_PREFERRED.vectorBitSize() > 512
          ? IntVector.SPECIES_512
          : IntVector.SPECIES_PREFERRED;

  static final VectorSpecies<Float> FLOATS = INTS.withLanes(float.class);

  private Lanes() {}
}
