// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.TieredMergePolicy;
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
import org.omdb.lucene.format.OmdbHnswVectorsFormat;

/**
 * Segments whose codes are neither rotated nor measured, as this library wrote them at first: found
 * is what its searches found then, which is nearly all of the nearest, and merges make them
 * segments of today. The index and what is in it are OmdbIndexOfVersion2.java.txt's.
 */
@SuppressFileSystems("*") // memory-mapped
public class TestSegmentsOfVersion2 extends LuceneTestCase {

  private static final int PER_SEGMENT = 700;
  private static final int OLD = 3 * PER_SEGMENT;
  private static final int NEW = PER_SEGMENT;
  private static final int DIMENSION = 24;
  private static final int LATENT = 6;
  private static final String BYTES = "bytes";
  private static final int QUERIES = 50;

  /**
   * Of the k nearest, all queries on a field together: the library of then had .9995 or more of
   * them for k = 10, in each field. Graphs that a merge builds now, with as many threads as there
   * are, had .984 or more in 120 builds.
   */
  private static final double MIN_RECALL = 0.97;

  private static final Map<String, VectorSimilarityFunction> SIMILARITIES =
      Map.of(
          "euclidean", VectorSimilarityFunction.EUCLIDEAN,
          "cosine", VectorSimilarityFunction.COSINE,
          "inner product", VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT);

  private static int mix(int x) {
    x *= 0x9E3779B1;
    x ^= x >>> 15;
    x *= 0x85EBCA77;
    x ^= x >>> 13;
    return x >>> 1;
  }

  private static float[] floats(int i) {
    float[] vector = new float[DIMENSION];
    for (int c = 0; c < DIMENSION; c++) {
      for (int j = 0; j < LATENT; j++) {
        vector[c] += (mix(LATENT * i + j) % 5 - 2) * (mix(1_000_000 + DIMENSION * j + c) % 5 - 2);
      }
    }
    return vector;
  }

  private static byte[] bytes(int i) {
    float[] vector = floats(i);
    byte[] bytes = new byte[DIMENSION];
    for (int c = 0; c < DIMENSION; c++) {
      bytes[c] = (byte) (vector[c] / 2);
    }
    return bytes;
  }

  /** The field that a document's id and vector of float32 are in. New ones are like the oldest. */
  private static String fieldOf(int i) {
    return switch (i / PER_SEGMENT) {
      case 1 -> "cosine";
      case 2 -> "inner product";
      default -> "euclidean";
    };
  }

  private static boolean hasBytes(int i) {
    return fieldOf(i).equals("euclidean");
  }

  private static boolean isDeleted(int i) {
    return i < OLD && i % 11 == 0;
  }

