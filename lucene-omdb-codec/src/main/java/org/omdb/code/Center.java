// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.omdb.work.WorkThreads;

/**
 * Computes the center of a segment's vectors, which is subtracted from each vector before coding.
 *
 * <p>The center is a robust mean: vectors that are very far from the others count as if they were
 * less far. So a single outlier, however long, moves it little. It is one step of Huber's estimate
 * of location: with {@code m} the median of a sample, component by component, and {@code r} a
 * multiple of the median distance of the sample from {@code m},
 *
 * <pre>center = m + mean over v of (v - m) * min(1, r / |v - m|)</pre>
 */
public final class Center {

  /** Vectors of the sample that the median is taken of. */
  private static final int SAMPLE_SIZE = 64;

  /**
   * The vectors are divided into at most so many parts, each of which has sums of its own. So the
   * center does not depend on which thread takes which part.
   */
  private static final int MAX_PARTS = 64;

  /** The least number of vectors in a part, if there is more than one. */
  private static final int MIN_PART = 1 << 10;

  private static final int PARTS_PER_HELPER = 2;

  /** Vectors that are read between two calls of {@link org.omdb.work.Progress#done}. */
  private static final int PROGRESS_VECTORS = 1 << 10;

  /** {@code r} by the median distance: vectors that are farther from the median count less. */
  private static final double MAX_DISTANCE_RATIO = 4;

  private Center() {}

  /**
   * Computes the center. Reads all vectors once.
   *
   * @param similarity how vectors are compared; for COSINE they are divided by their length first
   * @param vectors one or more vectors
   * @param threads do it; their progress is told of the stage "center"
   * @return the center, of their dimension
   * @throws IOException if vectors can't be read, or if thrown by the progress
   */
  public static float[] of(
      VectorSimilarityFunction similarity, FloatVectorValues vectors, WorkThreads threads)
      throws IOException {
    int count = vectors.size();
    int dimension = vectors.dimension();
    float[][] sample = new float[Math.min(SAMPLE_SIZE, count)][dimension];
    for (int i = 0; i < sample.length; i++) {
      int ordinal = (int) ((long) i * count / sample.length);
      difference(similarity, vectors.vectorValue(ordinal), new float[dimension], sample[i]);
    }
    float[] median = medians(sample);
    double maxDistance = MAX_DISTANCE_RATIO * medianDistance(sample, median);
    double[][] sums = sums(similarity, vectors, median, maxDistance, threads);
    float[] center = new float[dimension];
    for (int j = 0; j < dimension; j++) {
      double sum = 0;
      for (double[] ofPart : sums) {
        sum += ofPart[j];
      }
      center[j] = (float) (median[j] + sum / count);
    }
    return center;
  }

  /** The weighted differences from the median, added up part by part. */
  private static double[][] sums(
      VectorSimilarityFunction similarity,
      FloatVectorValues vectors,
      float[] median,
      double maxDistance,
      WorkThreads threads)
      throws IOException {
    int count = vectors.size();
    int parts = Math.max(1, Math.min(MAX_PARTS, count / MIN_PART));
    double[][] sums = new double[parts][median.length];
    WorkThreads.Stage stage = new WorkThreads.Stage("center", parts, 1, PARTS_PER_HELPER);
    threads.forEach(
        stage,
        () -> {
          FloatVectorValues copy = vectors.copy();
          float[] difference = new float[median.length];
          return (first, end) -> {
            for (int part = first; part < end; part++) {
              int start = (int) ((long) part * count / parts);
              int stop = (int) ((part + 1L) * count / parts);
              for (int i = start; i < stop; i++) {
                if ((i - start) % PROGRESS_VECTORS == 0) {
                  threads.progress().done(stage.name(), part, parts);
                }
                difference(similarity, copy.vectorValue(i), median, difference);
                add(difference, maxDistance, sums[part]);
              }
            }
          };
        });
    return sums;
  }

  private static void add(float[] difference, double maxDistance, double[] sums) {
    double length = Math.sqrt(VectorCoder.dot(difference, difference));
    if (Double.isInfinite(length)) {
      return; // there are no codes for such a vector
    }
    float weight = length > maxDistance ? (float) (maxDistance / length) : 1;
    for (int j = 0; j < sums.length; j++) {
      sums[j] += difference[j] * weight;
    }
  }

  private static void difference(
      VectorSimilarityFunction similarity, float[] vector, float[] from, float[] into) {
    float factor = VectorCoder.factor(similarity, vector);
    for (int j = 0; j < into.length; j++) {
      into[j] = vector[j] * factor - from[j];
    }
  }

  /** The median of each component. */
  private static float[] medians(float[][] sample) {
    float[] medians = new float[sample[0].length];
    float[] components = new float[sample.length];
    for (int j = 0; j < medians.length; j++) {
      for (int i = 0; i < sample.length; i++) {
        components[i] = sample[i][j];
      }
      Arrays.sort(components);
      medians[j] = components[sample.length / 2];
    }
    return medians;
  }

  private static double medianDistance(float[][] sample, float[] from) {
    double[] distances = new double[sample.length];
    for (int i = 0; i < sample.length; i++) {
      double squares = 0;
      for (int j = 0; j < from.length; j++) {
        double difference = (double) sample[i][j] - from[j];
        squares += difference * difference;
      }
      distances[i] = Math.sqrt(squares);
    }
    Arrays.sort(distances);
    return distances[sample.length / 2];
  }
}
