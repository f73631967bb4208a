// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.map.layout;

import java.util.HashMap;
import java.util.Map;

public class TestFuzzyGraph extends LayoutTestCase {

  private static Map<Integer, Float> edges(FuzzyGraph graph, int point) {
    Map<Integer, Float> edges = new HashMap<>();
    for (int edge = graph.firstEdge(point); edge < graph.endOfEdges(point); edge++) {
      assertNull("twice", edges.put(graph.other(edge), graph.weight(edge)));
    }
    return edges;
  }

  public void testBothEndsHaveEachEdgeWithTheSameWeight() {
    Neighbors neighbors = neighbors(5, groups(3, 100, 4));
    FuzzyGraph graph = FuzzyGraph.of(neighbors);
    assertEquals(100, graph.size());
    for (int i = 0; i < 100; i++) {
      Map<Integer, Float> edges = edges(graph, i);
      for (int r = 0; r < 5; r++) {
        assertTrue(edges.containsKey(neighbors.points()[i * 5 + r]));
      }
      assertEquals("nearest", 1f, edges.get(neighbors.points()[i * 5]), 1e-6f);
      for (Map.Entry<Integer, Float> edge : edges.entrySet()) {
        assertEquals(edge.getValue(), edges(graph, edge.getKey()).get(i));
        assertTrue(edge.getValue() >= 0 && edge.getValue() <= 1);
      }
    }
  }

  /** Three points see a fourth, which sees nobody: the weights are those of one end alone. */
  public void testWeightsAddUpToTheLogarithmOfTheirNumber() {
    int[] points = {1, 2, 3, -1, -1, -1, -1, -1, -1, -1, -1, -1};
    float offset = random().nextInt(100);
    float[] distances = new float[12];
    distances[0] = offset + 1;
    distances[1] = offset + 2;
    distances[2] = offset + 4;
    Map<Integer, Float> edges = edges(FuzzyGraph.of(new Neighbors(3, points, distances)), 0);
    assertEquals(2, edges.get(1) + edges.get(2) + edges.get(3), 1e-4);
    assertEquals(1, edges.get(1), 0);
    // the third is three times as far behind the nearest as the second
    assertEquals(Math.pow(edges.get(2), 3), edges.get(3), 1e-4);
  }

  public void testNeighborsThatSeeEachOtherBelongTogetherMore() {
    int[] points = {1, 2, 0, 2, 0, 1};
    float[] distances = {1, 3, 1, 2, 1, 2};
    Neighbors neighbors = new Neighbors(2, points, distances);
    Map<Integer, Float> all = edges(FuzzyGraph.of(neighbors), 1);
    points[5] = -1; // point 2 no longer sees point 1
    Map<Integer, Float> less = edges(FuzzyGraph.of(neighbors), 1);
    assertTrue(all.get(2) > less.get(2));
  }

  public void testEqualDistancesGiveWeightOne() {
    Neighbors neighbors = neighbors(4, new float[9][3]);
    FuzzyGraph graph = FuzzyGraph.of(neighbors);
    for (int i = 0; i < 9; i++) {
      for (float weight : edges(graph, i).values()) {
        assertEquals(1, weight, 0);
      }
    }
  }

  public void testPointsWithoutNeighborsHaveNoEdges() {
    assertEquals(0, FuzzyGraph.of(neighbors(3)).size());
    FuzzyGraph graph = FuzzyGraph.of(neighbors(3, new float[] {1}));
    assertEquals(1, graph.size());
    assertEquals(0, graph.endOfEdges(0));
  }
}
