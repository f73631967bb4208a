// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo;

import java.util.List;
import java.util.Set;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.omdb.bench.zoo.distribution.Distributions;
import org.omdb.bench.zoo.index.Shape;
import org.omdb.bench.zoo.report.Summary;

/** When cells fail, and how they are sorted. */
public class TestCell extends LuceneTestCase {

  private static final Bounds BOUNDS = new Bounds(0.005, 0.995, 1.1);

  private static Findings findings(double recall, double self) {
    return new Findings(recall, self, null, Double.NaN);
  }

  private static Cell cell(Findings omdb, Findings lucene, double timeRatio) {
    return new Cell(
        Distributions.all().getFirst(), Shape.FLUSHED, 10, 100, omdb, lucene, timeRatio);
  }

  public void testFailsBelowTheBounds() {
    Findings good = findings(0.99, 1);
    assertEquals(Set.of(), cell(findings(0.985, 0.995), good, 1.1).failures(BOUNDS));
    assertEquals(Set.of(Failure.RECALL), cell(findings(0.984, 1), good, 1).failures(BOUNDS));
    assertEquals(Set.of(Failure.SELF), cell(findings(1, 0.99), good, 1).failures(BOUNDS));
    assertEquals(Set.of(Failure.TIME), cell(good, good, 1.11).failures(BOUNDS));
    Findings broken = new Findings(0.5, 0.5, "no order", Double.NaN);
    assertEquals(
        Set.of(Failure.BROKEN, Failure.SELF, Failure.RECALL),
        cell(broken, good, Double.NaN).failures(BOUNDS));
  }

  public void testWithoutLuceneOnlyWhatNeedsNoneIsJudged() {
    assertEquals(Set.of(), cell(findings(0.5, 1), null, Double.NaN).failures(BOUNDS));
    assertEquals(Set.of(Failure.SELF), cell(findings(0.5, 0.5), null, Double.NaN).failures(BOUNDS));
  }

  public void testLuceneItselfMayNotFindWhatIsStored() {
    assertEquals(
        Set.of(), cell(findings(0.9, 0.8), findings(0.9, 0.8), Double.NaN).failures(BOUNDS));
  }

  public void testMedianIsOfEachFigure() {
    Findings lucene = findings(0.5, 1);
    Cell median =
        Cell.median(
            List.of(
                cell(findings(0.1, 1), lucene, 3),
                cell(findings(0.2, 0.5), lucene, 1),
                cell(new Findings(0.9, 0.7, "twice", Double.NaN), lucene, 2)));
    assertEquals(0.2, median.omdb().recall(), 0);
    assertEquals(0.7, median.omdb().selfRecall(), 0);
    assertEquals(2, median.timeRatio(), 0);
    assertEquals("invalid hits of any seed count", "twice", median.omdb().broken());
  }

  public void testWorstComesFirst() {
    Findings good = findings(1, 1);
    Cell fine = cell(good, good, 1);
    Cell slow = cell(good, good, 2);
    Cell poor = cell(findings(0.5, 1), good, 1);
    Cell poorer = cell(findings(0.4, 1), good, 1);
    Summary summary = new Summary(List.of(fine, slow, poor, poorer), BOUNDS);
    assertEquals(List.of(poorer, poor, slow, fine), summary.cells());
    assertEquals("4 cells; failing: broken 0, self 0, recall 2, time 1", summary.line());
    assertFalse(summary.isSound());
    assertTrue("time is not judged", new Summary(List.of(slow), BOUNDS).isSound());
  }
}
