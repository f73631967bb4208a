// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.omdb.bench.report.RecallCurve.AtRecall;
import org.omdb.bench.report.RecallCurve.Kind;

public class TestRecallCurve extends LuceneTestCase {

  public void testInterpolatesTheLogarithmOfLatency() {
    RecallCurve curve = curve(0.8, 1, 0.9, 4, 1.0, 64);
    assertAt(2, Kind.INTERPOLATED, curve.at(0.85)); // half way from 1 to 4
    assertAt(8, Kind.INTERPOLATED, curve.at(0.925)); // a quarter of the way from 4 to 64
    assertAt(4, Kind.INTERPOLATED, curve.at(0.9));
    assertAt(64, Kind.INTERPOLATED, curve.at(1));
    assertAt(1, Kind.INTERPOLATED, curve.at(0.8));
  }

  public void testCheapestSettingAndRecallOutOfReach() {
    RecallCurve curve = curve(0.93, 3, 0.98, 5);
    assertAt(3, Kind.CHEAPEST, curve.at(0.9));
    assertEquals(Kind.NOT_REACHED, curve.at(0.99).kind());
    assertFalse(curve.at(0.99).isReached());
    assertEquals(Kind.NOT_REACHED, new RecallCurve(List.of()).at(0.9).kind());
  }

  /** A slow setting with low recall must not raise the interpolated latency. */
  public void testSettingsThatAreWorseInBothDontCount() {
    RecallCurve curve = curve(0.8, 1, 0.85, 50, 0.9, 4, 0.9, 9, 0.89, 4);
    assertAt(2, Kind.INTERPOLATED, curve.at(0.85));
    assertEquals(2, curve.envelope().size());
  }

  public void testOneSettingThatFindsAll() {
    assertAt(7, Kind.CHEAPEST, curve(1.0, 7).at(0.99));
  }

  private static void assertAt(double latency, Kind kind, AtRecall actual) {
    assertEquals(latency, actual.latencyMs(), 1e-9);
    assertEquals(kind, actual.kind());
  }

  private static RecallCurve curve(double... recallsAndLatencies) {
    List<RecallCurve.Point> settings = new ArrayList<>();
    for (int i = 0; i < recallsAndLatencies.length; i += 2) {
      settings.add(new RecallCurve.Point(recallsAndLatencies[i], recallsAndLatencies[i + 1]));
    }
    Collections.shuffle(settings, random());
    return new RecallCurve(settings);
  }
}
