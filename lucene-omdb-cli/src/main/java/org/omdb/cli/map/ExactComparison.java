// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.map;

import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.index.VectorSimilarityFunction;

/**
 * Compares two vectors, with the same result each time. That of Lucene's SIMD code changes in its
 * last bit when the JVM compiles it, which is enough for another layout.
 */
final class ExactComparison {

  private final VectorSimilarityFunction similarity;

  /** What Lucene divides dot products of bytes by; 2 for those of floats. */
  private final double productScale;

  ExactComparison(FieldInfo info) {
    similarity = info.getVectorSimilarityFunction();
    productScale =
        info.getVectorEncoding() == VectorEncoding.BYTE
            ? info.getVectorDimension() * (double) (1 << 15)
            : 2;
  }

  /**
   * How far apart vectors are.
   *
   * @param a {@code float[]} or {@code byte[]}
   * @param b as a
   * @return larger if they are less similar; negative for most that are compared by their product
   */
  double distance(Object a, Object b) {
    return switch (similarity) {
      case EUCLIDEAN -> Math.sqrt(squaredDistance(a, b));
      case COSINE -> {
        double lengths = product(a, a) * product(b, b);
        yield lengths == 0 ? 0 : -product(a, b) / Math.sqrt(lengths);
      }
      case DOT_PRODUCT, MAXIMUM_INNER_PRODUCT -> -product(a, b);
    };
  }

  /** Lucene's score of vectors at a distance. */
  float score(double distance) {
    return (float)
        switch (similarity) {
          case EUCLIDEAN -> 1 / (1 + distance * distance);
          case COSINE -> Math.max(0, (1 - distance) / 2);
          case DOT_PRODUCT -> Math.max(0, 0.5 - distance / productScale);
          case MAXIMUM_INNER_PRODUCT -> distance > 0 ? 1 / (1 + distance) : 1 - distance;
        };
  }

  private static double product(Object a, Object b) {
    double sum = 0;
    if (a instanceof float[] x) {
      float[] y = (float[]) b;
      for (int i = 0; i < x.length; i++) {
        sum += (double) x[i] * y[i];
      }
    } else {
      byte[] x = (byte[]) a;
      byte[] y = (byte[]) b;
      for (int i = 0; i < x.length; i++) {
        sum += x[i] * y[i];
      }
    }
    return sum;
  }

  private static double squaredDistance(Object a, Object b) {
    double sum = 0;
    if (a instanceof float[] x) {
      float[] y = (float[]) b;
      for (int i = 0; i < x.length; i++) {
        double difference = (double) x[i] - y[i];
        sum += difference * difference;
      }
    } else {
      byte[] x = (byte[]) a;
      byte[] y = (byte[]) b;
      for (int i = 0; i < x.length; i++) {
        int difference = x[i] - y[i];
        sum += difference * difference;
      }
    }
    return sum;
  }
}
