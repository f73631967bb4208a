// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.tests.util.LuceneTestCase;

/**
 * A rotation keeps lengths and dot products, and is the same one for ever, whatever computes it.
 */
public class TestRotation extends LuceneTestCase {

  private static final int MIN_DIMENSION = 24;
  private static final int MAX_DIMENSION = 1_100;

  private static float[] randomVector(int dimension) {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) random().nextGaussian();
    }
    return vector;
  }

  /** Some of each size, powers of two and those next to them, and some that are too short. */
  private static List<Integer> dimensions() {
    List<Integer> dimensions = new ArrayList<>(List.of(1, 2, 3, 5, 8, 23, 4_096));
    for (int power = 32; power <= 1_024; power *= 2) {
      dimensions.addAll(List.of(power - 1, power, power + 1));
    }
    for (int d = MIN_DIMENSION; d <= MAX_DIMENSION; d += 1 + random().nextInt(20)) {
      dimensions.add(d);
    }
    return dimensions;
  }

  public void testKeepsLengthsAndDotProducts() {
    for (int dimension : dimensions()) {
      Rotation rotation = new Rotation(dimension);
      float[] a = randomVector(dimension);
      float[] b = randomVector(dimension);
      double lengthA = Math.sqrt(VectorCoder.dot(a, a));
      double lengthB = Math.sqrt(VectorCoder.dot(b, b));
      double product = VectorCoder.dot(a, b);
      rotation.apply(a);
      rotation.apply(b);
      String message = "dimension " + dimension;
      assertEquals(message, lengthA, Math.sqrt(VectorCoder.dot(a, a)), 1e-5 * lengthA);
      assertEquals(message, lengthB, Math.sqrt(VectorCoder.dot(b, b)), 1e-5 * lengthB);
      assertEquals(message, product, VectorCoder.dot(a, b), 1e-5 * lengthA * lengthB);
    }
  }

  /** In all dimensions, with vectors that have special numbers too. */
  public void testKernelsAreEqual() {
    float[] special = {0, -0f, Float.MIN_VALUE, 1e30f, -1e30f, 1e-30f};
    for (int dimension = MIN_DIMENSION; dimension <= MAX_DIMENSION; dimension++) {
      Rotation rotation = new Rotation(dimension);
      float[] plain = randomVector(dimension);
      if (dimension % 3 == 0) {
        plain[random().nextInt(dimension)] = special[random().nextInt(special.length)];
      }
      float[] best = plain.clone();
      rotation.apply(plain, CodeKernel.PLAIN);
      rotation.apply(best, CodeKernel.BEST);
      for (int i = 0; i < dimension; i++) {
        assertEquals(
            "component " + i + " of " + dimension,
            Float.floatToRawIntBits(plain[i]),
            Float.floatToRawIntBits(best[i]));
      }
    }
  }

  /** Whose codes are in files, with no word about the signs: they may never change. */
  public void testIsTheSameForEver() {
    int[] dimensions = {24, 32, 100, 128, 384, 768, 1_000};
    int[] checksums = {
      -443416576, 744026975, -862879744, -1754279397, -910227712, 1015530123, -1880224946
    };
    int[] found = new int[dimensions.length];
    for (int i = 0; i < dimensions.length; i++) {
      float[] vector = new float[dimensions[i]];
      for (int j = 0; j < vector.length; j++) {
        vector[j] = 1 + j % 7;
      }
      new Rotation(dimensions[i]).apply(vector);
      for (float component : vector) {
        found[i] = 31 * found[i] + Float.floatToIntBits(component);
      }
    }
    assertArrayEquals(Arrays.toString(found), checksums, found);
  }

  /** So that codes lose as little of it as of any other. */
  public void testSpreadsSingleComponents() {
    for (int dimension : dimensions()) {
      if (dimension < MIN_DIMENSION) {
        continue;
      }
      Rotation rotation = new Rotation(dimension);
      for (int at : new int[] {0, random().nextInt(dimension), dimension - 1}) {
        float[] vector = new float[dimension];
        vector[at] = 1;
        rotation.apply(vector);
        float max = 0;
        for (float component : vector) {
          max = Math.max(max, Math.abs(component));
        }
        double most = dimension < 128 ? 0.85 : 0.5;
        assertTrue(max + " at " + at + " of " + dimension, max < most);
      }
    }
  }

  public void testWhatIsBehindTheVectorStays() {
    int dimension = MIN_DIMENSION + random().nextInt(100);
    float[] vector = randomVector(dimension);
    float[] longer = Arrays.copyOf(vector, dimension + 5);
    Arrays.fill(longer, dimension, longer.length, 7);
    Rotation rotation = new Rotation(dimension);
    rotation.apply(vector);
    rotation.apply(longer);
    assertArrayEquals(vector, Arrays.copyOf(longer, dimension), 0f);
    for (int i = dimension; i < longer.length; i++) {
      assertEquals(7, longer[i], 0f);
    }
  }
}
