// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.inspect;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.util.hnsw.HnswGraph;

public class TestGraphCheck extends LuceneTestCase {

  /** Neighbors by level and node; null where a node is not on a level. */
  private static final class Graph extends HnswGraph {

    private final int[][][] levels;
    private final int entry;
    private int[] neighbors;
    private int next;

    Graph(int entry, int[][]... levels) {
      this.entry = entry;
      this.levels = levels;
    }

    @Override
    public void seek(int level, int target) {
      neighbors = levels[level][target];
      next = 0;
    }

    @Override
    public int size() {
      return levels[0].length;
    }

    @Override
    public int nextNeighbor() {
      return next < neighbors.length ? neighbors[next++] : DocIdSetIterator.NO_MORE_DOCS;
    }

    @Override
    public int numLevels() {
      return levels.length;
    }

    @Override
    public int maxConn() {
      return 1;
    }

    @Override
    public int entryNode() {
      return entry;
    }

    @Override
    public int neighborCount() {
      return neighbors.length;
    }

    @Override
    public NodesIterator getNodesOnLevel(int level) {
      int[] nodes = new int[levels[level].length];
      int count = 0;
      for (int node = 0; node < nodes.length; node++) {
        if (levels[level][node] != null) {
          nodes[count++] = node;
        }
      }
      return new ArrayNodesIterator(nodes, count);
    }
  }

  private static String check(int vectors, Graph graph) throws IOException {
    Findings findings = new Findings();
    new GraphCheck("g", graph, findings).run(vectors);
    StringWriter out = new StringWriter();
    findings.print(new PrintWriter(out, true));
    return out.toString();
  }

  public void testSound() throws IOException {
    int[][] bottom = {{1}, {0, 2}, {1}, {2}}; // 3 has no way in but by the level above
    int[][] top = {{3}, null, null, {0}};
    assertEquals("", check(4, new Graph(0, bottom, top)));
  }

  public void testUnreachableIsAWarning() throws IOException {
    assertEquals(
        "warning: g: 2 nodes of 4 can't be reached from the entry node: a search will not find"
            + " them unless it is exact\n",
        check(4, new Graph(0, new int[][] {{1}, {0}, {3}, {2}})));
  }

  public void testNeighborOutOfRange() throws IOException {
    assertEquals(
        "problem: g: a neighbor of node 1 on level 0 is 9, expected a node of this level\n",
        check(2, new Graph(0, new int[][] {{1}, {9}})));
  }

  public void testTooManyNeighbors() throws IOException {
    assertEquals(
        "problem: g: number of neighbors of node 0 on level 0 is 3, expected at most 2\n",
        check(2, new Graph(0, new int[][] {{1, 1, 1}, {0}})));
  }

  public void testNeighborThatIsNotOnTheLevel() throws IOException {
    int[][] bottom = {{1}, {0}};
    assertEquals(
        "problem: g: a neighbor of node 0 on level 1 is 1, expected a node of this level\n",
        check(2, new Graph(0, bottom, new int[][] {{1}, null})));
  }

  public void testNodeThatIsNotOnTheLevelBelow() throws IOException {
    int[][] bottom = {{1}, {0}};
    assertEquals(
        "problem: g: node 1 of level 2 is not on the level below, expected there\n",
        check(2, new Graph(1, bottom, new int[][] {{}, null}, new int[][] {null, {}})));
  }

  public void testEntryNode() throws IOException {
    int[][] bottom = {{1}, {0}};
    assertEquals(
        "problem: g: the entry node is 1, expected a node of the highest level\n",
        check(2, new Graph(1, bottom, new int[][] {{}, null})));
  }

  public void testNumberOfNodes() throws IOException {
    assertEquals(
        "problem: g: number of nodes is 2, expected 3, of the vectors\n",
        check(3, new Graph(0, new int[][] {{1}, {0}})));
  }
}
