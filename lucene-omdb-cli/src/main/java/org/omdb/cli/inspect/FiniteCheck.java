// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.inspect;

import java.io.IOException;
import org.apache.lucene.store.IndexInput;
import org.omdb.cli.console.Progress;

/** Looks for components of float vectors that are infinite or NaN. */
final class FiniteCheck {

  private static final int CHUNK = 1 << 16;

  /** The bits of the exponent. All of them are set in infinities and NaN, and only there. */
  private static final int EXPONENT = 0x7F800000;

  private final String where;
  private final int dimension;
  private final Findings findings;

  FiniteCheck(String where, int dimension, Findings findings) {
    this.where = where;
    this.dimension = dimension;
    this.findings = findings;
  }

  /** Reads all vectors from an input that has nothing else. */
  void run(IndexInput vectors, Progress progress) throws IOException {
    int[] bits = new int[CHUNK];
    long components = vectors.length() / Float.BYTES;
    vectors.seek(0);
    for (long done = 0; done < components; ) {
      int length = (int) Math.min(CHUNK, components - done);
      vectors.readInts(bits, 0, length);
      if (countNotFinite(bits, length) > 0) {
        locate(bits, length, done);
      }
      done += length;
      progress.add((long) length * Float.BYTES);
    }
  }

  private static int countNotFinite(int[] bits, int length) {
    int count = 0;
    for (int i = 0; i < length; i++) { // without a branch, so that the JVM uses SIMD
      count += (bits[i] & EXPONENT) == EXPONENT ? 1 : 0;
    }
    return count;
  }

  private void locate(int[] bits, int length, long before) {
    for (int i = 0; i < length; i++) {
      if ((bits[i] & EXPONENT) == EXPONENT) {
        long component = before + i;
        findings.problem(
            where,
            "vectors_finite",
            "component " + component % dimension + " of vector " + component / dimension,
            Float.intBitsToFloat(bits[i]),
            "a finite number");
      }
    }
  }
}
