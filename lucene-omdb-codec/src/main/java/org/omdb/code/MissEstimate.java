// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

/**
 * Estimates how many vectors that are near enough are not among the candidates of a search, because
 * codes say that they are not.
 *
 * <p>The model: {@code n} candidates have estimates above {@code e}, {@code h} above it on average,
 * and below there are more and more of them, as above: {@code n * exp(x / h)} down to {@code e -
 * x}. The error of an estimate is normal, with the root mean square that was seen, {@code s}. With
 * {@code a = s / h} and {@code g} how far the least score that is near enough lies above {@code e},
 * in units of {@code s}, as many as
 *
 * <pre>n * (exp(a * a / 2 - g * a) * Q(g - a) - Q(g))</pre>
 *
 * <p>are missing, where {@code Q} is the upper tail of the normal distribution. For one thread.
 */
public final class MissEstimate {

  /** Expected misses that a search lives with, of one hit. */
  private static final double TOLERANCE = 0.08;

  /** Errors this large against the spread of candidates say that codes fail here. */
  private static final double MAX_RATIO = 4;

  private int errors;
  private double squares;
  private int count;
  private double sum;
  private double least;
  private double best;
  private double worst;

  /** Nothing is known yet. */
  public MissEstimate() {}

  /** Forgets errors and candidates. */
  public void clear() {
    errors = 0;
    squares = 0;
    best = Double.NEGATIVE_INFINITY;
    worst = Double.POSITIVE_INFINITY;
    clearCandidates();
  }

  /** Forgets candidates. */
  public void clearCandidates() {
    count = 0;
    sum = 0;
    least = Double.POSITIVE_INFINITY;
  }

  /**
   * Adds what codes say of a vector.
   *
   * @param estimate what they say
   * @param exact what they should have said
   */
  public void addError(double estimate, double exact) {
    errors++;
    squares += (estimate - exact) * (estimate - exact);
    best = Math.max(best, exact);
    worst = Math.min(worst, exact);
  }

  /**
   * Adds a candidate.
   *
   * @param estimate what codes say of it
   */
  public void addCandidate(double estimate) {
    count++;
    sum += estimate;
    least = Math.min(least, estimate);
  }

  /**
   * Whether a search can live with misses.
   *
   * @param misses that are expected
   * @param hits that are wanted
   * @return whether they are no reason to look at more candidates
   */
  public static boolean isTolerable(double misses, int hits) {
    return misses <= TOLERANCE * hits;
  }

  /**
   * Whether a few times the candidates will hardly have what is missing.
   *
   * @param misses that are expected
   * @param hits that are wanted
   * @return whether codes fail for this target
   */
  public static boolean isHopeless(double misses, int hits) {
    return misses > hits;
  }

  /**
   * How many vectors that are not among the candidates are better than a score.
   *
   * @param exact the least score that is near enough, of the unit and origin of estimates
   * @return about; infinite if that can't be told
   */
  public double expected(double exact) {
    if (worst >= best) {
      return 0; // all are equal, and nothing says that others are better
    }
    double error = Math.sqrt(squares / errors);
    double gap = exact - least;
    if (error == 0) {
      return gap >= 0 ? 0 : Double.POSITIVE_INFINITY;
    }
    double a = error / (sum / count - least);
    double g = gap / error;
    if (a <= MAX_RATIO == false || Double.isNaN(g)) { // NaN is no ratio either
      return Double.POSITIVE_INFINITY;
    }
    if (Double.isInfinite(g)) {
      return g > 0 ? 0 : Double.POSITIVE_INFINITY; // times an a of 0 it would be no number
    }
    return count * (Math.exp(a * a / 2 - g * a) * upperTail(g - a) - upperTail(g));
  }

  /** The normal distribution's, by Abramowitz and Stegun, 26.2.17: to 7.5e-8. */
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
