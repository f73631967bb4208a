// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import static org.apache.lucene.index.VectorSimilarityFunction.EUCLIDEAN;

import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KeywordField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.SortedNumericDocValuesField;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.store.Directory;
import org.apache.lucene.tests.store.BaseDirectoryWrapper;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.TestUtil;
import org.apache.lucene.util.BytesRef;
import org.omdb.fixtures.IndexModel;
import org.omdb.lucene.format.OmdbFlatVectorsFormat;
import org.omdb.lucene.format.OmdbHnswVectorsFormat;

/** Where a codec takes ids from, what it wraps, and what it refuses. */
public class TestOmdbCodec extends LuceneTestCase {

  private static final String VECTOR = "vector";
  private static final String ID = "id";

  private static IndexWriterConfig config(Codec codec) {
    return newIndexWriterConfig().setCodec(codec);
  }

  private static Codec withIdField() {
    return OmdbCodec.builder().idField(ID).build();
  }

  private static Document vector(float value, Field... others) {
    Document document = new Document();
    document.add(new KnnFloatVectorField(VECTOR, new float[] {value, 1}, EUCLIDEAN));
    for (Field other : others) {
      document.add(other);
    }
    return document;
  }

  public void testServiceLoaderFindsEverything() {
    assertEquals(OmdbCodec.class, Codec.forName("Omdb104").getClass());
    assertEquals(
        OmdbHnswVectorsFormat.class, KnnVectorsFormat.forName("Omdb5HnswVectorsFormat").getClass());
    assertEquals(
        OmdbFlatVectorsFormat.class, KnnVectorsFormat.forName("Omdb5FlatVectorsFormat").getClass());
  }

  public void testBuilderChecksRanges() {
    assertRefused("maxConn", "512", () -> OmdbCodec.builder().maxConn(0).build());
    assertRefused("maxConn", "513", () -> OmdbCodec.builder().maxConn(513).build());
    assertRefused("beamWidth", "3200", () -> OmdbCodec.builder().beamWidth(3201).build());
    assertRefused("mergeWorkers", "0", () -> OmdbCodec.builder().mergeWorkers(0).build());
    assertRefused("idField", "field name", () -> OmdbCodec.builder().idField(""));
    assertRefused(
        "Lucene104Codec",
        "Foreign",
        () -> OmdbCodec.builder().delegate(new FilterCodec("Foreign", new Lucene104Codec()) {}));
    assertRefused("Lucene104Codec", "Omdb104", () -> OmdbCodec.builder().delegate(new OmdbCodec()));
  }

  private static void assertRefused(String what, String why, ThrowingRunnable runnable) {
    IllegalArgumentException e = expectThrows(IllegalArgumentException.class, runnable);
    assertTrue(e.getMessage(), e.getMessage().contains(what));
    assertTrue(e.getMessage(), e.getMessage().contains(why));
  }

