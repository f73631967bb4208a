// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/** As many numbers of 32 bits as are computed on together: at most those of a stripe of rows. */
final class Lanes {

  static final VectorSpecies<Integer> INTS =
      IntVector.SPECIES_PREFERRED.vectorBitSize() > 512
          ? IntVector.SPECIES_512
          : IntVector.SPECIES_PREFERRED;

  static final VectorSpecies<Float> FLOATS = INTS.withLanes(float.class);

  private Lanes() {}
}
