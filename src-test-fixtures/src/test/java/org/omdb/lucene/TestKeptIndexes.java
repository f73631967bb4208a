// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFormatTooNewException;
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
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.Version;
import org.omdb.image.OmdbFile;
import org.omdb.image.OmdbFileIds;
import org.omdb.lucene.format.OmdbHnswVectorsFormat;

/**
 * Indexes that this library wrote earlier, or with another version of Lucene: found is nearly all
 * of the nearest, each vector with its id, and merges make them segments of today. What is in them
 * is written in KeptIndex.java.txt.
 */
@SuppressFileSystems("*") // memory-mapped
public class TestKeptIndexes extends LuceneTestCase {

  /** Lucene 10.6 writes commits that earlier versions refuse, whatever the codec. */
  private static final String ON_LUCENE_10_6 = "omdb-on-lucene-10.6.zip";

  /**
   * The indexes that this version of Lucene reads, and which version the files of searches have in
   * them. Those of version 2 have codes that are neither rotated nor measured.
   */
  private static final Map<String, String> VERSIONS = new TreeMap<>();

  static {
    VERSIONS.put("omdb-of-version-2.zip", "2");
    VERSIONS.put("omdb-on-lucene-10.5.zip", "3");
    if (isLucene106()) {
      VERSIONS.put(ON_LUCENE_10_6, "3");
    }
  }

  private static final int QUERIES = 50;

  /**
   * Of the k nearest, all queries on a field together: the library of then had .9995 or more of
   * them for k = 10, in each field. Graphs that a merge builds now, with as many threads as there
   * are, had .984 or more in 120 builds.
   */
  private static final double MIN_RECALL = 0.97;

  private static boolean isLucene106() {
    return Version.LATEST.onOrAfter(Version.fromBits(10, 6, 0));
  }

  private static Directory unzip(String name) throws IOException {
    Path index = createTempDir();
    KeptIndex.unzip(name, index);
    return new MMapDirectory(index);
  }

  private static IndexWriter writer(Directory dir, MergePolicy policy) throws IOException {
    return new IndexWriter(
        dir, new IndexWriterConfig().setCodec(new OmdbCodec()).setMergePolicy(policy));
  }

