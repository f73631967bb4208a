// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.RandomAccessInput;

/**
 * Level 0 of a graph as a search reads it: the links that Lucene's files have too, in a form that
 * takes more bytes and less time.
 *
 * <p>The layout, little-endian, for {@code n} nodes:
 *
 * <ul>
 *   <li>{@code n + 1} x int32, unsigned: how many links the nodes before have
 *   <li>per link: the neighbor, in 2 bytes if {@code n} is at most 2^16, in 3 if it is at most
 *       2^24, else in 4; those of a node increase
 * </ul>
 *
 * <p>For one thread.
 */
public final class Adjacency implements Neighbors {

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long UNSIGNED_INT = 0xFFFFFFFFL;

  private final RandomAccessInput in;
  private final int nodeBytes;
  private final int nodeMask;
  private final long linksStart;
  private final int maxNeighbors;
  private final byte[] buffer;

  /**
   * Opens what {@link #write} has written.
   *
   * @param in all of it
   * @param size number of nodes
   * @param maxNeighbors the most that a node has
   * @throws IOException if it can't be read
   */
  public Adjacency(IndexInput in, int size, int maxNeighbors) throws IOException {
    this.in = in.randomAccessSlice(0, in.length());
    this.nodeBytes = nodeBytes(size);
    this.nodeMask = (int) ((1L << nodeBytes * Byte.SIZE) - 1);
    this.linksStart = minBytes(size);
    this.maxNeighbors = maxNeighbors;
    this.buffer = new byte[(maxNeighbors + 1) * Integer.BYTES]; // a neighbor is read as an int
  }

  private static int nodeBytes(int size) {
    return size <= 1 << 16 ? 2 : size <= 1 << 24 ? 3 : 4;
  }

  @Override
  public int read(int node, int[] into) throws IOException {
    long bounds = in.readLong((long) node * Integer.BYTES);
    long first = bounds & UNSIGNED_INT;
    long difference = (bounds >>> Integer.SIZE) - first;
    int count = (int) difference;
    if (difference < 0 || difference > maxNeighbors) {
      throw new CorruptIndexException(
          "node " + node + " has " + difference + " links, expected 0 to " + maxNeighbors,
          in.toString());
    }
    in.readBytes(linksStart + first * nodeBytes, buffer, 0, count * nodeBytes);
    for (int i = 0, at = 0; i < count; i++, at += nodeBytes) {
      into[i] = (int) INT.get(buffer, at) & nodeMask;
    }
    return count;
  }

  /**
   * The least bytes that a graph can take.
   *
   * @param size number of nodes
   * @return those of a graph without links
   */
  public static long minBytes(int size) {
    return (size + 1L) * Integer.BYTES;
  }

  /**
   * Writes level 0 of a graph.
   *
   * @param graph whose links
   * @param out where to
   * @return false if there are 2^32 links or more, which this layout can't count: nothing is
   *     written then
   * @throws IOException if that fails
   */
  public static boolean write(HeapGraph graph, IndexOutput out) throws IOException {
    SortedLinks links = new SortedLinks(graph);
    NeighborTable level0 = graph.level(0);
    int size = graph.size();
    long total = 0;
    for (int node = 0; node < size; node++) {
      total += level0.count(node);
    }
    if (total > UNSIGNED_INT) {
      return false;
    }
    total = 0;
    for (int node = 0; node < size; node++) {
      out.writeInt((int) total);
      total += links.read(0, node);
    }
    out.writeInt((int) total);
    int nodeBytes = nodeBytes(size);
    for (int node = 0; node < size; node++) {
      int count = links.read(0, node);
      for (int i = 0; i < count; i++) {
        int rest = links.nodes()[i];
        for (int b = 0; b < nodeBytes; b++, rest >>>= Byte.SIZE) {
          out.writeByte((byte) rest);
        }
      }
    }
    return true;
  }
}
