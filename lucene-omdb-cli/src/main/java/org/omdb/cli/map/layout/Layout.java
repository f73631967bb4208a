// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.map.layout;

import java.io.IOException;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;

/**
 * Lays points out in two dimensions, so that those that are neighbors lie close together: UMAP
 * (arXiv:1802.03426, algorithm 5). Neighbors attract each other by the weight of their edge, and
 * each point is pushed away by a few others that are drawn at random.
 *
 * <p>All points move at the same time, once per epoch, by the sum of what pulls and pushes them,
 * with Adam's steps (D. P. Kingma and J. Ba, arXiv:1412.6980) and the rates of R's package uwot for
 * {@code batch = TRUE}. UMAP itself moves one pair after the other, which gives another picture
 * with each run if there are several threads. Here, equal input gives equal output.
 */
public final class Layout {

  /**
   * The curve 1 / (1 + A d^(2 B)) of how likely points at a distance are neighbors, as UMAP fits it
   * to {@code min_dist} 0.1 and {@code spread} 1.
   */
  private static final double A = 1.5769434603113077;

  private static final double B = 0.8950608779109733;

  /** How far a single point may pull or push at once, as in UMAP. */
  private static final double MAX_PULL = 4;

  /** UMAP draws this many points that push for each neighbor that pulls. */
  private static final int PUSHES_PER_PULL = 5;

  /** How many points are really drawn, each of which then pushes by its share. */
  private static final int DRAWN = 10;

  private static final double RATE = 1;
  private static final double BETA_1 = 0.5;
  private static final double BETA_2 = 0.9;
  private static final double EPSILON = 1e-7;

  /** Few points need more epochs than many, as in UMAP. */
  private static final int FEW_POINTS = 10_000;

  private static final int EPOCHS_OF_FEW = 500;
  private static final int EPOCHS = 200;

  /** The standard deviation of the positions to begin with. */
  private static final double INITIAL_SPREAD = 5;

  private static final double INITIAL_NOISE = 1e-3;

  private final FuzzyGraph graph;
  private final Slices slices;
  private final long seed;

  private float[] positions;
  private float[] next;
  private final float[] firstMoments;
  private final float[] secondMoments;

  private Layout(FuzzyGraph graph, float[] initial, Slices slices, long seed) {
    this.graph = graph;
    this.slices = slices;
    this.seed = seed;
    this.positions = initial;
    this.next = new float[initial.length];
    this.firstMoments = new float[initial.length];
    this.secondMoments = new float[initial.length / 2];
  }

  /**
   * How many epochs a layout takes.
   *
   * @param points the number of points
   * @return what {@code progress} of {@link #of} counts to
   */
  public static int epochs(int points) {
    return points <= FEW_POINTS ? EPOCHS_OF_FEW : EPOCHS;
  }

  /**
   * Lays out points.
   *
   * @param neighbors of all points
   * @param initial x and y of point i at 2 i and 2 i + 1, in any scale
   * @param slices threads to use
   * @param seed of the points that push
   * @param progress gets the number of each epoch that is done, from 1
   * @return x and y of point i at 2 i and 2 i + 1
   * @throws IOException if the thread is interrupted
   */
  public static float[] of(
      Neighbors neighbors, float[] initial, Slices slices, long seed, IntConsumer progress)
      throws IOException {
    Layout layout = new Layout(FuzzyGraph.of(neighbors), scaled(initial, seed), slices, seed);
    int epochs = epochs(neighbors.size());
    for (int epoch = 1; epoch <= epochs; epoch++) {
      layout.move(epoch, RATE * (epochs - epoch + 1) / epochs);
      progress.accept(epoch);
    }
    return layout.positions;
  }

  /** Positions of the right spread, and no two of them equal. */
  private static float[] scaled(float[] positions, long seed) {
    double squares = 0;
    for (float position : positions) {
      squares += (double) position * position;
    }
    double scale = squares == 0 ? 0 : INITIAL_SPREAD / Math.sqrt(2 * squares / positions.length);
    SplittableRandom random = new SplittableRandom(seed);
    float[] scaled = new float[positions.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (float) (positions[i] * scale + (random.nextDouble() - 0.5) * INITIAL_NOISE);
    }
    return scaled;
  }

  private void move(int epoch, double rate) throws IOException {
    double corrected =
        rate * Math.sqrt(1 - Math.pow(BETA_2, epoch)) / (1 - Math.pow(BETA_1, epoch));
    slices.run(
        graph.size(),
        (slice, from, to) -> {
          SplittableRandom random = new SplittableRandom(seed + ((long) epoch << 32) + slice);
          double[] force = new double[2];
          for (int point = from; point < to; point++) {
            force[0] = 0;
            force[1] = 0;
            push(point, pull(point, force), random, force);
            step(point, force, corrected);
          }
        });
    float[] swap = positions;
    positions = next;
    next = swap;
  }

  /** Adds what neighbors pull, and returns the sum of their weights. */
  private double pull(int point, double[] force) {
    double sum = 0;
    for (int edge = graph.firstEdge(point); edge < graph.endOfEdges(point); edge++) {
      int other = graph.other(edge);
      double x = positions[2 * point] - positions[2 * other];
      double y = positions[2 * point + 1] - positions[2 * other + 1];
      double squared = x * x + y * y;
      if (squared > 0) {
        double power = Math.pow(squared, B);
        double strength = -2 * A * B * power / (squared * (1 + A * power));
        // twice, since UMAP moves both ends each time that it comes from either
        add(force, x, y, strength, 2 * graph.weight(edge));
      }
      sum += graph.weight(edge);
    }
    return sum;
  }

  private void push(int point, double pulls, SplittableRandom random, double[] force) {
    double share = PUSHES_PER_PULL * pulls / DRAWN;
    for (int i = 0; i < DRAWN; i++) {
      int other = random.nextInt(graph.size());
      double x = positions[2 * point] - positions[2 * other];
      double y = positions[2 * point + 1] - positions[2 * other + 1];
      double squared = x * x + y * y;
      if (squared > 0) {
        double strength = 2 * B / ((0.001 + squared) * (1 + A * Math.pow(squared, B)));
        add(force, x, y, strength, share);
      }
    }
  }

  /** Adds a force along (x, y), of which strength is the length divided by that of (x, y). */
  private static void add(double[] force, double x, double y, double strength, double weight) {
    double length = Math.abs(strength) * Math.sqrt(x * x + y * y);
    double scale = weight * (length > MAX_PULL ? strength * MAX_PULL / length : strength);
    force[0] += scale * x;
    force[1] += scale * y;
  }

  /** Adam's step, but with one second moment for both coordinates: no direction is special. */
  private void step(int point, double[] force, double rate) {
    double squared = force[0] * force[0] + force[1] * force[1];
    double second = BETA_2 * secondMoments[point] + (1 - BETA_2) * squared / 2;
    secondMoments[point] = (float) second;
    double scale = rate / (Math.sqrt(second) + EPSILON);
    for (int i = 0; i < 2; i++) {
      int at = 2 * point + i;
      double first = BETA_1 * firstMoments[at] + (1 - BETA_1) * force[i];
      firstMoments[at] = (float) first;
      next[at] = (float) (positions[at] + scale * first);
    }
  }
}
