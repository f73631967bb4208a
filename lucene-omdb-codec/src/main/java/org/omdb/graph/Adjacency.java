// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.RandomAccessInput;
import org.omdb.pages.PageAdvice;

/**
 * Level 0 of a graph as searches read it. The links are those in Lucene's graph file, in a form
 * that takes more bytes and less time to read. For one thread.
 *
 * <p>The layout is little-endian. Numbers take 2 bytes if there are at most 2^16 nodes, 3 if there
 * are at most 2^24, else 4.
 *
 * <ul>
 *   <li>Records of one size, one per node, so that a node's links are found without a table:
 *       <ul>
 *         <li>the number of its links
 *         <li>its neighbors in increasing order, then zeros. There is room for {@value #INLINE}
 *             neighbors, or for the most that a node may have if that is less. A node with more
 *             neighbors has an int64 here instead: the number of links before its own in the next
 *             part
 *       </ul>
 *   <li>The neighbors of the nodes that have too many for their records, node by node.
 * </ul>
 */
public final class Adjacency implements Neighbors {

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Neighbors in a record: most nodes have no more, since diverse neighbors are few. */
  public static final int INLINE = 32;

  private final IndexInput file;
  private final RandomAccessInput in;
  private final int maxNeighbors;
  private final int maxInline;
  private final int numberBytes;
  private final int numberMask;
  private final int nodeBytes;
  private final long restStart;
  private final byte[] buffer;
  private final int[] record = new int[1];
  private boolean isKeeping;

  /**
   * Opens what {@code AdjacencyWriter} has written.
   *
   * @param in exactly those bytes
   * @param size number of nodes
   * @param maxNeighbors the most neighbors of a node
   * @throws IOException if it can't be read
   */
  public Adjacency(IndexInput in, int size, int maxNeighbors) throws IOException {
    this.file = in;
    this.in = in.randomAccessSlice(0, in.length());
    this.maxNeighbors = maxNeighbors;
    this.maxInline = Math.min(INLINE, maxNeighbors);
    this.numberBytes = numberBytes(size);
    this.numberMask = (int) ((1L << numberBytes * Byte.SIZE) - 1);
    this.nodeBytes = nodeBytes(size, maxNeighbors);
    this.restStart = minBytes(size, maxNeighbors);
    this.buffer =
        new byte[(1 + maxNeighbors) * numberBytes + Integer.BYTES]; // a number is read as 4 bytes
  }

  /**
   * Bytes of a number.
   *
   * @param size number of nodes
   * @return 2 to 4
   */
  public static int numberBytes(int size) {
    return size <= 1 << 16 ? 2 : size <= 1 << 24 ? 3 : 4;
  }

  /**
   * Bytes of a record.
   *
   * @param size number of nodes
   * @param maxNeighbors the most neighbors of a node
   * @return a multiple of {@link #numberBytes}
   */
  public static int nodeBytes(int size, int maxNeighbors) {
    return (1 + Math.min(INLINE, maxNeighbors)) * numberBytes(size);
  }

  /**
   * The size of the records, and so the least size of the whole.
   *
   * @param size number of nodes
   * @param maxNeighbors the most neighbors of a node
   * @return bytes
   */
  public static long minBytes(int size, int maxNeighbors) {
    return (long) size * nodeBytes(size, maxNeighbors);
  }

  /**
   * Sets whether to tell the operating system which records were read, so that it keeps them rather
   * than vectors if there is no room for both.
   *
   * @param isKeeping false at first
   */
  public void setKeeping(boolean isKeeping) {
    this.isKeeping = isKeeping;
  }

  @Override
  public int read(int node, int[] into) throws IOException {
    in.readBytes((long) node * nodeBytes, buffer, 0, nodeBytes);
    if (isKeeping) {
      record[0] = node;
      PageAdvice.best().wereRead(file, record, 1, nodeBytes);
    }
    int count = (int) INT.get(buffer, 0) & numberMask;
    if (count > maxNeighbors) {
      throw new CorruptIndexException(
          "node " + node + " has " + count + " links, expected 0 to " + maxNeighbors,
          in.toString());
    }
    if (count > maxInline) {
      readRest(node, count, (long) LONG.get(buffer, numberBytes));
    }
    for (int i = 0, at = numberBytes; i < count; i++, at += numberBytes) {
      into[i] = (int) INT.get(buffer, at) & numberMask;
    }
    return count;
  }

  /** Reads neighbors that are not in the node's record. */
  private void readRest(int node, int count, long linksBefore) throws IOException {
    long links = (in.length() - restStart) / numberBytes;
    if (linksBefore < 0 || linksBefore > links - count) {
      throw new CorruptIndexException(
          "node " + node + " has " + count + " links from " + linksBefore + " on, of " + links,
          in.toString());
    }
    in.readBytes(restStart + linksBefore * numberBytes, buffer, numberBytes, count * numberBytes);
  }
}
