// SPDX-License-Identifier: Apache-2.0
package org.omdb.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.omdb.lucene.OmdbCodec;

/** A folder that is not what was expected is refused, says why, and stays as it is. */
public class TestStoreFolder extends LuceneTestCase {

  private static final OmdbStoreOptions DEFAULTS = OmdbStoreOptions.defaults();

  private static void makeStore(Path folder, OmdbStoreOptions options) throws IOException {
    try (OmdbStore store = OmdbStore.open(folder, options)) {
      store.upsert(new OmdbDocument("1", new float[] {1, 2}));
    }
  }

  private static Map<String, Long> files(Path folder) throws IOException {
    Map<String, Long> sizes = new TreeMap<>();
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        sizes.put(file.getFileName().toString(), Files.size(file));
      }
    }
    return sizes;
  }

  /** Of writers, and of readers, which make no lock file either. */
  private static void assertRefused(Path folder, OmdbStoreOptions options, String... because)
      throws IOException {
    boolean isFolder = Files.isDirectory(folder);
    Map<String, Long> before = isFolder ? files(folder) : Map.of();
    for (ThrowingRunnable open :
        new ThrowingRunnable[] {
          () -> OmdbStore.open(folder, options), () -> OmdbStore.openReadOnly(folder, options)
        }) {
      OmdbStoreException refused = expectThrows(OmdbStoreException.class, open);
      assertTrue(refused.getMessage(), refused.getMessage().startsWith(folder.toString()));
      for (String part : because) {
        assertTrue(refused.getMessage(), refused.getMessage().contains(part));
      }
    }
    assertEquals(before, isFolder ? files(folder) : Map.of());
  }

  public void testForeignIndex() throws Exception {
    Path folder = createTempDir();
    try (Directory directory = FSDirectory.open(folder);
        IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
      writer.addDocument(new Document());
    }
    assertRefused(folder, DEFAULTS, "no OmdbStore wrote");
  }

  public void testOtherDimensionOrSimilarity() throws Exception {
    Path folder = createTempDir();
    makeStore(folder, DEFAULTS.similarity(VectorSimilarityFunction.EUCLIDEAN));
    assertRefused(folder, DEFAULTS.dimension(3), "2 dimensions", "3 were expected");
    assertRefused(
        folder, DEFAULTS.similarity(VectorSimilarityFunction.COSINE), "EUCLIDEAN", "COSINE");
    try (OmdbStore store =
        OmdbStore.open(
            folder, DEFAULTS.dimension(2).similarity(VectorSimilarityFunction.EUCLIDEAN))) {
      assertEquals(1, store.count());
    }
  }

  public void testADimensionThatNoVectorCanHave() throws Exception {
    Path folder = createTempDir();
    IllegalArgumentException refused =
        expectThrows(
            IllegalArgumentException.class,
            () -> OmdbStore.open(folder, DEFAULTS.dimension(20_000)));
    assertEquals("dimension must be at most 16384, got 20000", refused.getMessage());
    OmdbStore.open(folder, DEFAULTS.dimension(16_384)).close();
  }

  /** A commit by a version that could make one before it knew the dimension of its vectors. */
  public void testDimensionOfACommitThatLacksIt() throws Exception {
    Path folder = createTempDir();
    makeStore(folder, DEFAULTS);
    try (Directory directory = FSDirectory.open(folder);
        IndexWriter writer =
            new IndexWriter(directory, new IndexWriterConfig().setCodec(new OmdbCodec()))) {
      Map<String, String> userData = new HashMap<>();
      writer.getLiveCommitData().forEach(entry -> userData.put(entry.getKey(), entry.getValue()));
      assertEquals("2", userData.put("omdb.store.dimension", "0"));
      writer.setLiveCommitData(userData.entrySet());
    }
    try (OmdbStoreReader store = OmdbStore.openReadOnly(folder)) {
      assertEquals(2, store.statistics().dimension());
    }
    OmdbStoreException refused =
        expectThrows(OmdbStoreException.class, () -> OmdbStore.open(folder, DEFAULTS.dimension(3)));
    assertTrue(refused.getMessage(), refused.getMessage().contains("2 dimensions"));
    try (OmdbStore store = OmdbStore.open(folder)) {
      assertEquals(2, store.statistics().dimension());
    }
  }

  public void testDimensionIsKeptWithoutDocuments() throws Exception {
    Path folder = createTempDir();
    OmdbStore.open(folder, DEFAULTS.dimension(7)).close();
    assertRefused(folder, DEFAULTS.dimension(8), "7 dimensions");
    try (OmdbStore store = OmdbStore.open(folder)) {
      assertEquals(7, store.statistics().dimension());
      expectThrows(
          IllegalArgumentException.class,
          () -> store.upsert(new OmdbDocument("1", new float[] {1})));
    }
  }

  private static void setUserData(Path folder, Map<String, String> changes) throws IOException {
    try (Directory directory = FSDirectory.open(folder);
        IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
      Map<String, String> userData = new TreeMap<>();
      writer.getLiveCommitData().forEach(entry -> userData.put(entry.getKey(), entry.getValue()));
      userData.putAll(changes);
      writer.setLiveCommitData(userData.entrySet());
    }
  }

  public void testNewerFormat() throws Exception {
    Path folder = createTempDir();
    makeStore(folder, DEFAULTS);
    setUserData(folder, Map.of("omdb.store.format", "2"));
    assertRefused(folder, DEFAULTS, "format 2", "up to 1", "newer version");
  }

  public void testUnreadableSettings() throws Exception {
    for (String key : new String[] {"format", "dimension", "similarity", "committed"}) {
      Path folder = createTempDir();
      makeStore(folder, DEFAULTS);
      setUserData(folder, Map.of("omdb.store." + key, "?"));
      assertRefused(folder, DEFAULTS, "settings can't be read", "omdb.store." + key + "=?");
    }
  }

  /** A writer of a new index would delete them. */
  public void testFilesThatLostTheirCommit() throws Exception {
    Path folder = createTempDir();
    makeStore(folder, DEFAULTS);
    Path commit;
    try (Directory directory = FSDirectory.open(folder);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      commit = folder.resolve(reader.getIndexCommit().getSegmentsFileName());
    }
    byte[] bytes = Files.readAllBytes(commit);
    Files.delete(commit);
    assertRefused(folder, DEFAULTS, "no commit", "files of segments", "Copy its segments_N back");
    Files.write(commit, bytes);
    try (OmdbStore store = OmdbStore.open(folder)) {
      assertEquals(1, store.count());
    }
  }

  public void testFileInsteadOfAFolder() throws Exception {
    Path file = createTempDir().resolve("file");
    Files.writeString(file, "no store");
    assertRefused(file, DEFAULTS, "is a file");
    assertEquals("no store", Files.readString(file));
  }

  public void testReadersNeedAStore() throws Exception {
    Path parent = createTempDir();
    Path absent = parent.resolve("absent");
    OmdbStoreException refused =
        expectThrows(OmdbStoreException.class, () -> OmdbStore.openReadOnly(absent));
    assertTrue(refused.getMessage(), refused.getMessage().contains("is not there"));
    assertFalse(Files.exists(absent));
    refused = expectThrows(OmdbStoreException.class, () -> OmdbStore.openReadOnly(parent));
    assertTrue(refused.getMessage(), refused.getMessage().contains("no Lucene index"));
  }

  public void testOneWriterAtATime() throws Exception {
    Path folder = createTempDir();
    try (OmdbStore store = OmdbStore.open(folder)) {
      store.upsert(new OmdbDocument("1", new float[] {1}));
      OmdbStoreException refused =
          expectThrows(OmdbStoreException.class, () -> OmdbStore.open(folder));
      assertTrue(
          refused.getMessage(),
          refused.getMessage().startsWith(folder + " is open for writing already"));
      store.upsert(new OmdbDocument("2", new float[] {2})); // not harmed
    }
    try (OmdbStore store = OmdbStore.open(folder)) {
      assertEquals(2, store.count());
    }
  }

  public void testAFolderWithOtherFilesBecomesAStoreAndKeepsThem() throws Exception {
    Path folder = createTempDir();
    Files.writeString(folder.resolve("notes.txt"), "mine");
    makeStore(folder, DEFAULTS);
    assertEquals("mine", Files.readString(folder.resolve("notes.txt")));
  }
}
