// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.omdb.code.CodeQuality;
import org.omdb.code.FieldCodes;
import org.omdb.code.VectorCoder;
import org.omdb.lucene.search.CostModel.Way;

/** Each way of a search is taken where it takes least, and only where it is open. */
public class TestCostModel extends LuceneTestCase {

  private static final int DIMENSION = 784;
  private static final int LARGE = 60_000;
  private static final int SMALL = 1_500;

  private static SearchedField field(int count, boolean hasGraph, int binaryCandidates) {
    VectorCoder coder = VectorCoder.plain(VectorSimilarityFunction.EUCLIDEAN, new float[DIMENSION]);
    return new SearchedField(
        "field",
        count,
        DIMENSION,
        Float.BYTES,
        VectorSimilarityFunction.EUCLIDEAN,
        hasGraph,
        false,
        new CodeQuality(12, binaryCandidates, 0),
        new FieldCodes(coder, count, 0, 0, count));
  }

  public void testLargeSegments() {
    CostModel costs = new CostModel(field(LARGE, true, 0), false);
    assertEquals(Way.WALK_BY_CODES, costs.way(10, LARGE, true, false));
    assertEquals(Way.WALK_BY_CODES, costs.way(1_000, LARGE, true, false));
    Way many = costs.way(20_000, LARGE, true, false);
    assertTrue("nearly all would be visited", many == Way.LIST || many == Way.EXACT);
    assertEquals(Way.WALK_BY_CODES, costs.way(10, LARGE / 10, true, false));
    assertEquals(Way.WALK_BY_CODES, costs.way(10, LARGE / 2, true, false));
    assertEquals("a walk meets ten of one", Way.LIST, costs.way(100, LARGE / 10, true, false));
    assertEquals("few are accepted", Way.LIST, costs.way(10, LARGE / 100, true, false));
    assertEquals("all are hits", Way.EXACT, costs.way(10, 1, true, false));
    assertEquals("all are hits", Way.EXACT, costs.way(10, 10, true, false));
    assertEquals("all are hits", Way.EXACT, costs.way(LARGE, LARGE, true, false));
  }

  public void testSmallSegments() {
    CostModel costs = new CostModel(field(SMALL, true, 15), false);
    assertEquals(Way.SCAN, costs.way(1, SMALL, true, true));
    assertEquals(Way.SCAN, costs.way(10, SMALL, true, true));
    assertEquals(Way.SCAN, costs.way(10, SMALL * 2 / 3, true, true));
    Way few = costs.way(10, SMALL / 100, true, true);
    assertTrue("nothing is faster", few == Way.LIST || few == Way.EXACT);
    CostModel many = new CostModel(field(LARGE, true, 150), false);
    assertEquals("a walk looks at less", Way.WALK_BY_CODES, many.way(10, LARGE, true, true));
    CostModel wide = new CostModel(field(SMALL, true, 600), false);
    assertNotEquals("a scan finds too much", Way.SCAN, wide.way(100, SMALL, true, true));
    assertNotEquals("a scan is slow here", Way.SCAN, costs.way(100, SMALL, true, false));
  }

  /** Eight of them are as large as eight times one: their rows are in no cache. */
  public void testSegmentsThatAreNotAlone() {
    int count = 7_500;
    CostModel costs = new CostModel(field(count, true, 0), false);
    assertEquals(Way.WALK_BY_CODES, costs.way(10, count, true, false));
    assertEquals(Way.WALK_BY_CODES, costs.way(50, count, true, false));
  }

  public void testWithoutGraph() {
    for (boolean canScan : new boolean[] {true, false}) {
      CostModel costs = new CostModel(field(SMALL, false, 150), false);
      for (int k = 1; k < SMALL; k += 1 + random().nextInt(k)) {
        for (int accepted = 1; accepted <= SMALL; accepted += 1 + random().nextInt(accepted)) {
          for (boolean byCodes : new boolean[] {true, false}) {
            Way way = costs.way(k, accepted, byCodes, canScan);
            assertTrue(
                way.toString(),
                way == Way.EXACT || (byCodes && (way == Way.LIST || (canScan && way == Way.SCAN))));
          }
        }
      }
      assertEquals(canScan ? Way.SCAN : Way.EXACT, costs.way(10, SMALL, true, canScan));
      CostModel many = new CostModel(field(LARGE, false, 150), false);
      assertEquals(canScan ? Way.SCAN : Way.LIST, many.way(10, LARGE, true, canScan));
    }
  }

  /** A row on disk takes more time than all codes of a small segment. */
  public void testRowsOnDisk() {
    SearchedField small = field(2_000, true, 0);
    assertEquals(Way.EXACT, new CostModel(small, false).way(1_500, 2_000, true, false));
    for (int k = 1; k < 500; k += 1 + random().nextInt(k)) {
      Way way = new CostModel(small, true).way(k, 2_000, true, false);
      assertTrue(way.toString(), way == Way.LIST || way == Way.WALK_BY_CODES);
    }
    assertEquals(Way.LIST, new CostModel(small, true).way(10, 50, true, false));
  }

  /** Without codes that are fast, what Lucene does is done: a walk, or all where that is less. */
  public void testWithoutCodes() {
    CostModel costs = new CostModel(field(LARGE, true, 30), false);
    assertEquals(Way.WALK_BY_ROWS, costs.way(10, LARGE, false, true));
    assertEquals(Way.WALK_BY_ROWS, costs.way(100, LARGE / 2, false, true));
    assertEquals(Way.EXACT, costs.way(10, LARGE / 1_000, false, true));
    for (int k = 1; k < LARGE; k += 1 + random().nextInt(k)) {
      boolean isWalk = false;
      for (int accepted = 1; accepted <= LARGE; accepted += 1 + random().nextInt(accepted)) {
        Way way = costs.way(k, accepted, false, true);
        assertTrue(way.toString(), way == Way.WALK_BY_ROWS || way == Way.EXACT);
        assertFalse("a walk takes less and less", isWalk && way == Way.EXACT);
        isWalk = way == Way.WALK_BY_ROWS;
      }
    }
  }

  /** Rows are compared where a filter rejects what is near: as many as a walk has to go through. */
  public void testNearRejected() {
    CostModel costs = new CostModel(field(LARGE, true, 0), false);
    assertEquals(Way.WALK_BY_ROWS, costs.wayByRows(10, LARGE / 2, LARGE / 20));
    assertEquals(Way.EXACT, costs.wayByRows(10, LARGE / 2, 10));
    assertEquals(
        Way.EXACT, new CostModel(field(LARGE, false, 0), false).wayByRows(10, LARGE, LARGE));
    boolean isExact = false;
    for (int near = LARGE / 2; near > 0; near /= 2) {
      Way way = costs.wayByRows(10, LARGE / 2, near);
      assertFalse("a walk takes more and more", isExact && way == Way.WALK_BY_ROWS);
      isExact = way == Way.EXACT;
    }
  }

  /** Not before a walk has taken part of what it would spare, or more than is expected. */
  public void testMaxVisited() {
    CostModel costs = new CostModel(field(LARGE, true, 0), false);
    for (int width = 1; width < 2_000; width *= 2) {
      for (int accepted = 100; accepted < LARGE; accepted *= 3) {
        long expected = costs.maxVisitedByRows(width, 1, accepted) / 2;
        assertTrue(costs.maxVisitedByCodes(width, accepted) >= 4 * expected);
        long byRows = costs.maxVisitedByRows(width, accepted, accepted);
        assertTrue(byRows >= 2 * expected && byRows > accepted / 10);
        assertTrue(byRows <= 2 * expected + 2 + accepted);
      }
    }
  }
}
