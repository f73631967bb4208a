// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.upgrade;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KeywordField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.tests.util.LuceneTestCase.SuppressFileSystems;
import org.apache.lucene.tests.util.TestUtil;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.omdb.cli.inspect.CommandTestCase;
import org.omdb.lucene.OmdbVectorField;
import org.omdb.lucene.OmdbVectorIds;

/**
 * Indexes whose documents have a stored number, from which a test can compute their id and vector.
 * So the contents of an index can be checked without the code under test.
 */
@SuppressFileSystems("*") // folders are compared byte by byte
abstract class UpgradeTestCase extends CommandTestCase {

  static final int DIMENSION = 5;
  static final String OMDB = "Omdb5HnswVectorsFormat";
  static final String LUCENE = "Lucene99HnswVectorsFormat";

  /** Ways in which documents have ids. */
  enum IdKind {
    STORED,
    TERM,
    STORED_TERM,
    KEYWORD,
    BINARY,
    SORTED,
    OWN
  }

  Path index;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    index = createTempDir().resolve("idx");
  }

  static String id(int number) {
    return "user_" + number + (number % 3 == 0 ? "_\u00e9\ud83d\ude00" : "");
  }

  static float[] vector(int number) {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = number + i / 8f;
    }
    return vector;
  }

  static Document document(int number, IdKind kind, String idField) {
    Document document = new Document();
    document.add(new StoredField("number", number));
    document.add(new StringField("term", "n" + number, Field.Store.NO));
    String id = id(number);
    switch (kind) {
      case STORED -> document.add(new StoredField(idField, id));
      case TERM -> document.add(new StringField(idField, id, Field.Store.NO));
      case STORED_TERM -> document.add(new StringField(idField, id, Field.Store.YES));
      case KEYWORD -> document.add(new KeywordField(idField, id, Field.Store.NO));
      case BINARY -> document.add(new BinaryDocValuesField(idField, new BytesRef(id)));
      case SORTED -> document.add(new SortedDocValuesField(idField, new BytesRef(id)));
      case OWN -> {
        document.add(
            new OmdbVectorField("v", id, vector(number), VectorSimilarityFunction.EUCLIDEAN));
        return document;
      }
    }
    document.add(new KnnFloatVectorField("v", vector(number)));
    return document;
  }

  static IndexWriterConfig luceneConfig() {
    return new IndexWriterConfig()
        .setCodec(new Lucene104Codec())
        .setMergePolicy(NoMergePolicy.INSTANCE)
        .setUseCompoundFile(random().nextBoolean());
  }

  interface Change {
    void apply(IndexWriter writer) throws IOException;
  }

  void write(IndexWriterConfig config, Change change) throws IOException {
    try (FSDirectory directory = FSDirectory.open(index);
        IndexWriter writer = new IndexWriter(directory, config)) {
      change.apply(writer);
    }
  }

  /** Adds documents in several segments and deletes some; returns what is left. */
  Map<String, float[]> writeRandom(IndexWriterConfig config, IdKind kind, String idField, int from)
      throws IOException {
    Map<String, float[]> model = new TreeMap<>();
    write(
        config,
        writer -> {
          int to = from + 20 + random().nextInt(60);
          for (int number = from; number < to; number++) {
            writer.addDocument(document(number, kind, idField));
            model.put(id(number), vector(number));
            if (random().nextInt(15) == 0) {
              writer.flush();
            }
          }
          Document without = new Document(); // and without a vector
          without.add(new StoredField("number", -1));
          writer.addDocument(without);
          writer.flush();
          for (int number = from + 1; number < to; number += 1 + random().nextInt(10)) {
            writer.deleteDocuments(new Term("term", "n" + number));
            model.remove(id(number));
          }
        });
    return model;
  }

  /** Checks all ids and vectors of the live documents, and those that a search finds. */
  void assertContents(Map<String, float[]> model, String... idFields) throws IOException {
    Map<String, float[]> found = new TreeMap<>();
    try (FSDirectory directory = FSDirectory.open(index);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      for (LeafReaderContext context : reader.leaves()) {
        LeafReader leaf = context.reader();
        FloatVectorValues values = leaf.getFloatVectorValues("v");
        if (values == null) {
          continue;
        }
        OmdbVectorIds ids = OmdbVectorIds.of(leaf, "v", idFields);
        Bits live = leaf.getLiveDocs();
        FloatVectorValues.DocIndexIterator documents = values.iterator();
        for (int doc = documents.nextDoc();
            doc != DocIdSetIterator.NO_MORE_DOCS;
            doc = documents.nextDoc()) {
          if (live == null || live.get(doc)) {
            float[] vector = values.vectorValue(documents.index()).clone();
            int number =
                leaf.storedFields().document(doc).getField("number").numericValue().intValue();
            assertArrayEquals(vector(number), vector, 0);
            assertEquals(id(number), ids.documentToId(doc));
            assertNull(found.put(id(number), vector));
          }
        }
      }
      assertEquals(model.keySet(), found.keySet());
      for (String id : model.keySet()) {
        int doc = OmdbVectorIds.find(reader, "v", id, idFields);
        assertTrue(id, doc >= 0);
      }
    }
  }

  /** The formats of a field in all segments that have it. */
  List<String> formats(String field) throws IOException {
    List<String> formats = new ArrayList<>();
    try (FSDirectory directory = FSDirectory.open(index);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      for (LeafReaderContext leaf : reader.leaves()) {
        FieldInfo info = leaf.reader().getFieldInfos().fieldInfo(field);
        if (info != null && info.hasVectorValues()) {
          formats.add(info.getAttribute(PerFieldKnnVectorsFormat.PER_FIELD_FORMAT_KEY));
        }
      }
    }
    return formats;
  }

  void assertFormat(String format, String field) throws IOException {
    List<String> formats = formats(field);
    assertFalse(formats.isEmpty());
    assertEquals(formats.toString(), List.of(format), formats.stream().distinct().toList());
  }

  /** All files and what is in them. */
  Map<String, String> bytes() throws IOException {
    Map<String, String> bytes = new TreeMap<>();
    try (Stream<Path> files = Files.list(index)) {
      for (Path file : files.toList()) {
        bytes.put(
            file.getFileName().toString(),
            new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
    }
    return bytes;
  }

  void upgrade(int status, String... options) {
    List<Object> args = new ArrayList<>(List.of("upgrade", "--index", index));
    args.addAll(List.of(options));
    run(status, args.toArray());
  }

  /** The command ends with a status and a message, and not a byte is changed. */
  void assertRefused(int status, List<String> parts, String... options) throws IOException {
    Map<String, String> before = bytes();
    upgrade(status, options);
    for (String part : parts) {
      assertTrue(part + " is not in " + err, err.contains(part));
    }
    assertTrue(err, err.startsWith("omdb: "));
    assertEquals("", out);
    assertTrue("files changed", before.equals(bytes()));
  }

  SegmentInfos commit() throws IOException {
    try (FSDirectory directory = FSDirectory.open(index)) {
      return SegmentInfos.readLatestCommit(directory);
    }
  }

  void checkIndex() throws IOException {
    try (FSDirectory directory = FSDirectory.open(index)) {
      TestUtil.checkIndex(directory);
    }
  }
}
