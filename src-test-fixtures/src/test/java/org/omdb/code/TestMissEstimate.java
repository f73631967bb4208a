// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import java.util.Arrays;
import java.util.Comparator;
import org.apache.lucene.tests.util.LuceneTestCase;

/** Expected misses are about those that there are, and always a number. */
public class TestMissEstimate extends LuceneTestCase {

  private static final int ROUNDS = 200;

  /** How far below the candidates there are vectors, by what candidates are above on average. */
  private static final int DEPTH = 5;

  private static MissEstimate cleared() {
    MissEstimate misses = new MissEstimate();
    misses.addError(5, 7); // forgotten
    misses.addCandidate(5);
    misses.clear();
    return misses;
  }

  /**
   * A search of vectors whose estimates are as the model says, with normal errors: how many that
   * are no candidates are better than the k-th best candidate, and how many are expected.
   */
  private static double[] simulate(int count, int k, double error) {
    double[] misses = new double[2];
    for (int round = 0; round < ROUNDS; round++) {
      MissEstimate estimate = cleared();
      double[] exact = new double[count];
      for (int i = 0; i < count; i++) {
        double above = 10 - Math.log(1 - random().nextDouble());
        exact[i] = above + error * random().nextGaussian();
        estimate.addCandidate(above);
        estimate.addError(above, exact[i]);
      }
      Arrays.sort(exact);
      double needed = exact[count - k];
      misses[1] += estimate.expected(needed) / ROUNDS;
      int others = (int) (count * (Math.exp(DEPTH) - 1));
      for (int i = 0; i < others; i++) {
        // The more, the farther below: from 0 to the depth.
        double below = Math.log(1 + random().nextDouble() * (Math.exp(DEPTH) - 1));
        misses[0] += 10 - below + error * random().nextGaussian() > needed ? 1.0 / ROUNDS : 0;
      }
    }
    return misses;
  }

  public void testExpectsWhatIsMissing() {
    for (int count : new int[] {40, 80}) {
      for (double error : new double[] {0.2, 0.4, 0.6, 0.8}) {
        double[] misses = simulate(count, count / 2, error);
        String message = Arrays.toString(misses) + ", " + count + " candidates, error " + error;
        assertTrue(message, misses[1] <= 2 * misses[0] + 0.1);
        assertTrue(message, misses[1] >= misses[0] / 2 - 0.1);
        assertTrue("there are some: " + message, error < 0.5 || misses[0] > 0.5);
      }
    }
  }

  /**
   * A search as it is: errors of all vectors have the mean 0, and candidates are those with the
   * best estimates, so that their errors have another mean.
   */
  private static double[] search(int count, int k, double error) {
    double[] misses = new double[2];
    for (int round = 0; round < ROUNDS; round++) {
      double[][] vectors = new double[5_000][]; // the estimate and the exact score of each
      for (int i = 0; i < vectors.length; i++) {
        double exact = -Math.log(1 - random().nextDouble());
        vectors[i] = new double[] {exact + error * random().nextGaussian(), exact};
      }
      Arrays.sort(vectors, Comparator.comparingDouble(vector -> -vector[0]));
      MissEstimate estimate = cleared();
      double[] exact = new double[count];
      for (int i = 0; i < count; i++) {
        estimate.addCandidate(vectors[i][0]);
        estimate.addError(vectors[i][0], vectors[i][1]);
        exact[i] = vectors[i][1];
      }
      Arrays.sort(exact);
      double needed = exact[count - k];
      misses[1] += estimate.expected(needed) / ROUNDS;
      for (int i = count; i < vectors.length; i++) {
        misses[0] += vectors[i][1] > needed ? 1.0 / ROUNDS : 0;
      }
    }
    return misses;
  }

  public void testCandidatesAreWorseThanTheyLook() {
    for (double error : new double[] {0.3, 0.6, 1}) {
      double[] misses = search(80, 20, error);
      String message = Arrays.toString(misses) + ", error " + error;
      assertTrue(message, misses[1] <= 2 * misses[0] + 0.1);
      assertTrue(message, misses[1] >= misses[0] / 2 - 0.1);
      assertTrue("there are some: " + message, error < 1 || misses[0] > 0.5);
    }
  }

