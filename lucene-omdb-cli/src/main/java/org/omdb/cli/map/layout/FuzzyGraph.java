// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.map.layout;

import java.util.Arrays;

/**
 * Which points belong together, and how much: the weighted graph that UMAP makes of the nearest
 * neighbors. See L. McInnes, J. Healy and J. Melville, "UMAP: Uniform Manifold Approximation and
 * Projection for Dimension Reduction", arXiv:1802.03426, algorithms 2 and 3.
 *
 * <p>Seen from a point, its nearest neighbor has weight 1, and the weights of the others fall off
 * with their distance so that all weights add up to the same for each point, be it in a crowd or
 * alone. An edge has the probability that at least one of its ends sees the other.
 */
final class FuzzyGraph {

  private static final int SEARCH_STEPS = 64;

  /** The fall-off is at least this part of how much farther the others are, in the mean. */
  private static final double MIN_SCALE = 1e-3;

  /** The edges of point i are from {@code starts[i]} to {@code starts[i + 1]}. */
  private final int[] starts;

  private final int[] others;
  private final float[] weights;

  private FuzzyGraph(int[] starts, int[] others, float[] weights) {
    this.starts = starts;
    this.others = others;
    this.weights = weights;
  }

  static FuzzyGraph of(Neighbors neighbors) {
    float[] seen = new float[neighbors.points().length];
    for (int point = 0; point < neighbors.size(); point++) {
      weigh(neighbors, point, seen);
    }
    return merge(neighbors.size(), bothWays(neighbors, seen));
  }

  /** Sets the weights of a point's neighbors as the point sees them. */
  private static void weigh(Neighbors neighbors, int point, float[] seen) {
    int from = point * neighbors.perPoint();
    int to = from;
    while (to < from + neighbors.perPoint() && neighbors.points()[to] >= 0) {
      to++;
    }
    float[] distances = neighbors.distances();
    double farther = 0;
    for (int i = from; i < to; i++) {
      farther += (distances[i] - distances[from]) / (to - from);
    }
    double scale = Math.max(scale(distances, from, to), MIN_SCALE * farther);
    for (int i = from; i < to; i++) {
      seen[i] = (float) weight(distances[i], distances[from], scale);
    }
  }

  private static double weight(float distance, float nearest, double scale) {
    return distance <= nearest ? 1 : Math.exp(((double) nearest - distance) / scale);
  }

  /** The fall-off with which the weights add up to the binary logarithm of their number. */
  private static double scale(float[] distances, int from, int to) {
    double wanted = Math.log(to - from + 1) / Math.log(2);
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    double scale = 1;
    for (int step = 0; step < SEARCH_STEPS; step++) {
      double sum = 0;
      for (int i = from; i < to; i++) {
        sum += weight(distances[i], distances[from], scale);
      }
      if (sum > wanted) {
        high = scale;
        scale = (low + high) / 2;
      } else {
        low = scale;
        scale = high == Double.POSITIVE_INFINITY ? 2 * scale : (low + high) / 2;
      }
    }
    return scale;
  }

  /** For each point, each of its edges as its two ends see it: the other end and the weight. */
  private record Halves(int[] starts, long[] edges) {}

  private static Halves bothWays(Neighbors neighbors, float[] seen) {
    int[] starts = new int[neighbors.size() + 1];
    int[] points = neighbors.points();
    for (int i = 0; i < points.length; i++) {
      if (points[i] >= 0) {
        starts[i / neighbors.perPoint() + 1]++;
        starts[points[i] + 1]++;
      }
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    long[] edges = new long[starts[starts.length - 1]];
    int[] ends = starts.clone();
    for (int i = 0; i < points.length; i++) {
      if (points[i] >= 0) {
        int point = i / neighbors.perPoint();
        edges[ends[point]++] = edge(points[i], seen[i]);
        edges[ends[points[i]]++] = edge(point, seen[i]);
      }
    }
    return new Halves(starts, edges);
  }

  private static long edge(int other, float weight) {
    return (long) other << 32 | Float.floatToRawIntBits(weight); // the sign bit is not set
  }

  private static FuzzyGraph merge(int size, Halves halves) {
    long[] edges = halves.edges;
    int[] starts = new int[size + 1];
    int[] others = new int[edges.length];
    float[] weights = new float[edges.length];
    int count = 0;
    for (int point = 0; point < size; point++) {
      starts[point] = count;
      Arrays.sort(edges, halves.starts[point], halves.starts[point + 1]);
      for (int i = halves.starts[point]; i < halves.starts[point + 1]; i++) {
        int other = (int) (edges[i] >>> 32);
        float weight = Float.intBitsToFloat((int) edges[i]);
        if (count > starts[point] && others[count - 1] == other) {
          weights[count - 1] += weight - weights[count - 1] * weight;
        } else {
          others[count] = other;
          weights[count++] = weight;
        }
      }
    }
    starts[size] = count;
    return new FuzzyGraph(starts, Arrays.copyOf(others, count), Arrays.copyOf(weights, count));
  }

  int size() {
    return starts.length - 1;
  }

  /** The number of a point's first edge. The edges of a point follow each other. */
  int firstEdge(int point) {
    return starts[point];
  }

  /** The number after that of a point's last edge. */
  int endOfEdges(int point) {
    return starts[point + 1];
  }

  /** The other end of an edge. */
  int other(int edge) {
    return others[edge];
  }

  /** The weight of an edge, above 0 to 1. */
  float weight(int edge) {
    return weights[edge];
  }
}
