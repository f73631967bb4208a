// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.util.IORunnable;

/** Whoever made the codec can end a flush. */
public class TestFlushCheck extends LuceneTestCase {

  private static final int VECTORS = 4_000;
  private static final int DIMENSION = 32;

  private static IndexWriter writer(Directory directory, IORunnable check) throws IOException {
    return new IndexWriter(
        directory,
        new IndexWriterConfig()
            .setMergePolicy(NoMergePolicy.INSTANCE)
            .setCodec(OmdbCodec.builder().flushCheck(check).build()));
  }

  /** Equal vectors, whose graph takes longest. */
  private static void addEqual(IndexWriter writer, int first, int count) throws IOException {
    float[] vector = new float[DIMENSION];
    Arrays.fill(vector, 0.5f);
    for (int i = first; i < first + count; i++) {
      Document document = new Document();
      document.add(new OmdbVectorField("v", "id" + i, vector, VectorSimilarityFunction.EUCLIDEAN));
      writer.addDocument(document);
    }
  }

  private static int documents(Directory directory) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      return reader.numDocs();
    }
  }

  public void testItIsAskedWhileAGraphIsBuiltAndEndsTheFlush() throws IOException {
    AtomicInteger calls = new AtomicInteger();
    AtomicInteger last = new AtomicInteger(Integer.MAX_VALUE);
    IORunnable check =
        () -> {
          if (calls.incrementAndGet() > last.get()) {
            throw new IOException("not wanted any more");
          }
        };
    try (Directory directory = newDirectory()) {
      try (IndexWriter writer = writer(directory, check)) {
        addEqual(writer, 0, VECTORS);
        writer.commit();
      }
      int all = calls.get();
      assertTrue(all + " calls", all >= VECTORS / 64);

      last.set(all + random().nextInt(VECTORS / 128));
      try (IndexWriter writer = writer(directory, check)) {
        addEqual(writer, VECTORS, VECTORS);
        IOException ended = expectThrows(IOException.class, writer::flush);
        assertEquals("not wanted any more", ended.getMessage());
        assertFalse(writer.isOpen());
      }
      assertEquals(VECTORS, documents(directory));

      last.set(Integer.MAX_VALUE);
      try (IndexWriter writer = writer(directory, check)) {
        addEqual(writer, VECTORS, VECTORS);
      }
      assertEquals(2 * VECTORS, documents(directory));
    }
  }
}
