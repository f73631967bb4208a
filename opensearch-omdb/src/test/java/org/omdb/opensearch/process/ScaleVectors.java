// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.process;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import org.apache.lucene.index.VectorSimilarityFunction;

/**
 * Any number of vectors, each of which is made again whenever it is wanted. They vary in few
 * directions, as those of models do. Immutable.
 */
final class ScaleVectors {

  static final int DIMENSION = 128;
  private static final int LATENT = 16;

  private final float[][] directions = new float[LATENT][DIMENSION];
  private final long seed;

  ScaleVectors(Random random) {
    this.seed = random.nextLong();
    for (float[] direction : directions) {
      for (int c = 0; c < DIMENSION; c++) {
        direction[c] = (float) random.nextGaussian();
      }
    }
  }

  /** The vector of a number. */
  float[] vector(int i) {
    Random random = new Random(seed + i);
    float[] vector = new float[DIMENSION];
    for (float[] direction : directions) {
      float factor = (float) random.nextGaussian();
      for (int c = 0; c < DIMENSION; c++) {
        vector[c] += factor * direction[c];
      }
    }
    return vector;
  }

  private record Hit(int number, float score) {}

  /**
   * The numbers of the vectors that are nearest to each target by cosine, of those from 0 on.
   *
   * @param targets numbers of vectors, from one to before another one
   */
  List<Set<Integer>> nearest(int count, int firstTarget, int targets, int k) {
    List<float[]> wanted = new ArrayList<>();
    List<PriorityQueue<Hit>> best = new ArrayList<>();
    for (int i = 0; i < targets; i++) {
      wanted.add(vector(firstTarget + i));
      best.add(new PriorityQueue<>(Comparator.comparing(Hit::score)));
    }
    for (int i = 0; i < count; i++) {
      float[] vector = vector(i);
      for (int target = 0; target < targets; target++) {
        PriorityQueue<Hit> hits = best.get(target);
        hits.add(new Hit(i, VectorSimilarityFunction.COSINE.compare(wanted.get(target), vector)));
        if (hits.size() > k) {
          hits.poll();
        }
      }
    }
    List<Set<Integer>> numbers = new ArrayList<>();
    for (PriorityQueue<Hit> hits : best) {
      Set<Integer> ofTarget = new HashSet<>();
      hits.forEach(hit -> ofTarget.add(hit.number()));
      numbers.add(ofTarget);
    }
    return numbers;
  }
}
