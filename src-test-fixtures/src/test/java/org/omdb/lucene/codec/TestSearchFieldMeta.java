// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.codec;

import static org.apache.lucene.index.VectorSimilarityFunction.EUCLIDEAN;

import java.io.IOException;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.util.hnsw.HnswGraph;

/**
 * Metadata that is not that of the graph, or leads out of its files, is found when it is opened.
 */
public class TestSearchFieldMeta extends LuceneTestCase {

  private static final int COUNT = 3;
  private static final int MAX_CONN = 8;
  private static final int FILE_BYTES = 500;

  /** Of the adjacency. */
  private static final int BYTES = (1 + 2 * MAX_CONN) * 2 * COUNT;

  /** Nodes without links. */
  private static final HnswGraph GRAPH =
      new HnswGraph() {
        @Override
        public void seek(int level, int target) {}

        @Override
        public int size() {
          return COUNT;
        }

        @Override
        public int nextNeighbor() {
          return Integer.MAX_VALUE;
        }

        @Override
        public int numLevels() {
          return 1;
        }

        @Override
        public int maxConn() {
          return MAX_CONN;
        }

        @Override
        public int entryNode() {
          return 0;
        }

        @Override
        public int neighborCount() {
          return 0;
        }

        @Override
        public NodesIterator getNodesOnLevel(int level) {
          return new DenseNodesIterator(COUNT);
        }
      };

  private static void check(
      int count, int maxConn, long offset, long length, long codesOffset, long binaryOffset)
      throws IOException {
    FieldCodes codes =
        new FieldCodes(EUCLIDEAN, count, codesOffset, new float[4], binaryOffset, count);
    SearchFieldMeta meta =
        new SearchFieldMeta(count, maxConn, 100, false, offset, length, codes, 20);
    try (Directory dir = new ByteBuffersDirectory()) {
      try (IndexOutput out = dir.createOutput("file", IOContext.DEFAULT)) {
        out.writeBytes(new byte[FILE_BYTES], FILE_BYTES);
      }
      try (IndexInput in = dir.openInput("file", IOContext.DEFAULT)) {
        assertTrue(codes.length() < FILE_BYTES && codes.binaryLength() == 192);
        meta.check(GRAPH, in, in);
      }
    }
  }

  private static void checkFails(
      String message,
      int count,
      int maxConn,
      long offset,
      long length,
      long codesOffset,
      long binaryOffset) {
    CorruptIndexException e =
        expectThrows(
            CorruptIndexException.class,
            () -> check(count, maxConn, offset, length, codesOffset, binaryOffset));
    assertTrue(e.getMessage(), e.getMessage().contains(message));
  }

  public void testDamage() throws IOException {
    check(COUNT, MAX_CONN, 0, BYTES, 0, 0);
    check(COUNT, MAX_CONN, FILE_BYTES - BYTES, BYTES, 0, 0);
    checkFails("nodes", COUNT - 1, MAX_CONN, 0, BYTES, 0, 0);
    checkFails("nodes", COUNT, MAX_CONN + 1, 0, BYTES, 0, 0);
    checkFails("has " + (BYTES - 1) + " bytes", COUNT, MAX_CONN, 0, BYTES - 1, 0, 0);
    checkFails("beyond the end", COUNT, MAX_CONN, FILE_BYTES - BYTES + 1, BYTES, 0, 0);
    checkFails("beyond the end", COUNT, MAX_CONN, Long.MAX_VALUE, BYTES, 0, 0);
    checkFails("beyond the end", COUNT, MAX_CONN, 0, Long.MAX_VALUE, 0, 0);
    checkFails("beyond the end", COUNT, MAX_CONN, 0, BYTES, FILE_BYTES - 10, 0);
    checkFails("beyond the end", COUNT, MAX_CONN, 0, BYTES, 0, FILE_BYTES - 191);
  }
}
