// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnByteVectorQuery;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.LuceneTestCase.SuppressFileSystems;
import org.apache.lucene.tests.util.TestUtil;

/**
 * Segments that this library wrote before it had codes and adjacency, or their version of today:
 * readable, searchable, and merged with new ones. The indexes and what is in them are
 * EarlierOmdbIndex.java.txt's.
 */
@SuppressFileSystems("*") // memory-mapped
public class TestEarlierSegments extends LuceneTestCase {

  private static final String BEFORE_CODES = "omdb-before-codes.zip";
  private static final String BEFORE_BINARY_CODES = "omdb-before-binary-codes.zip";
  private static final String BEFORE_3_BIT_CODES = "omdb-before-3-bit-codes.zip";
  private static final VectorSimilarityFunction SIMILARITY = VectorSimilarityFunction.EUCLIDEAN;
  private static final int OLD = 2_000;
  private static final int NEW = 1_000;
  private static final int K = 10;
  private static final int QUERIES = 40;

  /** The width of searches. These vectors are hard to find: with K alone Lucene has 0.8 of them. */
  private static final int FANOUT = 100;

  /**
   * That of searches of bytes: 127 vectors, each of them a dozen times, fill 100 with few different
   * ones; Lucene's searches miss some then, and so do ours.
   */
  private static final int FANOUT_OF_BYTES = 200;

  /** Of the K nearest, all queries together; Lucene has 0.99. */
  private static final double MIN_RECALL = 0.95;

  private static float[] floats(int i) {
    float[] vector = new float[8];
    for (int c = 0; c < vector.length; c++) {
      vector[c] = ((i * (2 * c + 3) * 37 + i * i * (c + 1)) % 2003 - 1000) / 16f;
    }
    return vector;
  }

  /** Null for none. */
  private static byte[] bytes(int i) {
    byte[] vector = new byte[4];
    for (int c = 0; c < vector.length; c++) {
      vector[c] = (byte) ((i * (2 * c + 5) + i * i * c) % 127);
    }
    return i % 4 == 3 ? null : vector;
  }

  private static boolean isDeleted(int i) {
    return i < OLD && i % 11 == 0;
  }

  /** What is to be true of an index. */
  @FunctionalInterface
  private interface Check {
    void on(Directory dir) throws IOException;
  }

  private void forEach(Check check) throws IOException {
    for (String zip : new String[] {BEFORE_CODES, BEFORE_BINARY_CODES, BEFORE_3_BIT_CODES}) {
      try (Directory dir = unzip(zip)) {
        check.on(dir);
      }
    }
  }

  private Directory unzip(String name) throws IOException {
    Path index = createTempDir();
    try (InputStream in = getClass().getResourceAsStream(name);
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Files.copy(zip, index.resolve(entry.getName()));
      }
    }
    return new MMapDirectory(index);
  }

  private static IndexWriterConfig config() {
    return new IndexWriterConfig().setCodec(new OmdbCodec()).setUseCompoundFile(false);
  }

  private static void addNew(IndexWriter writer) throws IOException {
    for (int i = OLD; i < OLD + NEW; i++) {
      Document document = new Document();
      document.add(new OmdbVectorField("v", "user_" + i, floats(i), SIMILARITY));
      if (bytes(i) != null) {
        document.add(new KnnByteVectorField("b", bytes(i), SIMILARITY));
      }
      writer.addDocument(document);
    }
  }

  private static boolean hasCodes(Directory dir) throws IOException {
    return Arrays.stream(dir.listAll()).anyMatch(file -> file.endsWith(".omdc"));
  }

  /** All ids have their vectors; hits have exact scores, and are nearly all of the nearest. */
  private static void check(Directory dir, int count) throws IOException {
    TestUtil.checkIndex(dir);
    try (DirectoryReader reader = DirectoryReader.open(dir)) {
      int live = 0;
      for (int i = 0; i < count; i++) {
        assertEquals("user_" + i, isDeleted(i), OmdbVectorIds.find(reader, "v", "user_" + i) < 0);
        live += isDeleted(i) ? 0 : 1;
      }
      assertEquals(live, reader.numDocs());
      IndexSearcher searcher = new IndexSearcher(reader);
      int found = 0;
      int foundBytes = 0;
      for (int q = 0; q < QUERIES; q++) {
        float[] floatTarget = floats(random().nextInt(100_000));
        byte[] byteTarget = bytes(4 * random().nextInt(10_000));
        double[] scores = new double[count];
        double[] byteScores = new double[count];
        for (int i = 0; i < count; i++) {
          scores[i] = isDeleted(i) ? 0 : SIMILARITY.compare(floatTarget, floats(i));
          byteScores[i] =
              isDeleted(i) || bytes(i) == null ? 0 : SIMILARITY.compare(byteTarget, bytes(i));
        }
        found += found(reader, searcher, new KnnFloatVectorQuery("v", floatTarget, FANOUT), scores);
        foundBytes +=
            found(
                reader,
                searcher,
                new KnnByteVectorQuery("b", byteTarget, FANOUT_OF_BYTES),
                byteScores);
      }
      assertTrue("recall of float32: " + found, found >= MIN_RECALL * QUERIES * K);
      assertTrue("recall of bytes: " + foundBytes, foundBytes >= MIN_RECALL * QUERIES * K);
    }
  }

  /** How many hits are as near as the nearest. */
  private static int found(
      DirectoryReader reader, IndexSearcher searcher, Query query, double[] scores)
      throws IOException {
    double[] sorted = scores.clone();
    Arrays.sort(sorted);
    TopDocs hits = searcher.search(query, K);
    assertEquals(K, hits.scoreDocs.length);
    Set<String> ids = new HashSet<>();
    int found = 0;
    for (OmdbVectorIds.Hit hit : OmdbVectorIds.resolve(reader, "v", hits)) {
      assertTrue("twice: " + hit.id(), ids.add(hit.id()));
      double score = scores[Integer.parseInt(hit.id().substring("user_".length()))];
      assertEquals(hit.id(), score, hit.score(), 0);
      found += score >= sorted[sorted.length - K] ? 1 : 0;
    }
    return found;
  }

  public void testReadAndSearched() throws IOException {
    forEach(dir -> check(dir, OLD));
    try (Directory dir = unzip(BEFORE_CODES)) {
      assertFalse(hasCodes(dir));
    }
  }

  public void testBesideNewSegments() throws IOException {
    forEach(
        dir -> {
          try (IndexWriter writer =
              new IndexWriter(dir, config().setMergePolicy(NoMergePolicy.INSTANCE))) {
            addNew(writer);
          }
          assertTrue(hasCodes(dir));
          check(dir, OLD + NEW);
        });
  }

  public void testMergedByThemselves() throws IOException {
    forEach(
        dir -> {
          try (IndexWriter writer = new IndexWriter(dir, config())) {
            writer.forceMerge(1);
          }
          assertTrue(hasCodes(dir));
          check(dir, OLD);
        });
  }

  public void testMergedWithNewSegments() throws IOException {
    forEach(
        dir -> {
          OmdbCodec codec = new OmdbCodec();
          IndexWriterConfig config = config().setCodec(codec);
          config.setMergePolicy(new OmdbMergePolicy(codec)); // audits
          try (IndexWriter writer = new IndexWriter(dir, config)) {
            addNew(writer);
            writer.forceMerge(1);
          }
          try (DirectoryReader reader = DirectoryReader.open(dir)) {
            assertEquals(1, reader.leaves().size());
          }
          check(dir, OLD + NEW);
        });
  }
}
