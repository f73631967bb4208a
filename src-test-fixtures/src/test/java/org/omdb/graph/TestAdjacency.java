// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph;

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
      Adjacency.write(graph, out);
    }
  }

  private static void check(int size, int nodeBytes) throws IOException {
    HeapGraph graph = randomGraph(size, MAX_CONN);
    graph.level(0).set(size - 1, new int[] {size - 1}, 1); // the greatest number there is
    long links = 0;
    try (Directory dir = new ByteBuffersDirectory()) {
      write(dir, graph);
      try (IndexInput in = dir.openInput("graph", IOContext.DEFAULT)) {
        Adjacency adjacency = new Adjacency(in, size, 2 * MAX_CONN);
        int[] read = new int[2 * MAX_CONN];
        for (int node = 0; node < size; node++) {
          int count = adjacency.read(node, read);
          links += count;
          assertArrayEquals(
              "node " + node + " of " + size, expected(graph, 0, node), Arrays.copyOf(read, count));
        }
        assertEquals((size + 1L) * Integer.BYTES + links * nodeBytes, in.length());
      }
    }
  }

  public void testTwoBytes() throws IOException {
    for (int size : new int[] {1, 2, 3, 300, 1 << 16}) {
      check(size, 2);
    }
  }

  public void testThreeBytes() throws IOException {
    check((1 << 16) + 1, 3);
    check(100_000 + random().nextInt(1_000), 3);
  }

  /** Not an exception of some array, or neighbors of others. */
  public void testDamagedCountsAreRefused() throws IOException {
    int size = 50;
    try (Directory dir = new ByteBuffersDirectory()) {
      write(dir, randomGraph(size, MAX_CONN));
      byte[] bytes;
      try (IndexInput in = dir.openInput("graph", IOContext.DEFAULT)) {
        bytes = new byte[(int) in.length()];
        in.readBytes(bytes, 0, bytes.length);
      }
      int node = random().nextInt(size);
      bytes[node * Integer.BYTES + 1] = 0x7F; // where its links begin, far behind
      try (IndexOutput out = dir.createOutput("damaged", IOContext.DEFAULT)) {
        out.writeBytes(bytes, bytes.length);
      }
      try (IndexInput in = dir.openInput("damaged", IOContext.DEFAULT)) {
        Adjacency adjacency = new Adjacency(in, size, 2 * MAX_CONN);
        int[] read = new int[2 * MAX_CONN];
        expectThrows(CorruptIndexException.class, () -> adjacency.read(node, read));
      }
    }
  }
}
