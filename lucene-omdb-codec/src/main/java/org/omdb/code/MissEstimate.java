// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

/**
 * Estimates how many hits a search by codes misses: vectors whose exact score is good enough, but
 * whose estimate is too low for a candidate. For one thread.
 *
 * <p>It is told the estimates of all candidates, and of some of them the error, that is, the
 * estimate less the exact score. The model:
 *
 * <ul>
 *   <li>There are {@code n} candidates, the lowest estimate is {@code e}, and the mean of the
 *       estimates is {@code e + h}.
 *   <li>Estimates are distributed exponentially, below {@code e} as above it: {@code n * exp(x /
 *       h)} vectors have an estimate above {@code e - x}.
 *   <li>Errors are distributed normally, whatever the estimate, with the mean {@code m} of those
 *       seen and the standard deviation {@code s}.
 * </ul>
 *
 * <p>Candidates are those whose estimates are high, and many of these are too high: a variance
 * {@code v} of all errors makes a mean of up to {@code v / h}. Where the mean is beyond that, or
 * below 0, by more than twice its own standard error, codes may be wrong about all candidates
 * alike, and not about other vectors. That excess counts as error: {@code s * s} is {@code v} and
 * the square of the excess.
 *
 * <p>Let {@code t} be the lowest score that is good enough, {@code g = (t + m - e) / s} and {@code
 * a = s / h}. Then the expected number of misses is
 *
 * <pre>n * (exp(a * a / 2 - g * a) * Q(g - a) - Q(g))</pre>
 *
 * <p>where {@code Q} is the upper tail of the normal distribution.
 */
public final class MissEstimate {

  /**
   * The most misses per hit that a search for {@value CodeQuality#HITS} hits or fewer tolerates. A
   * search for more tolerates fewer per hit, in inverse proportion to the fourth root of their
   * number, because graphs find nearly all of many. {@code benchmarks/run --scenario zoo} checks
   * that recall holds.
   */
  private static final double MAX_MISSES_PER_HIT = 0.05;

  /** By so many of its standard errors, the mean of errors may be beyond what is expected. */
  private static final double MAX_MEAN_ERROR = 2;

  /** If {@code a} is greater than this, errors are so large that codes tell nothing. */
  private static final double MAX_ERROR_RATIO = 4;

  // Errors: their number, the mean, the sum of squared differences from it, and the range of exact
  // scores.
  private int errors;
  private double mean;
  private double squares;
  private double best;
  private double worst;

  // Candidates: their number, the sum of their estimates, and the lowest one.
  private int count;
  private double sum;
  private double least;

  /** Creates an estimate without errors and candidates; {@link #clear} has to be called first. */
  public MissEstimate() {}

  /** Removes all errors and candidates. */
  public void clear() {
    errors = 0;
    mean = 0;
    squares = 0;
    best = Double.NEGATIVE_INFINITY;
    worst = Double.POSITIVE_INFINITY;
    clearCandidates();
  }

  /** Removes all candidates, but keeps the errors. */
  public void clearCandidates() {
    count = 0;
    sum = 0;
    least = Double.POSITIVE_INFINITY;
  }

  /**
   * Adds the error of an estimate.
   *
   * @param estimate a score by codes
   * @param exact the exact score, converted by {@link CodeTarget#estimateOf} or the score by better
   *     codes
   */
  public void addError(double estimate, double exact) {
    double error = estimate - exact;
    double fromMean = error - mean;
    errors++;
    mean += fromMean / errors;
    squares += fromMean * (error - mean); // Welford's method: large errors do not cancel out
    best = Math.max(best, exact);
    worst = Math.min(worst, exact);
  }

  /**
   * Adds a candidate.
   *
   * @param estimate its score by codes
   */
  public void addCandidate(double estimate) {
    count++;
    sum += estimate;
    least = Math.min(least, estimate);
  }

  /**
   * Whether so few misses are expected that more candidates are not needed.
   *
   * @param misses expected number of misses
   * @param hits number of hits that are wanted
   * @return false if the search should look at more candidates
   */
  public static boolean isTolerable(double misses, int hits) {
    double fewer = Math.pow((double) CodeQuality.HITS / Math.max(CodeQuality.HITS, hits), 0.25);
    return misses <= MAX_MISSES_PER_HIT * hits * fewer;
  }

  /**
   * Whether more misses than hits are expected, which a few times the candidates would not mend.
   *
   * @param misses expected number of misses
   * @param hits number of hits that are wanted
   * @return true if codes fail for this target
   */
  public static boolean isHopeless(double misses, int hits) {
    return misses > hits;
  }

  /**
   * The expected number of vectors above a score that are not among the candidates.
   *
   * @param exact the lowest score that is good enough, converted as in {@link #addError}
   * @return 0 or more; infinite if errors are too large to tell
   */
  public double expected(double exact) {
    if (worst >= best) {
      return 0; // all exact scores are equal: nothing suggests that others are better
    }
    double spread = sum / count - least;
    double variance = squares / (errors - 1);
    double unexplained = Math.max(-mean, mean - variance / spread);
    double excess = Math.max(0, unexplained - MAX_MEAN_ERROR * Math.sqrt(variance / errors));
    double error = Math.sqrt(variance + excess * excess);
    double gap = exact + mean - least;
    if (error == 0) {
      return gap >= 0 ? 0 : Double.POSITIVE_INFINITY;
    }
    double a = error / spread;
    double g = gap / error;
    if (a <= MAX_ERROR_RATIO == false || Double.isNaN(g)) { // also if a is NaN
      return Double.POSITIVE_INFINITY;
    }
    if (Double.isInfinite(g)) {
      return g > 0 ? 0 : Double.POSITIVE_INFINITY; // else the formula may be NaN
    }
    return count * (Math.exp(a * a / 2 - g * a) * upperTail(g - a) - upperTail(g));
  }

  /** {@code Q}, with an error below 7.5e-8 (Abramowitz and Stegun, 26.2.17). */
  private static double upperTail(double x) {
    if (x < 0) {
      return 1 - upperTail(-x);
    }
    double t = 1 / (1 + 0.2316419 * x);
    double sum =
        t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI) * sum;
  }
}
