// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.codec;

import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.util.hnsw.HnswGraphSearcher;
import org.omdb.lucene.codec.SearchPlan.Way;

/** Each way of a search is taken where it takes least, and only where it is open. */
public class TestSearchPlan extends LuceneTestCase {

  private static final int LARGE = 60_000;
  private static final int SMALL = 5_000;

  private static SearchFieldMeta meta(int count, boolean hasGraph, int scanWidth) {
    FieldCodes codes =
        new FieldCodes(VectorSimilarityFunction.EUCLIDEAN, count, 0, new float[784], 0, count);
    return new SearchFieldMeta(count, 16, hasGraph ? 100 : 0, false, 0, 0, codes, scanWidth);
  }

  public void testLargeSegments() {
    SearchPlan plan = new SearchPlan(meta(LARGE, true, 0), true, false);
    assertEquals(Way.WALK, plan.way(10, LARGE));
    assertEquals(Way.WALK, plan.way(1_000, LARGE));
    assertEquals("nearly all would be visited", Way.LIST, plan.way(20_000, LARGE));
    assertEquals(Way.WALK, plan.way(10, LARGE / 10));
    assertEquals(Way.WALK, plan.way(10, LARGE / 2));
    assertEquals("a walk meets ten of one", Way.LIST, plan.way(100, LARGE / 10));
    assertEquals("few are accepted", Way.LIST, plan.way(10, LARGE / 100));
    assertEquals(Way.LIST, plan.way(10, 0));
  }

  public void testSmallSegments() {
    SearchPlan plan = new SearchPlan(meta(SMALL, true, 30), true, true);
    assertEquals(Way.SCAN, plan.way(10, SMALL));
    assertEquals(Way.SCAN, plan.way(100, SMALL));
    assertEquals(Way.SCAN, plan.way(10, SMALL / 2));
    assertEquals(Way.LIST, plan.way(10, SMALL / 100));
    SearchPlan many = new SearchPlan(meta(2 * SMALL, true, 150), true, true);
    assertEquals("a walk looks at less", Way.WALK, many.way(10, 2 * SMALL));
    SearchPlan wide = new SearchPlan(meta(SMALL, true, 2_000), true, false);
    assertEquals("a scan finds too much", Way.WALK, wide.way(10, SMALL));
  }

  public void testWithoutGraph() {
    for (boolean hasCodes : new boolean[] {true, false}) {
      SearchPlan plan = new SearchPlan(meta(SMALL, false, 150), hasCodes, true);
      for (int k = 1; k < SMALL; k += 1 + random().nextInt(k)) {
        for (int accepted = 1; accepted <= SMALL; accepted += 1 + random().nextInt(accepted)) {
          assertNotEquals(Way.WALK, plan.way(k, accepted));
        }
      }
      assertEquals(Way.SCAN, plan.way(10, SMALL));
    }
  }

  /** Without codes that are fast, what Lucene does is done. */
  public void testWithoutCodes() {
    SearchPlan plan = new SearchPlan(meta(LARGE, true, 0), false, false);
    for (int k = 1; k < LARGE; k += 1 + random().nextInt(k)) {
      for (int accepted = 1; accepted <= LARGE; accepted += 1 + random().nextInt(accepted)) {
        boolean isWalk = HnswGraphSearcher.expectedVisitedNodes(k, LARGE) < accepted;
        assertEquals(isWalk ? Way.WALK : Way.EXACT, plan.way(k, accepted));
      }
    }
  }

  public void testThorough() {
    SearchPlan plan = new SearchPlan(meta(SMALL, true, 30), true, true);
    assertEquals(30, plan.wanted(10, SMALL));
    assertEquals(120, plan.wanted(10, SMALL / 5));
    assertEquals(22, plan.scored(10, SMALL, false));
    assertEquals(44, plan.scored(10, SMALL / 5, false));
    assertEquals(44, plan.scored(10, SMALL, true));
  }

  /** A graph as merges build them is better than a draft, so a scan has to be. */
  public void testScansBesideGraphs() {
    assertTrue(meta(SMALL, true, 30).isScanGood());
    assertFalse(meta(SMALL, true, 150).isScanGood());
    SearchFieldMeta full = meta(SMALL, true, 150);
    SearchFieldMeta draft =
        new SearchFieldMeta(SMALL, 16, 16, true, 0, 0, full.codes(), full.scanWidth());
    assertTrue(draft.isScanGood());
    assertFalse(new SearchFieldMeta(SMALL, 16, 16, true, 0, 0, null, 0).isScanGood());
  }
}