  private static Directory unzip() throws IOException {
    Path index = createTempDir();
    try (InputStream in =
            TestSegmentsOfVersion2.class.getResourceAsStream("omdb-of-version-2.zip");
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Files.copy(zip, index.resolve(entry.getName()));
      }
    }
    return new MMapDirectory(index);
  }

  private static IndexWriter writer(Directory dir, MergePolicy policy) throws IOException {
    return new IndexWriter(
        dir, new IndexWriterConfig().setCodec(new OmdbCodec()).setMergePolicy(policy));
  }

  private static void addNew(IndexWriter writer) throws IOException {
    for (int i = OLD; i < OLD + NEW; i++) {
      Document document = new Document();
      document.add(
          new OmdbVectorField(
              fieldOf(i), "user_" + i, floats(i), VectorSimilarityFunction.EUCLIDEAN));
      document.add(new KnnByteVectorField(BYTES, bytes(i), VectorSimilarityFunction.EUCLIDEAN));
      writer.addDocument(document);
    }
  }

  /** The versions of the files of searches, as segments record them. */
  private static Set<String> versions(Directory dir) throws IOException {
    Set<String> versions = new TreeSet<>();
    for (SegmentCommitInfo segment : SegmentInfos.readLatestCommit(dir)) {
      segment
          .info
          .getAttributes()
          .forEach(
              (name, value) -> {
                if (name.startsWith(OmdbHnswVectorsFormat.NAME + ".searchFiles.")) {
                  versions.add(value);
                }
              });
    }
    return versions;
  }

  private static void checkIds(DirectoryReader reader, int count) throws IOException {
    int live = 0;
    for (int i = 0; i < count; i++) {
      assertEquals(
          "user_" + i, isDeleted(i), OmdbVectorIds.find(reader, fieldOf(i), "user_" + i) < 0);
      live += isDeleted(i) ? 0 : 1;
    }
    assertEquals(live, reader.numDocs());
  }

  private static void check(Directory dir, int count) throws IOException {
    TestUtil.checkIndex(dir);
    try (DirectoryReader reader = DirectoryReader.open(dir)) {
      checkIds(reader, count);
      for (String field : SIMILARITIES.keySet()) {
        for (int k : new int[] {10, 100}) {
          checkRecall(reader, field, k, count);
        }
      }
      checkRecall(reader, BYTES, 10, count);
    }
  }

  private static void checkRecall(DirectoryReader reader, String field, int k, int count)
      throws IOException {
    int found = 0;
    for (int q = 0; q < QUERIES; q++) {
      int target = count + random().nextInt(100_000);
      found += found(reader, field, k, target, scores(field, target, count));
    }
    double recall = found / (double) (QUERIES * k);
    assertTrue(field + ", k = " + k + ": " + recall, recall >= MIN_RECALL);
  }

  /** Of all documents; -1 for those that can be no hits. */
  private static float[] scores(String field, int target, int count) {
    boolean isBytes = field.equals(BYTES);
    float[] scores = new float[count];
    for (int i = 0; i < count; i++) {
      boolean isThere = isBytes ? hasBytes(i) : fieldOf(i).equals(field);
      if (isThere == false || isDeleted(i)) {
        scores[i] = -1;
      } else if (isBytes) {
        scores[i] = VectorSimilarityFunction.EUCLIDEAN.compare(bytes(target), bytes(i));
      } else {
        scores[i] = SIMILARITIES.get(field).compare(floats(target), floats(i));
      }
    }
    return scores;
  }

  /** How many hits are as near as the nearest. */
  private static int found(DirectoryReader reader, String field, int k, int target, float[] scores)
      throws IOException {
    float[] sorted = scores.clone();
    Arrays.sort(sorted);
    boolean isBytes = field.equals(BYTES);
    Query query =
        isBytes
            ? new KnnByteVectorQuery(field, bytes(target), k)
            : new KnnFloatVectorQuery(field, floats(target), k);
    TopDocs hits = new IndexSearcher(reader).search(query, k);
    assertEquals(k, hits.scoreDocs.length);
    String idField = isBytes ? "euclidean" : field;
    Set<String> ids = new HashSet<>();
    int found = 0;
    for (OmdbVectorIds.Hit hit : OmdbVectorIds.resolve(reader, idField, hits)) {
      assertTrue("twice: " + hit.id(), ids.add(hit.id()));
      float score = scores[Integer.parseInt(hit.id().substring("user_".length()))];
      assertEquals(hit.id(), score, hit.score(), 1e-5f * score);
      found += score >= sorted[sorted.length - k] ? 1 : 0;
    }
    return found;
  }

  public void testReadAndSearched() throws IOException {
    try (Directory dir = unzip()) {
      assertEquals(Set.of("2"), versions(dir));
      check(dir, OLD);
    }
  }

  public void testBesideNewSegments() throws IOException {
    try (Directory dir = unzip()) {
      try (IndexWriter writer = writer(dir, NoMergePolicy.INSTANCE)) {
        addNew(writer);
      }
      assertEquals(Set.of("2", "3"), versions(dir));
      check(dir, OLD + NEW);
    }
  }

  public void testMergedByThemselves() throws IOException {
    try (Directory dir = unzip()) {
      try (IndexWriter writer = writer(dir, new TieredMergePolicy())) {
        writer.forceMerge(1);
      }
      assertEquals(Set.of("3"), versions(dir));
      check(dir, OLD);
    }
  }

  public void testMergedWithNewSegments() throws IOException {
    try (Directory dir = unzip()) {
      OmdbCodec codec = new OmdbCodec();
      try (IndexWriter writer = writer(dir, new OmdbMergePolicy(codec))) { // audits ids
        addNew(writer);
        writer.forceMerge(1);
      }
      assertEquals(Set.of("3"), versions(dir));
      check(dir, OLD + NEW);
    }
  }
}