  private void checkIdField(Function<String, Field> idField) throws IOException {
    IndexModel model = new IndexModel(VECTOR);
    try (Directory dir = newDirectory();
        IndexWriter writer = new IndexWriter(dir, config(withIdField()))) {
      for (int i = 0; i < 20; i++) {
        if (i % 3 == 0) {
          writer.addDocument(vector(i));
          model.addWithoutId(1);
        } else {
          writer.addDocument(vector(i, idField.apply("user_" + i)));
          model.vectors().put("user_" + i, new float[] {i, 1});
        }
        if (i == 10) {
          writer.commit();
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

  public void testBinaryIdField() throws IOException {
    checkIdField(id -> new BinaryDocValuesField(ID, new BytesRef(id)));
  }

  public void testSortedIdField() throws IOException {
    checkIdField(id -> new SortedDocValuesField(ID, new BytesRef(id)));
  }

  public void testSortedSetIdField() throws IOException {
    checkIdField(id -> new SortedSetDocValuesField(ID, new BytesRef(id)));
  }

  public void testKeywordIdField() throws IOException {
    checkIdField(id -> new KeywordField(ID, id, Field.Store.YES));
  }

  /** A vector field's own ids win over the id field. */
  public void testOwnIdsComeFirst() throws IOException {
    try (Directory dir = newDirectory();
        IndexWriter writer = new IndexWriter(dir, config(withIdField()))) {
      Document document = new Document();
      document.add(new OmdbVectorField(VECTOR, "own", new float[] {1, 1}, EUCLIDEAN));
      document.add(new KeywordField(ID, "other", Field.Store.NO));
      writer.addDocument(document);
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        assertEquals(0, OmdbVectorIds.find(reader, VECTOR, "own"));
        assertEquals(-1, OmdbVectorIds.find(reader, VECTOR, "other"));
      }
    }
  }

  /**
   * Ids that no table can hold: the flush fails with a message, and what was committed before
   * stays.
   */
  private void checkBadIds(List<Document> bad, String... parts) throws IOException {
    try (BaseDirectoryWrapper dir = newDirectory()) {
      IndexModel model = new IndexModel(VECTOR);
      try (IndexWriter writer =
          new IndexWriter(dir, config(withIdField()).setMergePolicy(NoMergePolicy.INSTANCE))) {
        writer.addDocument(vector(7));
        writer.commit();
        model.addWithoutId(1);
        IllegalArgumentException e =
            expectThrows(
                IllegalArgumentException.class,
                () -> {
                  for (Document document : bad) {
                    writer.addDocument(document);
                  }
                  writer.commit();
                });
        for (String part : parts) {
          assertTrue(e.getMessage() + " lacks " + part, e.getMessage().contains(part));
        }
        assertFalse(writer.isOpen());
      }
      try (DirectoryReader reader = DirectoryReader.open(dir)) {
        model.check(reader);
      }
    }
  }

  public void testTwoValues() throws IOException {
    checkBadIds(
        List.of(
            vector(
                1,
                new KeywordField(ID, "one", Field.Store.NO),
                new KeywordField(ID, "two", Field.Store.NO))),
        "document 0",
        "2 values",
        "\"id\"",
        "exactly one");
  }

  public void testNumericIdField() throws IOException {
    checkBadIds(
        List.of(vector(1, new NumericDocValuesField(ID, 5))),
        "\"id\"",
        "NUMERIC",
        "expected BINARY",
        "KeywordField");
    checkBadIds(List.of(vector(1, new SortedNumericDocValuesField(ID, 5))), "SORTED_NUMERIC");
  }

  public void testEmptyAndIllFormedIds() throws IOException {
    checkBadIds(
        List.of(vector(1, new BinaryDocValuesField(ID, new BytesRef()))),
        "document 0",
        "\"vector\"",
        "not empty");
    checkBadIds(
        List.of(vector(1, new BinaryDocValuesField(ID, new BytesRef(new byte[] {(byte) 0xFF})))),
        "UTF-8");
  }

  /** The codec of a user who has one already, with a field that stays in another format. */
  public void testDelegateAndMixedFormats() throws IOException {
    Codec codec =
        new OmdbCodec(
            OmdbCodec.builder()
                .delegate(new Lucene104Codec(Lucene104Codec.Mode.BEST_COMPRESSION) {})) {
          @Override
          public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
            return field.equals("plain")
                ? new Lucene99HnswVectorsFormat()
                : super.getKnnVectorsFormatForField(field);
          }
        };
    try (Directory dir = newDirectory();
        IndexWriter writer = new IndexWriter(dir, config(codec))) {
      IndexModel model = new IndexModel(VECTOR);
      for (int i = 0; i < 10; i++) {
        Document document = new Document();
        document.add(new OmdbVectorField(VECTOR, "id" + i, new float[] {i, 1}, EUCLIDEAN));
        document.add(new KnnFloatVectorField("plain", new float[] {i, 2, 3}, EUCLIDEAN));
        document.add(new StringField("stored", "s" + i, Field.Store.YES));
        writer.addDocument(document);
        model.vectors().put("id" + i, new float[] {i, 1});
        if (i == 5) {
          writer.flush();
        }
      }
      writer.forceMerge(1);
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        model.check(reader);
        LeafReaderContext leaf = reader.leaves().get(0);
        IllegalArgumentException e =
            expectThrows(
                IllegalArgumentException.class, () -> OmdbVectorIds.of(leaf.reader(), "plain"));
        assertTrue(e.getMessage(), e.getMessage().contains("Lucene99HnswVectorsFormat"));
        assertTrue(e.getMessage(), e.getMessage().contains("forceMerge"));
      }
    }
  }

  /** A format that gets no ids says so at the first document; it drops none. */
  public void testFormatWithoutTheCodec() throws IOException {
    for (KnnVectorsFormat format :
        List.of(new OmdbHnswVectorsFormat(), new OmdbFlatVectorsFormat())) {
      try (Directory dir = newDirectory();
          IndexWriter writer =
              new IndexWriter(dir, config(TestUtil.alwaysKnnVectorsFormat(format)))) {
        writer.addDocument(vector(1)); // without ids it works
        writer.commit();
        Document document = new Document();
        document.add(new OmdbVectorField("withIds", "x", new float[] {1, 1}, EUCLIDEAN));
        IllegalStateException e =
            expectThrows(IllegalStateException.class, () -> writer.addDocument(document));
        assertTrue(e.getMessage(), e.getMessage().contains("setCodec(new OmdbCodec())"));
        try (DirectoryReader reader = DirectoryReader.open(dir)) {
          IndexModel model = new IndexModel(VECTOR);
          model.addWithoutId(1);
          model.check(reader);
        }
      }
    }
  }
}