  private static void addNew(IndexWriter writer) throws IOException {
    for (int i = KeptIndex.OLD; i < KeptIndex.OLD + KeptIndex.NEW; i++) {
      Document document = new Document();
      document.add(
          new OmdbVectorField(
              KeptIndex.fieldOf(i),
              "user_" + i,
              KeptIndex.floats(i),
              VectorSimilarityFunction.EUCLIDEAN));
      document.add(
          new KnnByteVectorField(
              KeptIndex.BYTES, KeptIndex.bytes(i), VectorSimilarityFunction.EUCLIDEAN));
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
          "user_" + i,
          KeptIndex.isDeleted(i),
          OmdbVectorIds.find(reader, KeptIndex.fieldOf(i), "user_" + i) < 0);
      live += KeptIndex.isDeleted(i) ? 0 : 1;
    }
    assertEquals(live, reader.numDocs());
  }

  private static void check(Directory dir, int count) throws IOException {
    TestUtil.checkIndex(dir);
    try (DirectoryReader reader = DirectoryReader.open(dir)) {
      checkIds(reader, count);
      for (String field : KeptIndex.SIMILARITIES.keySet()) {
        for (int k : new int[] {10, 100}) {
          checkRecall(reader, field, k, count);
        }
      }
      checkRecall(reader, KeptIndex.BYTES, 10, count);
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
    boolean isBytes = field.equals(KeptIndex.BYTES);
    float[] scores = new float[count];
    for (int i = 0; i < count; i++) {
      boolean isThere = isBytes ? KeptIndex.hasBytes(i) : KeptIndex.fieldOf(i).equals(field);
      if (isThere == false || KeptIndex.isDeleted(i)) {
        scores[i] = -1;
      } else if (isBytes) {
        scores[i] =
            VectorSimilarityFunction.EUCLIDEAN.compare(KeptIndex.bytes(target), KeptIndex.bytes(i));
      } else {
        scores[i] =
            KeptIndex.SIMILARITIES
                .get(field)
                .compare(KeptIndex.floats(target), KeptIndex.floats(i));
      }
    }
    return scores;
  }

  /** How many hits are as near as the nearest. */
  private static int found(DirectoryReader reader, String field, int k, int target, float[] scores)
      throws IOException {
    float[] sorted = scores.clone();
    Arrays.sort(sorted);
    boolean isBytes = field.equals(KeptIndex.BYTES);
    Query query =
        isBytes
            ? new KnnByteVectorQuery(field, KeptIndex.bytes(target), k)
            : new KnnFloatVectorQuery(field, KeptIndex.floats(target), k);
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
    for (String name : VERSIONS.keySet()) {
      try (Directory dir = unzip(name)) {
        assertEquals(Set.of(VERSIONS.get(name)), versions(dir));
        check(dir, KeptIndex.OLD);
      }
    }
  }

  public void testBesideNewSegments() throws IOException {
    for (String name : VERSIONS.keySet()) {
      try (Directory dir = unzip(name)) {
        try (IndexWriter writer = writer(dir, NoMergePolicy.INSTANCE)) {
          addNew(writer);
        }
        Set<String> versions = new TreeSet<>(List.of(VERSIONS.get(name), "3"));
        assertEquals(versions, versions(dir));
        check(dir, KeptIndex.OLD + KeptIndex.NEW);
      }
    }
  }

  public void testMergedByThemselves() throws IOException {
    for (String name : VERSIONS.keySet()) {
      try (Directory dir = unzip(name)) {
        try (IndexWriter writer = writer(dir, new TieredMergePolicy())) {
          writer.forceMerge(1);
        }
        assertEquals(Set.of("3"), versions(dir));
        check(dir, KeptIndex.OLD);
      }
    }
  }

  public void testMergedWithNewSegments() throws IOException {
    for (String name : VERSIONS.keySet()) {
      try (Directory dir = unzip(name)) {
        OmdbCodec codec = new OmdbCodec();
        try (IndexWriter writer = writer(dir, new OmdbMergePolicy(codec))) { // audits
          addNew(writer);
          writer.forceMerge(1);
        }
        assertEquals(Set.of("3"), versions(dir));
        check(dir, KeptIndex.OLD + KeptIndex.NEW);
      }
    }
  }

  public void testIndexOfNewerLuceneIsRefused() throws IOException {
    assumeFalse("this Lucene reads it", isLucene106());
    try (Directory dir = unzip(ON_LUCENE_10_6)) {
      String[] before = dir.listAll();
      expectThrows(IndexFormatTooNewException.class, () -> DirectoryReader.open(dir));
      expectThrows(IndexFormatTooNewException.class, () -> writer(dir, new TieredMergePolicy()));
      assertArrayEquals(
          before,
          Arrays.stream(dir.listAll()).filter(f -> f.equals("write.lock") == false).toArray());
    }
  }

  public void testExported() throws IOException {
    for (String name : VERSIONS.keySet()) {
      try (Directory dir = unzip(name);
          DirectoryReader reader = DirectoryReader.open(dir)) {
        for (String field : KeptIndex.SIMILARITIES.keySet()) {
          checkExport(reader, field);
        }
      }
    }
  }

  private static void checkExport(DirectoryReader reader, String field) throws IOException {
    Path target = createTempDir().resolve("exported.omdb");
    OmdbExport.of(reader, field, KeptIndex.DIMENSION).write(target);
    try (OmdbFile file = OmdbFile.open(target)) {
      OmdbFileIds ids = file.ids();
      BytesRef id = new BytesRef();
      float[] vector = new float[KeptIndex.DIMENSION];
      Set<String> exported = new HashSet<>();
      for (int i = 0; i < file.header().count(); i++) {
        assertTrue(ids.read(i, id));
        file.readVector(i, vector);
        String text = id.utf8ToString();
        assertTrue("twice: " + text, exported.add(text));
        int document = Integer.parseInt(text.substring("user_".length()));
        assertArrayEquals(text, KeptIndex.floats(document), vector, 0);
      }
      for (int i = 0; i < KeptIndex.OLD; i++) {
        boolean isThere = KeptIndex.fieldOf(i).equals(field) && KeptIndex.isDeleted(i) == false;
        assertEquals("user_" + i, isThere, exported.contains("user_" + i));
      }
    }
  }
}