  /** Codes that are wrong about all candidates alike may be right about others. */
  public void testCommonError() {
    for (double common : new double[] {-2, 2, 5}) {
      for (double own : new double[] {0, 0.05, 0.2}) {
        MissEstimate misses = cleared();
        double[] exact = new double[40];
        for (int i = 0; i < exact.length; i++) {
          double estimate = 10 - Math.log(1 - (i + 0.5) / exact.length);
          exact[i] = estimate - common + own * random().nextGaussian();
          misses.addCandidate(estimate);
          misses.addError(estimate, exact[i]);
        }
        Arrays.sort(exact);
        double expected = misses.expected(exact[exact.length - 10]);
        String message = expected + " expected, errors of " + common + " and " + own;
        assertFalse(message, MissEstimate.isTolerable(expected, 10));
      }
    }
  }

  /** As it should be without an error, or with none that matters. */
  public void testExactCodes() {
    MissEstimate misses = cleared();
    for (int i = 1; i <= 20; i++) {
      misses.addCandidate(i);
      misses.addError(i, i);
    }
    assertEquals(0, misses.expected(11), 0);
    assertEquals("as good as the last candidate", 0, misses.expected(1), 0);
    assertEquals("nobody knows", Double.POSITIVE_INFINITY, misses.expected(0.5), 0);
    misses.addError(3, 3.01);
    assertEquals(0, misses.expected(11), 1e-9);
  }

  /** The better the worst hit, the fewer; the larger errors, the more. */
  public void testGrowsWithErrors() {
    double last = 0;
    for (double error : new double[] {0.5, 1, 2, 4, 8}) {
      MissEstimate misses = cleared();
      for (int i = 0; i < 40; i++) {
        misses.addCandidate(i);
        misses.addError(i, i + (i % 2 == 0 ? error : -error));
      }
      double expected = misses.expected(10);
      assertTrue(expected + " with " + error, expected >= last);
      last = expected;
      double lastOfGap = Double.POSITIVE_INFINITY;
      for (int needed = -10; needed < 40; needed++) {
        double ofGap = misses.expected(needed);
        assertTrue(ofGap + " after " + lastOfGap, ofGap <= lastOfGap + 1e-4);
        lastOfGap = misses.expected(needed);
      }
    }
    assertTrue(last + " with the greatest", last > 0.5);
  }

  /** Of equal vectors none is missing; of equal estimates of others, anything may be. */
  public void testTies() {
    MissEstimate equal = cleared();
    MissEstimate equalEstimates = cleared();
    for (int i = 0; i < 20; i++) {
      equal.addCandidate(1);
      equal.addError(1, 2);
      equalEstimates.addCandidate(1);
      equalEstimates.addError(1, i);
    }
    assertEquals(0, equal.expected(2), 0);
    assertEquals(Double.POSITIVE_INFINITY, equalEstimates.expected(10), 0);
    assertEquals("nothing was scored", 0, cleared().expected(1), 0);
  }

  /** Scores of huge and of no vectors. */
  public void testIsAlwaysANumber() {
    double[] special = {
      Double.NEGATIVE_INFINITY,
      Double.POSITIVE_INFINITY,
      0,
      -0.0,
      Float.MIN_VALUE,
      Float.MAX_VALUE,
      -Float.MAX_VALUE,
      1e300,
      1,
      -1
    };
    for (int round = 0; round < 20_000; round++) {
      MissEstimate misses = cleared();
      StringBuilder all = new StringBuilder();
      for (int i = random().nextInt(5); i >= 0; i--) {
        double estimate = special[random().nextInt(special.length)];
        double exact = special[random().nextInt(special.length)];
        misses.addCandidate(estimate);
        misses.addError(estimate, exact);
        all.append(estimate).append(" is ").append(exact).append(", ");
      }
      double needed = special[random().nextInt(special.length)];
      double expected = misses.expected(needed);
      assertTrue(all + "needed " + needed + ": " + expected, expected >= -1e-6);
    }
  }

  public void testTolerance() {
    assertTrue(MissEstimate.isTolerable(0, 1));
    assertFalse(MissEstimate.isTolerable(1, 1));
    assertTrue("of many hits", MissEstimate.isTolerable(1, 1_000));
    assertFalse(MissEstimate.isTolerable(Double.POSITIVE_INFINITY, 1_000));
    assertTrue(MissEstimate.isHopeless(Double.POSITIVE_INFINITY, 1_000));
    assertFalse(MissEstimate.isHopeless(1, 10));
  }
}
