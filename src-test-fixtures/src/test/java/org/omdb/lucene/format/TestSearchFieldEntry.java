// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.format;

import static org.apache.lucene.index.VectorSimilarityFunction.EUCLIDEAN;

import java.io.IOException;
import java.util.Map;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DocValuesSkipIndexType;
import org.apache.lucene.index.DocValuesType;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.util.hnsw.HnswGraph;
import org.omdb.code.CodeChoice;
import org.omdb.code.CodeQuality;
import org.omdb.code.FieldCodes;
import org.omdb.code.VectorCoder;

/**
 * Metadata is read as it was written; what is not that of the graph, leads out of its files or
 * makes no sense is found when it is opened.
 */
public class TestSearchFieldEntry extends LuceneTestCase {

  private static final int COUNT = 3;
  private static final int MAX_CONN = 8;
  private static final int FILE_BYTES = 500;
  private static final int DIMENSION = 4;
  private static final CodeQuality QUALITY = new CodeQuality(14, 20, 3);

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

  private static FieldCodes codes(int count, long offset, long binaryOffset) {
    VectorCoder coder = VectorCoder.rotating(EUCLIDEAN, new float[DIMENSION]);
    return new FieldCodes(coder, count, offset, binaryOffset, count);
  }

  private static void check(
      int count, int maxConn, long offset, long length, long codesOffset, long binaryOffset)
      throws IOException {
    FieldCodes codes = codes(count, codesOffset, binaryOffset);
    SearchFieldEntry meta =
        new SearchFieldEntry(
            count, maxConn, 100, false, offset, length, CodeChoice.CODES, QUALITY, codes);
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

  private static FieldInfo field(VectorEncoding encoding) {
    return new FieldInfo(
        "field",
        7,
        false,
        false,
        false,
        IndexOptions.NONE,
        DocValuesType.NONE,
        DocValuesSkipIndexType.NONE,
        -1,
        Map.of(),
        0,
        0,
        0,
        DIMENSION,
        encoding,
        EUCLIDEAN,
        false,
        false);
  }

  /** Writes a record, puts a byte of another value into it, and reads it. */
  private static SearchFieldEntry rewritten(SearchFieldEntry meta, int at, int value)
      throws IOException {
    FieldInfo field = field(VectorEncoding.FLOAT32);
    try (Directory dir = new ByteBuffersDirectory()) {
      byte[] bytes;
      try (IndexOutput out = dir.createOutput("meta", IOContext.DEFAULT)) {
        meta.write(out, field);
        bytes = new byte[(int) out.getFilePointer()];
      }
      try (IndexInput in = dir.openInput("meta", IOContext.DEFAULT)) {
        in.readBytes(bytes, 0, bytes.length);
      }
      if (at >= 0) {
        bytes[at] = (byte) value;
      }
      try (IndexOutput out = dir.createOutput("damaged", IOContext.DEFAULT)) {
        out.writeBytes(bytes, bytes.length);
      }
      try (IndexInput in = dir.openInput("damaged", IOContext.DEFAULT)) {
        assertEquals(field.number, in.readInt());
        SearchFieldEntry read =
            SearchFieldEntry.read(in, field, OmdbHnswVectorsFormat.VERSION_MEASURED);
        assertEquals(in.length(), in.getFilePointer());
        return read;
      }
    }
  }

  private static SearchFieldEntry meta(CodeChoice choice, CodeQuality quality, FieldCodes codes) {
    return new SearchFieldEntry(COUNT, MAX_CONN, 100, true, 64, BYTES, choice, quality, codes);
  }

  /** With what was measured, whether there are codes or not. */
  public void testIsReadAsWritten() throws IOException {
    SearchFieldEntry written = meta(CodeChoice.CODES, QUALITY, codes(COUNT, 64, 128));
    SearchFieldEntry read = rewritten(written, -1, 0);
    assertEquals(written.count(), read.count());
    assertEquals(written.maxConn(), read.maxConn());
    assertEquals(written.beamWidth(), read.beamWidth());
    assertTrue(read.isDraft());
    assertEquals(written.adjacencyOffset(), read.adjacencyOffset());
    assertEquals(written.adjacencyLength(), read.adjacencyLength());
    assertEquals(CodeChoice.CODES, read.choice());
    assertEquals(QUALITY, read.quality());
    assertEquals(64, read.codes().offset());
    assertEquals(128, read.codes().binaryOffset());
    assertTrue(read.codes().isBinaryOfAll());

    CodeQuality bad = new CodeQuality(3_000, 0, 90);
    for (CodeChoice choice : CodeChoice.values()) {
      if (choice != CodeChoice.CODES) {
        read = rewritten(meta(choice, bad, null), -1, 0);
        assertEquals(choice, read.choice());
        assertEquals("why there are none", bad, read.quality());
        assertNull(read.codes());
      }
    }
  }

  /** Candidates of version 2 are what searches go by, but nobody measured them. */
  public void testReportsOnlyWhatWasMeasured() {
    FieldSearchFacts facts = meta(CodeChoice.CODES, QUALITY, codes(COUNT, 64, 128)).facts();
    assertEquals(
        new FieldSearchFacts(
            "codes",
            true,
            QUALITY.candidates(),
            QUALITY.binaryCandidates(),
            QUALITY.alarms(),
            100,
            true),
        facts);
    VectorCoder plain = VectorCoder.plain(EUCLIDEAN, new float[DIMENSION]);
    FieldCodes ofVersion2 = new FieldCodes(plain, COUNT, 64, 128, COUNT);
    facts = meta(CodeChoice.CODES, new CodeQuality(12, 30, 0), ofVersion2).facts();
    assertEquals(new FieldSearchFacts("codes", true, 0, 30, 0, 100, true), facts);
    facts = meta(CodeChoice.TOO_COARSE, new CodeQuality(3_000, 0, 90), null).facts();
    assertEquals(
        new FieldSearchFacts(CodeChoice.TOO_COARSE.description(), false, 3_000, 0, 90, 100, true),
        facts);
  }

  /** No choice that there is, and alarms of more than all searches. */
  public void testDamagedQuality() {
    SearchFieldEntry meta = meta(CodeChoice.TOO_COARSE, QUALITY, null);
    int at = Integer.BYTES + 6; // number; count, M, efConstruction, draft, offset, length
    for (int choice : new int[] {-1, CodeChoice.values().length, 100}) {
      CorruptIndexException e =
          expectThrows(CorruptIndexException.class, () -> rewritten(meta, at, choice));
      assertTrue(e.getMessage(), e.getMessage().contains("of kind " + choice));
    }
    for (int alarms : new int[] {-1, 101}) {
      CorruptIndexException e =
          expectThrows(CorruptIndexException.class, () -> rewritten(meta, at + 3, alarms));
      assertTrue(e.getMessage(), e.getMessage().contains(alarms + " % alarms"));
    }
  }

  /** A scan is what a segment without a graph is searched by. */
  public void testWithoutGraph() {
    for (CodeQuality quality : new CodeQuality[] {QUALITY, new CodeQuality(14, 0, 3)}) {
      boolean canScan = quality.binaryCandidates() > 0;
      FieldCodes codes = canScan ? null : codes(COUNT, 64, 128);
      CodeChoice choice = canScan ? CodeChoice.TOO_COARSE : CodeChoice.CODES;
      SearchFieldEntry meta =
          new SearchFieldEntry(COUNT, MAX_CONN, 0, false, 0, 0, choice, quality, codes);
      CorruptIndexException e =
          expectThrows(CorruptIndexException.class, () -> rewritten(meta, -1, 0));
      assertTrue(e.getMessage(), e.getMessage().contains("efConstruction is 0"));
    }
  }
}
