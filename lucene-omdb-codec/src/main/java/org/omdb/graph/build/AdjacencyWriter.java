// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph.build;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.lucene.store.IndexOutput;
import org.omdb.graph.Adjacency;
import org.omdb.work.Progress;

/** Writes level 0 of a graph as {@link Adjacency} describes it. */
public final class AdjacencyWriter {

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final String STAGE = "links for searches";

  /** Nodes that are written between two calls of {@link Progress#done}. */
  private static final int PROGRESS_BATCH = 1 << 12;

  private final SortedLinks links;
  private final int size;
  private final int numberBytes;
  private final int maxInline;

  /** A record, or the neighbors of a node that has too many for it. */
  private final byte[] numbers;

  private AdjacencyWriter(HeapGraph graph) {
    links = new SortedLinks(graph);
    size = graph.size();
    numberBytes = Adjacency.numberBytes(size);
    int max = graph.level(0).max();
    maxInline = Math.min(Adjacency.INLINE, max);
    numbers = new byte[(1 + max) * numberBytes + Integer.BYTES];
  }

  /**
   * Writes level 0 of a graph.
   *
   * @param graph a finished graph
   * @param out receives the bytes
   * @param progress is told of the stage "links for searches"
   * @throws IOException if writing fails, or if thrown by {@code progress}
   */
  public static void write(HeapGraph graph, IndexOutput out, Progress progress) throws IOException {
    AdjacencyWriter writer = new AdjacencyWriter(graph);
    int recordBytes = Adjacency.nodeBytes(graph.size(), graph.level(0).max());
    if (writer.writeRecords(recordBytes, out, progress) > 0) {
      writer.writeRest(out, progress);
    }
  }

  /** Returns how many links are not in the records. */
  private long writeRecords(int recordBytes, IndexOutput out, Progress progress)
      throws IOException {
    long linksBefore = 0;
    for (int node = 0; node < size; node++) {
      int count = fill(node, progress);
      if (count > maxInline) {
        LONG.set(numbers, numberBytes, linksBefore);
        linksBefore += count;
      }
      out.writeBytes(numbers, recordBytes);
    }
    return linksBefore;
  }

  private void writeRest(IndexOutput out, Progress progress) throws IOException {
    for (int node = 0; node < size; node++) {
      int count = fill(node, progress);
      if (count > maxInline) {
        out.writeBytes(numbers, numberBytes, count * numberBytes);
      }
    }
  }

  /** Fills the buffer with the number of a node's links and its neighbors. */
  private int fill(int node, Progress progress) throws IOException {
    if (node % PROGRESS_BATCH == 0) {
      progress.done(STAGE, node, size);
    }
    int count = links.read(0, node);
    Arrays.fill(numbers, (byte) 0);
    INT.set(numbers, 0, count);
    for (int i = 0; i < count; i++) {
      // Always 4 bytes: the next number overwrites those that are too many.
      INT.set(numbers, (1 + i) * numberBytes, links.nodes()[i]);
    }
    return count;
  }
}
