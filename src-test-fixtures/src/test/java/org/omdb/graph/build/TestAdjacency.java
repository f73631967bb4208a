// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph.build;

import java.io.IOException;
import java.util.Arrays;
import java.util.TreeSet;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.omdb.graph.Adjacency;
import org.omdb.work.Progress;

/** What is read is what was written: the links of level 0, in order, each once. */
public class TestAdjacency extends LuceneTestCase {

  private static final int MAX_CONN = 3;

  /** A graph with random links, full nodes and lonely ones among them. */
  static HeapGraph randomGraph(int size, int maxConn) {
    byte[] topLevels = new byte[size];
    for (int node = 0; node < size; node++) {
      topLevels[node] = (byte) Math.min(4, Integer.numberOfTrailingZeros(random().nextInt()));
    }
    HeapGraph graph = new HeapGraph(maxConn, topLevels);
    for (int level = 0; level < graph.levelCount(); level++) {
      NeighborTable table = graph.level(level);
      int[] nodes = level == 0 ? null : graph.nodes(level);
      for (int node = 0; node < size; node++) {
        if (graph.topLevel(node) < level) {
          continue;
        }
        int count = random().nextInt(table.max() + 1);
        for (int i = 0; i < count; i++) {
          int other = random().nextInt(level == 0 ? size : nodes.length);
          table.add(graph.slot(level, node), level == 0 ? other : nodes[other]);
        }
      }
    }
    return graph;
  }

  /** The links as they have to be read. */
  static int[] expected(HeapGraph graph, int level, int node) {
    int[] links = new int[2 * graph.maxConn()];
    int count = graph.read(level, node, links);
    TreeSet<Integer> sorted = new TreeSet<>();
    for (int i = 0; i < count; i++) {
      sorted.add(links[i]);
    }
    return sorted.stream().mapToInt(i -> i).toArray();
  }

  private static void write(Directory dir, HeapGraph graph) throws IOException {
    try (IndexOutput out = dir.createOutput("graph", IOContext.DEFAULT)) {
      AdjacencyWriter.write(graph, out, Progress.NONE);
    }
  }

  private static void check(int size, int maxConn, int numberBytes) throws IOException {
    HeapGraph graph = randomGraph(size, maxConn);
    graph.level(0).set(size - 1, new int[] {size - 1}, 1); // the greatest number there is
    int inline = Math.min(32, 2 * maxConn);
    long rest = 0;
    try (Directory dir = new ByteBuffersDirectory()) {
      write(dir, graph);
      try (IndexInput in = dir.openInput("graph", IOContext.DEFAULT)) {
        Adjacency adjacency = new Adjacency(in, size, 2 * maxConn);
        int[] read = new int[2 * maxConn];
        for (int node = 0; node < size; node++) {
          int count = adjacency.read(node, read);
          rest += count > inline ? count : 0;
          assertArrayEquals(
              "node " + node + " of " + size, expected(graph, 0, node), Arrays.copyOf(read, count));
        }
        assertEquals(((1L + inline) * size + rest) * numberBytes, in.length());
        assertEquals(in.length() - rest * numberBytes, Adjacency.minBytes(size, 2 * maxConn));
      }
    }
  }

  public void testTwoBytes() throws IOException {
    for (int size : new int[] {1, 2, 3, 300, 1 << 16}) {
      check(size, MAX_CONN, 2);
    }
  }

  public void testThreeBytes() throws IOException {
    check((1 << 16) + 1, MAX_CONN, 3);
    check(100_000 + random().nextInt(1_000), MAX_CONN, 3);
  }

  /** More links than there is room for beside the others. */
  public void testManyLinks() throws IOException {
    for (int maxConn : new int[] {15, 16, 17, 100, 512}) {
      check(2_000, maxConn, 2);
    }
    check((1 << 16) + 1, 20, 3);
  }

  private static void checkRefused(int maxConn, int at, int with, int node) throws IOException {
    int size = 50;
    try (Directory dir = new ByteBuffersDirectory()) {
      HeapGraph graph = randomGraph(size, maxConn);
      int[] all = new int[Math.min(size, 2 * maxConn)];
      Arrays.setAll(all, i -> i);
      graph.level(0).set(node, all, all.length);
      write(dir, graph);
      byte[] bytes;
      try (IndexInput in = dir.openInput("graph", IOContext.DEFAULT)) {
        bytes = new byte[(int) in.length()];
        in.readBytes(bytes, 0, bytes.length);
      }
      bytes[at] = (byte) with;
      try (IndexOutput out = dir.createOutput("damaged", IOContext.DEFAULT)) {
        out.writeBytes(bytes, bytes.length);
      }
      try (IndexInput in = dir.openInput("damaged", IOContext.DEFAULT)) {
        Adjacency adjacency = new Adjacency(in, size, 2 * maxConn);
        int[] read = new int[2 * maxConn];
        expectThrows(CorruptIndexException.class, () -> adjacency.read(node, read));
      }
    }
  }

  /** Not an exception of some array, or neighbors of others. */
  public void testDamageIsRefused() throws IOException {
    int node = random().nextInt(50);
    checkRefused(MAX_CONN, node * (1 + 2 * MAX_CONN) * 2, 2 * MAX_CONN + 1, node);
    int record = node * (1 + 32) * 2; // of a node with 50 links
    checkRefused(30, record, 61, node); // their number
    checkRefused(30, record + 2 + 1, 0x7F, node); // where they are
    checkRefused(30, record + 2 + 7, 0x80, node);
  }
}
