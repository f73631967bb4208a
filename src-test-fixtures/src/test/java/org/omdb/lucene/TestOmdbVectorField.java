// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import static org.apache.lucene.index.VectorSimilarityFunction.COSINE;
import static org.apache.lucene.index.VectorSimilarityFunction.EUCLIDEAN;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.Directory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.util.BytesRef;
import org.omdb.fixtures.IndexModel;
import org.omdb.fixtures.RandomIds;

/** The field and the ids of hits, as docs/LUCENE.md shows them. */
public class TestOmdbVectorField extends LuceneTestCase {

  private static final String FIELD = "embedding";

  private static IndexWriterConfig config() {
    return newIndexWriterConfig().setCodec(new OmdbCodec());
  }

  private static Document document(String id, float... vector) {
    Document document = new Document();
    document.add(new OmdbVectorField(FIELD, id, vector, EUCLIDEAN));
    return document;
  }

  public void testIdsOfHits() throws IOException {
    try (Directory dir = newDirectory();
        IndexWriter writer = new IndexWriter(dir, config())) {
      writer.addDocument(document("user_12345", 1, 0));
      writer.addDocument(document("user_2", 0, 1));
      writer.addDocument(new Document());
      writer.commit();
      writer.updateDocument(
          OmdbVectorField.idTerm(FIELD, "user_2"), document("user_2", 0, 3)); // upsert
      writer.deleteDocuments(OmdbVectorField.idTerm(FIELD, "nobody"));
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        IndexSearcher searcher = new IndexSearcher(reader);
        TopDocs hits = searcher.search(new KnnFloatVectorQuery(FIELD, new float[] {1, 0}, 5), 5);
        var resolved = OmdbVectorIds.resolve(reader, FIELD, hits);
        assertEquals(2, resolved.size());
        assertEquals("user_12345", resolved.get(0).id());
        assertEquals(1f, resolved.get(0).score(), 0f);
        assertEquals("user_2", resolved.get(1).id());
        assertEquals(hits.scoreDocs[1].doc, resolved.get(1).doc());
        assertEquals(1, searcher.count(new TermQuery(OmdbVectorField.idTerm(FIELD, "user_2"))));
        assertEquals(hits.scoreDocs[1].doc, OmdbVectorIds.find(reader, FIELD, "user_2"));
        assertEquals(-1, OmdbVectorIds.find(reader, FIELD, "user_"));
        assertEquals(-1, OmdbVectorIds.find(reader, FIELD, "user_23"));
        // a document without a vector among the hits, and a field that no segment has
        TopDocs all = searcher.search(MatchAllDocsQuery.INSTANCE, 10);
        assertEquals(3, OmdbVectorIds.resolve(reader, FIELD, all).size());
        assertTrue(
            OmdbVectorIds.resolve(reader, "other", all).stream().allMatch(h -> h.id() == null));
      }
    }
  }

  /** Several live documents of one id, as {@code addDocument} leaves them: the newest is found. */
  public void testNewestOfDuplicates() throws IOException {
    try (Directory dir = newDirectory();
        IndexWriter writer = new IndexWriter(dir, config())) {
      for (int i = 0; i < 5; i++) {
        writer.addDocument(document("same", i, 0));
        writer.addDocument(document("other" + i, 0, i));
      }
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        LeafReaderContext last = reader.leaves().get(reader.leaves().size() - 1);
        int doc = OmdbVectorIds.find(reader, FIELD, "same") - last.docBase;
        assertTrue(doc >= 0);
        for (int later = doc + 1; later < last.reader().maxDoc(); later++) {
          assertNotEquals("same", OmdbVectorIds.of(last.reader(), FIELD).documentToId(later));
        }
      }
    }
  }

  /** Whatever the id, it comes back equal. */
  public void testEveryIdComesBack() throws IOException {
    RandomIds random = new RandomIds(random());
    IndexModel model = new IndexModel(FIELD);
    Map<String, float[]> fixed = new LinkedHashMap<>();
    for (String id :
        new String[] {
          "1",
          "\u0000",
          "\u0000\u0000",
          "a",
          "ab",
          "abc",
          "vec_0",
          "empty_0",
          "\uD83D\uDE00\uD83D\uDC68\u200D\uD83D\uDC69",
          "\u0634\u0643\u0631\u0627",
          "-1",
          "00",
          " ",
          "\n",
          "x".repeat(RandomIds.MAX_BYTES),
          "\u20AC".repeat(RandomIds.MAX_BYTES / 3)
        }) {
      fixed.put(id, null);
    }
    try (Directory dir = newDirectory();
        IndexWriter writer = new IndexWriter(dir, config())) {
      for (int i = atLeast(200); i > 0; i--) {
        String id = random.next();
        if (fixed.containsKey(id) == false) {
          fixed.put(id, null);
        }
      }
      for (String id : fixed.keySet()) {
        float[] vector = {random().nextFloat(), random().nextFloat()};
        writer.addDocument(document(id, vector));
        model.vectors().put(id, vector);
        if (random().nextInt(50) == 0) {
          writer.flush();
        }
      }
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        model.check(reader);
      }
      writer.forceMerge(1);
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        model.check(reader);
      }
    }
  }

  private static void assertRefused(String part, ThrowingRunnable runnable) {
    IllegalArgumentException e = expectThrows(IllegalArgumentException.class, runnable);
    assertTrue(e.getMessage(), e.getMessage().contains(part));
  }

  public void testBadIds() {
    float[] vector = {1, 2};
    assertRefused("null", () -> new OmdbVectorField(FIELD, null, vector, COSINE));
    assertRefused("empty", () -> new OmdbVectorField(FIELD, "", vector, COSINE));
    assertRefused("surrogate", () -> new OmdbVectorField(FIELD, "a\uD800b", vector, COSINE));
    assertRefused(
        "32767",
        () -> new OmdbVectorField(FIELD, "x".repeat(RandomIds.MAX_BYTES + 1), vector, COSINE));
    assertRefused(
        "32769", () -> OmdbVectorField.idTerm(FIELD, "\u20AC".repeat(RandomIds.MAX_BYTES / 3 + 1)));
    assertRefused("empty", () -> new OmdbVectorField(FIELD, "x", vector, COSINE).setId(""));
    assertRefused(
        "\"" + FIELD + "\"", () -> new OmdbByteVectorField(FIELD, "", new byte[] {1}, COSINE));
  }

  public void testBadVectors() {
    assertRefused("null", () -> new OmdbVectorField(FIELD, "x", null, COSINE));
    assertRefused("empty", () -> new OmdbVectorField(FIELD, "x", new float[0], COSINE));
    assertRefused("zero", () -> new OmdbVectorField(FIELD, "x", new float[2], COSINE));
    assertRefused("similarity", () -> new OmdbVectorField(FIELD, "x", new float[] {1}, null));
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      assertRefused(
          "non-finite", () -> new OmdbVectorField(FIELD, "x", new float[] {1, bad}, EUCLIDEAN));
    }
  }

  /** A bad document is refused alone: those before and after it are kept. */
  public void testBadDocumentsLoseNothing() throws IOException {
    try (Directory dir = newDirectory()) {
      IndexModel model = new IndexModel(FIELD);
      try (IndexWriter writer = new IndexWriter(dir, config())) {
        writer.addDocument(document("a", 1, 2));
        assertRefused("dimension", () -> writer.addDocument(document("b", 1, 2, 3)));
        float[] changed = {1, 2};
        Document turnsNaN = document("c", changed);
        changed[1] = Float.NaN;
        assertRefused("non-finite", () -> writer.addDocument(turnsNaN));
        Document tooLarge = new Document();
        tooLarge.add(new OmdbVectorField("large", "x", ones(16_385), EUCLIDEAN));
        assertRefused("16384", () -> writer.addDocument(tooLarge));
        Document large = new Document();
        large.add(new OmdbVectorField("large", "x", ones(16_384), EUCLIDEAN));
        writer.addDocument(large);
        writer.addDocument(document("d", 3, 4));
        Document twice = document("e", 5, 6);
        twice.add(new OmdbVectorField(FIELD, "f", new float[] {7, 8}, EUCLIDEAN));
        expectThrows(IllegalArgumentException.class, () -> writer.addDocument(twice));
      }
      model.vectors().put("a", new float[] {1, 2});
      model.vectors().put("d", new float[] {3, 4});
      try (DirectoryReader reader = DirectoryReader.open(dir)) {
        model.check(reader);
        IndexModel large = new IndexModel("large");
        large.vectors().put("x", ones(16_384));
        large.check(reader);
      }
    }
  }

  private static float[] ones(int dimension) {
    float[] ones = new float[dimension];
    Arrays.fill(ones, 1);
    return ones;
  }

  public void testReusedFieldInstance() throws IOException {
    try (Directory dir = newDirectory();
        IndexWriter writer = new IndexWriter(dir, config())) {
      OmdbVectorField field = new OmdbVectorField(FIELD, "first", new float[] {1, 1}, EUCLIDEAN);
      Document document = new Document();
      document.add(field);
      writer.addDocument(document);
      field.setId("second");
      field.setVectorValue(new float[] {2, 2});
      assertEquals("second", field.id());
      writer.addDocument(document);
      IndexModel model = new IndexModel(FIELD);
      model.vectors().put("first", new float[] {1, 1});
      model.vectors().put("second", new float[] {2, 2});
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        model.check(reader);
      }
    }
  }

  public void testNothingIsAllocatedForIdsThatFit() throws IOException {
    try (Directory dir = newDirectory();
        IndexWriter writer = new IndexWriter(dir, config())) {
      writer.addDocument(document("some id", 1, 0));
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        OmdbVectorIds ids = OmdbVectorIds.of(reader.leaves().get(0).reader(), FIELD);
        byte[] bytes = new byte[100];
        BytesRef id = new BytesRef(bytes);
        assertTrue(ids.ordinalToId(0, id));
        assertSame(bytes, id.bytes);
        assertEquals("some id", id.utf8ToString());
        assertTrue(ids.documentToId(0, id));
        assertSame(bytes, id.bytes);
        expectThrows(IndexOutOfBoundsException.class, () -> ids.ordinalToId(1, id));
        expectThrows(IndexOutOfBoundsException.class, () -> ids.ordinalToId(-1, id));
      }
    }
  }
}
