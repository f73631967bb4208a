// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.upgrade;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.PostingsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.codecs.lucene90.Lucene90StoredFieldsFormat;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.SoftDeletesDirectoryReaderWrapper;
import org.apache.lucene.index.SoftDeletesRetentionMergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.tests.util.TestUtil;
import org.apache.lucene.util.BytesRef;
import org.omdb.cli.console.CommandFailure;
import org.omdb.lucene.OmdbCodec;
import org.omdb.lucene.OmdbVectorField;
import org.omdb.lucene.OmdbVectorIds;

public class TestUpgrade extends UpgradeTestCase {

  private SegmentInfos commit() throws IOException {
    try (FSDirectory directory = FSDirectory.open(index)) {
      return SegmentInfos.readLatestCommit(directory);
    }
  }

  private void checkIndex() throws IOException {
    try (FSDirectory directory = FSDirectory.open(index)) {
      TestUtil.checkIndex(directory);
    }
  }

  public void testThereAndBackAndThereAgain() throws IOException {
    for (IdKind kind : IdKind.values()) {
      index = createTempDir().resolve("idx");
      Map<String, float[]> model = writeRandom(luceneConfig(), kind, "id", 0);
      String[] idFields = kind == IdKind.OWN ? new String[0] : new String[] {"id"};
      String[] there =
          kind == IdKind.OWN
              ? new String[] {"--field", "v"}
              : new String[] {"--field", "v", "--id-field", "id"};
      int segments = commit().size();
      upgrade(0, there);
      assertFormat(OMDB, "v");
      assertContents(model); // ids are in the table
      assertEquals(segments, commit().size());
      run(0, "verify", index);

      upgrade(0, "--to", "lucene");
      assertFormat(LUCENE, "v");
      for (SegmentCommitInfo segment : commit()) {
        assertEquals("Lucene104", segment.info.getCodec().getName());
      }
      assertContents(model, idFields);

      upgrade(0, "--field", "v"); // the field infos remember the id field
      assertFormat(OMDB, "v");
      assertContents(model);
      checkIndex();
    }
  }

  /** Writers of both kinds, one after the other, on an index that is upgraded in between. */
  public void testWritersGoOn() throws IOException {
    Map<String, float[]> model = writeRandom(luceneConfig(), IdKind.STORED_TERM, "id", 0);
    upgrade(0, "--field", "v", "--id-field", "id");
    model.putAll(writeRandom(luceneConfig(), IdKind.STORED_TERM, "id", 1000));
    assertContents(model, "id");
    assertEquals(Set.of(OMDB, LUCENE), new HashSet<>(formats("v")));
    model.putAll(
        writeRandom(
            luceneConfig().setCodec(OmdbCodec.builder().idField("id").build()),
            IdKind.STORED_TERM,
            "id",
            2000));
    upgrade(0, "--field", "v", "--id-field", "id");
    assertFormat(OMDB, "v");
    assertContents(model);
    upgrade(0, "--to", "lucene", "--field", "v");
    assertContents(model, "id");
    try (FSDirectory directory = FSDirectory.open(index);
        IndexWriter writer =
            new IndexWriter(directory, new IndexWriterConfig().setCodec(new Lucene104Codec()))) {
      writer.forceMerge(1);
    }
    assertContents(model, "id");
  }

  /** A segment without vectors names this library's codec too. */
  public void testSegmentsWithoutVectors() throws IOException {
    write(
        luceneConfig().setCodec(new OmdbCodec()),
        writer -> {
          writer.addDocument(document(1, IdKind.OWN, null));
          writer.flush();
          Document document = new Document();
          document.add(new StoredField("number", 2));
          writer.addDocument(document);
        });
    Map<String, String> done = bytes();
    upgrade(0, "--field", "v");
    assertEquals(done, bytes());
    upgrade(0, "--to", "lucene");
    assertEquals(2, commit().size());
    for (SegmentCommitInfo segment : commit()) {
      assertEquals("Lucene104", segment.info.getCodec().getName());
    }
    assertContents(Map.of(id(1), vector(1)));
  }

  /** Older documents have their ids in another field than newer ones, in one segment too. */
  public void testTwoIdFields() throws IOException {
    Map<String, float[]> model = new TreeMap<>();
    write(
        luceneConfig(),
        writer -> {
          for (int number = 0; number < 60; number++) {
            writer.addDocument(
                number % 40 < 20
                    ? document(number, IdKind.STORED, "old")
                    : document(number, IdKind.KEYWORD, "new"));
            model.put(id(number), vector(number));
            if (number == 50) {
              writer.flush();
            }
          }
        });
    upgrade(0, "--field", "v", "--id-field", "new", "--id-field", "old");
    assertContents(model);
    Map<String, String> done = bytes();
    upgrade(0, "--field", "v", "--id-field", "new", "--id-field", "old");
    assertEquals(done, bytes());
    upgrade(0, "--to", "lucene");
    assertContents(model, "new", "old");
    assertContents(model);
    upgrade(0, "--field", "v", "--id-field", "new", "--id-field", "old");
    assertContents(model);
  }

  public void testNothingToDo() throws IOException {
    writeRandom(luceneConfig(), IdKind.KEYWORD, "id", 0);
    Map<String, String> lucene = bytes();
    upgrade(0, "--to", "lucene");
    assertOut("nothing is changed");
    assertEquals(lucene, bytes());
    upgrade(0, "--field", "v", "--id-field", "id");
    Map<String, String> done = bytes();
    upgrade(0, "--field", "v", "--id-field", "id");
    assertOut("nothing is changed");
    assertEquals(done, bytes());
    upgrade(0, "--field", "v", "--json");
    assertFalse(json().get("changed").asBoolean());
    assertEquals(done, bytes());
  }

  public void testReport() throws IOException {
    write(
        luceneConfig().setUseCompoundFile(false),
        writer -> {
          for (int number = 0; number < 10; number++) {
            writer.addDocument(document(number, IdKind.STORED_TERM, "id"));
          }
          Document noId = new Document();
          noId.add(new KnnFloatVectorField("v", vector(5)));
          writer.addDocument(noId);
          writer.flush();
          writer.addDocument(document(3, IdKind.STORED_TERM, "id"));
          writer.addDocument(document(3, IdKind.STORED_TERM, "id"));
          writer.addDocument(document(8, IdKind.STORED_TERM, "id"));
          writer.flush();
          writer.deleteDocuments(new Term("term", "n8"));
        });
    upgrade(0, "--field", "v", "--id-field", "id", "--json");
    JsonNode json = json();
    assertTrue(json.get("changed").asBoolean());
    assertEquals(2, json.get("segments_rewritten").asInt());
    assertEquals(1, json.get("vectors_without_id").asInt());
    assertEquals(2, json.get("duplicate_ids").asInt()); // user_3 three times
    assertTrue(err, err.contains("warning: 1 of 12 vectors have no id"));
    assertTrue(err, err.contains("warning: 2 vectors have an id that another vector has too"));
    assertTrue(err, err.contains(id(3)));
    JsonNode before = json.get("before").get(0);
    assertEquals("Lucene104", before.get("codec").asText());
    assertEquals(LUCENE, before.get("format").asText());
    assertEquals(10, before.get("vectors").asInt());
    assertEquals(0, before.get("ids_in_table").asInt());
    assertEquals(9, before.get("ids_elsewhere").asInt());
    assertEquals(1, before.get("without_id").asInt());
    JsonNode after = json.get("after").get(0);
    assertEquals(OmdbCodec.NAME, after.get("codec").asText());
    assertEquals(OMDB, after.get("format").asText());
    assertEquals(9, after.get("ids_in_table").asInt());
    assertEquals(0, after.get("ids_elsewhere").asInt());

    upgrade(0, "--to", "lucene");
    assertOut("2 of 2 segments rewritten; 12 vectors and 11 ids, the same as before");
  }

  /** One bad document among good ones in several segments. */
  private void assertBadId(Document bad, String... parts) throws IOException {
    index = createTempDir().resolve("idx");
    write(
        luceneConfig(),
        writer -> {
          Document good = new Document();
          good.add(new KnnFloatVectorField("v", vector(1)));
          if (bad.getField("id").fieldType().docValuesType().name().equals("SORTED_SET")) {
            good.add(new SortedSetDocValuesField("id", new BytesRef("good")));
          } else if (bad.getField("id").fieldType().docValuesType().name().equals("BINARY")) {
            good.add(new BinaryDocValuesField("id", new BytesRef("good")));
          }
          writer.addDocument(good);
          writer.flush();
          writer.addDocument(good);
          bad.add(new KnnFloatVectorField("v", vector(1)));
          writer.addDocument(bad);
          writer.addDocument(bad);
        });
    List<String> all = new ArrayList<>(List.of(parts));
    all.addAll(
        List.of("document 1", "segment _1", "2 vectors have an id that", "nothing is changed"));
    assertRefused(1, all, "--field", "v", "--id-field", "id");
    assertFormat(LUCENE, "v");
  }

  public void testBadIdsAreRefused() throws IOException {
    Document document = new Document();
    document.add(new StoredField("id", ""));
    assertBadId(document, "empty");
    document = new Document();
    document.add(new BinaryDocValuesField("id", new BytesRef(new byte[] {'a', (byte) 0xff})));
    assertBadId(document, "UTF-8");
    document = new Document();
    document.add(new StoredField("id", "x".repeat(40_000)));
    assertBadId(document, "40000", "32766");
    document = new Document();
    document.add(new SortedSetDocValuesField("id", new BytesRef("a")));
    document.add(new SortedSetDocValuesField("id", new BytesRef("b")));
    assertBadId(document, "2 values", "\"id\"");
    document = new Document();
    document.add(new StoredField("id", 17));
    assertBadId(document, "number 17");
    document = new Document();
    document.add(new StoredField("id", "a"));
    document.add(new StoredField("id", "b"));
    assertBadId(document, "several stored values");
    document = new Document();
    document.add(new StringField("id", "a", Field.Store.NO));
    document.add(new StringField("id", "b", Field.Store.NO));
    index = createTempDir().resolve("idx");
    document.add(new KnnFloatVectorField("v", vector(1)));
    Document terms = document;
    write(luceneConfig(), writer -> writer.addDocument(terms));
    assertRefused(
        1,
        List.of("several terms", "1 vector has", "nothing is changed"),
        "--field",
        "v",
        "--id-field",
        "id");
  }

  public void testDeletedBadIdsDontMatter() throws IOException {
    Map<String, float[]> model = new TreeMap<>();
    write(
        luceneConfig(),
        writer -> {
          writer.addDocument(document(1, IdKind.STORED, "id"));
          model.put(id(1), vector(1));
          Document bad = new Document();
          bad.add(new StoredField("id", 17));
          bad.add(new StringField("bad", "yes", Field.Store.NO));
          bad.add(new KnnFloatVectorField("v", vector(1)));
          writer.addDocument(bad);
          writer.flush();
          writer.addDocument(bad);
          writer.flush(); // a segment of nothing but deleted documents
          writer.addDocument(bad);
          Document noVector = new Document();
          noVector.add(new StoredField("number", 3));
          writer.addDocument(noVector);
          writer.flush(); // one whose vectors are all deleted
          writer.deleteDocuments(new Term("bad", "yes"));
        });
    upgrade(0, "--field", "v", "--id-field", "id");
    assertContents(model);
    assertEquals(List.of(OMDB, OMDB), formats("v"));
    run(0, "verify", index);
    upgrade(0, "--to", "lucene");
    assertContents(model, "id");
  }

  public void testWrongUsage() throws IOException {
    writeRandom(luceneConfig(), IdKind.KEYWORD, "id", 0);
    assertRefused(2, List.of("--field"));
    assertRefused(2, List.of("\"v\"", "--id-field"), "--field", "v");
    assertRefused(2, List.of("--id-field"), "--field", "v", "--id-field", "");
    assertRefused(2, List.of("--to"), "--field", "v", "--to", "elastic");
    assertRefused(
        1, List.of(index.toString(), "\"w\"", "it has \"v\""), "--field", "w", "--id-field", "id");
    assertRefused(1, List.of("\"name\"", "\"id\""), "--field", "v", "--id-field", "name");
    assertRefused(1, List.of("none of the", "--id-field"), "--field", "v", "--id-field", "v");
    Path nowhere = index.resolveSibling("nowhere");
    run(1, "upgrade", "--index", nowhere, "--field", "v");
    assertTrue(err, err.contains("there is no such folder"));
    Files.createDirectory(nowhere);
    run(1, "upgrade", "--index", nowhere, "--field", "v");
    assertTrue(err, err.contains("is not a Lucene index"));
  }

  public void testLocked() throws IOException {
    writeRandom(luceneConfig(), IdKind.KEYWORD, "id", 0);
    try (FSDirectory directory = FSDirectory.open(index);
        IndexWriter writer = new IndexWriter(directory, luceneConfig())) {
      assertRefused(1, List.of("locked"), "--field", "v", "--id-field", "id");
      assertTrue(writer.isOpen());
    }
  }

  /** Ids whose doc values are gone are in the id table only. */
  public void testIdsThatWouldBeLostAreRefused() throws IOException {
    IndexWriterConfig config = luceneConfig().setCodec(OmdbCodec.builder().idField("id").build());
    write(
        config,
        writer -> {
          for (int number = 0; number < 10; number++) {
            writer.addDocument(document(number, IdKind.BINARY, "id"));
          }
          writer.commit();
          writer.updateDocValues(new Term("term", "n4"), new BinaryDocValuesField("id", null));
          writer.updateDocValues(new Term("term", "n7"), new BinaryDocValuesField("id", null));
        });
    assertRefused(
        1,
        List.of("document 4", "\"" + id(4) + "\"", "2 ids are in id tables only", "nothing is"),
        "--to",
        "lucene");
    write(
        luceneConfig().setCodec(OmdbCodec.builder().idField("id").build()),
        writer -> {
          for (int number : new int[] {4, 7}) {
            writer.updateDocValues(
                new Term("term", "n" + number),
                new BinaryDocValuesField("id", new BytesRef(id(number))));
          }
        });
    upgrade(0, "--to", "lucene");
    Map<String, float[]> model = new TreeMap<>();
    for (int number = 0; number < 10; number++) {
      model.put(id(number), vector(number));
    }
    assertContents(model, "id");
  }

  /** A document with different ids in two fields has one of them: in Lucene nothing tells which. */
  public void testAmbiguousIdsAreRefused() throws IOException {
    write(
        luceneConfig(),
        writer -> {
          Document document = document(1, IdKind.BINARY, "new");
          document.add(new StoredField("old", "another"));
          writer.addDocument(document);
          writer.addDocument(document(2, IdKind.STORED, "old"));
        });
    upgrade(0, "--field", "v", "--id-field", "new", "--id-field", "old");
    assertContents(Map.of(id(1), vector(1), id(2), vector(2)));
    assertRefused(1, List.of("document 0", id(1), "1 id is"), "--to", "lucene");
  }

  public void testSoftDeletedDocumentsStay() throws IOException {
    String soft = "__soft";
    Map<String, float[]> live = new TreeMap<>();
    write(
        luceneConfig()
            .setSoftDeletesField(soft)
            .setMergePolicy(
                new SoftDeletesRetentionMergePolicy(
                    soft, () -> MatchAllDocsQuery.INSTANCE, NoMergePolicy.INSTANCE)),
        writer -> {
          for (int number = 0; number < 30; number++) {
            writer.addDocument(document(number, IdKind.STORED_TERM, "id"));
            live.put(id(number), vector(number));
            if (number % 10 == 9) {
              writer.flush();
            }
          }
          for (int number = 5; number < 20; number++) { // all of the second segment
            Document again = document(number, IdKind.STORED_TERM, "id");
            writer.softUpdateDocument(
                new Term("id", id(number)), again, new NumericDocValuesField(soft, 1));
          }
          writer.deleteDocuments(new Term("id", id(29)));
          live.remove(id(29));
        });
    for (String[] options :
        new String[][] {{"--field", "v", "--id-field", "id"}, {"--to", "lucene"}}) {
      upgrade(0, options);
      try (FSDirectory directory = FSDirectory.open(index);
          DirectoryReader all = DirectoryReader.open(directory);
          DirectoryReader reader =
              new SoftDeletesDirectoryReaderWrapper(DirectoryReader.open(directory), soft)) {
        assertEquals(44, all.numDocs());
        assertEquals(29, reader.numDocs());
        for (String id : live.keySet()) {
          assertTrue(OmdbVectorIds.find(reader, "v", id, "id") >= 0);
        }
      }
      assertFalse(err, err.contains("another vector has too")); // soft-deleted ones do not count
      checkIndex();
    }
  }

  public void testSettingsOfTheIndexStay() throws IOException {
    Sort sort = new Sort(new SortField("rank", SortField.Type.LONG, true));
    IndexWriterConfig config =
        luceneConfig()
            .setCodec(new Lucene104Codec(Lucene104Codec.Mode.BEST_COMPRESSION))
            .setIndexSort(sort)
            .setParentField("__parent")
            .setUseCompoundFile(false);
    Map<String, float[]> model = new TreeMap<>();
    write(
        config,
        writer -> {
          for (int number = 0; number < 40; number++) {
            Document document = document(number, IdKind.STORED_TERM, "id");
            document.add(new NumericDocValuesField("rank", number * 7919 % 101));
            writer.addDocument(document);
            model.put(id(number), vector(number));
            if (number == 20) {
              writer.flush();
              writer.getConfig().setUseCompoundFile(true);
            }
          }
          writer.setLiveCommitData(Map.of("mine", "yours").entrySet());
        });
    List<Boolean> compound = new ArrayList<>();
    commit().forEach(segment -> compound.add(segment.info.getUseCompoundFile()));
    assertEquals(List.of(false, true), compound);
    for (String[] options :
        new String[][] {{"--field", "v", "--id-field", "id"}, {"--to", "lucene"}}) {
      upgrade(0, options);
      SegmentInfos commit = commit();
      assertEquals("yours", commit.getUserData().get("mine"));
      compound.clear();
      for (SegmentCommitInfo segment : commit) {
        compound.add(segment.info.getUseCompoundFile());
        assertEquals(sort, segment.info.getIndexSort());
        assertEquals(
            "BEST_COMPRESSION", segment.info.getAttribute(Lucene90StoredFieldsFormat.MODE_KEY));
      }
      assertEquals(List.of(false, true), compound);
      assertContents(model, "id");
      checkIndex();
    }
  }

  /** Three vector fields: one is asked for, one is in OMDB already, one stays as it is. */
  public void testOtherVectorFields() throws IOException {
    write(
        luceneConfig()
            .setCodec(
                new OmdbCodec() {
                  private final KnnVectorsFormat lucene =
                      new Lucene104Codec().getKnnVectorsFormatForField("");

                  @Override
                  public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                    return field.equals("mine") ? super.getKnnVectorsFormatForField(field) : lucene;
                  }
                }),
        writer -> {
          for (int number = 0; number < 30; number++) {
            Document document = document(number, IdKind.STORED, "id");
            document.add(
                new OmdbVectorField(
                    "mine",
                    "my_" + number,
                    new float[] {number, 1},
                    VectorSimilarityFunction.EUCLIDEAN));
            document.add(new KnnByteVectorField("other", new byte[] {(byte) number, 1}));
            writer.addDocument(document);
            if (number == 20) {
              writer.flush();
            }
          }
        });
    assertFormat(LUCENE, "v");
    upgrade(0, "--field", "v", "--id-field", "id");
    assertFormat(OMDB, "v");
    assertFormat(OMDB, "mine");
    assertFormat(LUCENE, "other");
    assertOthers();
    upgrade(0, "--to", "lucene", "--field", "v");
    assertFormat(LUCENE, "v");
    assertFormat(OMDB, "mine");
    assertFormat(LUCENE, "other");
    assertOthers();
    Map<String, String> done = bytes();
    upgrade(0, "--to", "lucene", "--field", "v");
    assertEquals(done, bytes());
    upgrade(0, "--to", "lucene");
    assertFormat(LUCENE, "mine");
    for (SegmentCommitInfo segment : commit()) {
      assertEquals("Lucene104", segment.info.getCodec().getName());
    }
    assertOthers();
  }

  private void assertOthers() throws IOException {
    try (FSDirectory directory = FSDirectory.open(index);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      int number = 0;
      for (LeafReaderContext leaf : reader.leaves()) {
        OmdbVectorIds mine = OmdbVectorIds.of(leaf.reader(), "mine");
        ByteVectorValues other = leaf.reader().getByteVectorValues("other");
        for (int doc = 0; doc < leaf.reader().maxDoc(); doc++, number++) {
          assertEquals("my_" + number, mine.documentToId(doc));
          assertArrayEquals(new byte[] {(byte) number, 1}, other.vectorValue(doc));
        }
      }
      assertEquals(30, number);
    }
  }

  public void testOtherFormatsAreWarnedOf() throws IOException {
    PostingsFormat direct = PostingsFormat.forName("Direct");
    KnnVectorsFormat quantized = new Lucene104HnswScalarQuantizedVectorsFormat();
    write(
        luceneConfig()
            .setCodec(
                new Lucene104Codec() {
                  @Override
                  public PostingsFormat getPostingsFormatForField(String field) {
                    return field.equals("term") ? direct : super.getPostingsFormatForField(field);
                  }

                  @Override
                  public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                    return quantized;
                  }
                }),
        writer -> {
          Document document = document(1, IdKind.KEYWORD, "id");
          document.add(new KnnFloatVectorField("other", vector(2)));
          writer.addDocument(document);
        });
    upgrade(0, "--field", "v", "--id-field", "id");
    assertTrue(err, err.contains("the postings of field \"term\" are in the format Direct"));
    assertTrue(err, err.contains("the vectors of field \"other\" are in the format Lucene104Hnsw"));
    assertFalse(err, err.contains("\"v\""));
    assertFalse(err, err.contains("\"id\""));
    assertContents(Map.of(id(1), vector(1)));
  }

  /** The index of test resources, which Lucene 9 wrote: see Lucene9Index.java.txt there. */
  public void testLucene9() throws IOException {
    unzip("lucene-9.12.3.zip");
    assertEquals("Lucene912", commit().info(0).info.getCodec().getName());
    assertLucene9("id", "key");
    upgrade(0, "--field", "v", "--id-field", "id", "--id-field", "key");
    for (SegmentCommitInfo segment : commit()) {
      assertEquals(OmdbCodec.NAME, segment.info.getCodec().getName());
      assertEquals(10, segment.info.getVersion().major);
    }
    assertLucene9();
    assertFormat(OMDB, "v");
    assertFormat(LUCENE, "b");
    run(0, "verify", index);
    upgrade(0, "--to", "lucene");
    assertLucene9();
    assertLucene9("id", "key");
    assertEquals("Lucene 9", commit().getUserData().get("written by"));
    checkIndex();
  }

  private void unzip(String name) throws IOException {
    Files.createDirectories(index);
    try (InputStream in = getClass().getResourceAsStream(name);
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Files.copy(zip, index.resolve(entry.getName()));
      }
    }
  }

  private void assertLucene9(String... idFields) throws IOException {
    Set<String> expected = new TreeSet<>();
    for (int i = 0; i < 200; i++) {
      if (i % 7 != 0) {
        expected.add("user_" + i);
      }
    }
    Set<String> found = new TreeSet<>();
    try (FSDirectory directory = FSDirectory.open(index);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      for (LeafReaderContext leaf : reader.leaves()) {
        OmdbVectorIds ids = OmdbVectorIds.of(leaf.reader(), "v", idFields);
        BytesRef id = new BytesRef();
        for (int ordinal = 0; ordinal < ids.size(); ordinal++) {
          int doc = ids.vectors().ordToDoc(ordinal);
          if (leaf.reader().getLiveDocs() == null || leaf.reader().getLiveDocs().get(doc)) {
            assertTrue(ids.ordinalToId(ordinal, id));
            assertTrue(found.add(id.utf8ToString()));
            String text = leaf.reader().storedFields().document(doc).get("text");
            int number = Integer.parseInt(text.substring(text.lastIndexOf(' ') + 1));
            assertEquals("user_" + number, id.utf8ToString());
            float[] vector = leaf.reader().getFloatVectorValues("v").vectorValue(ordinal);
            assertEquals(8, vector.length);
            for (int c = 0; c < 8; c++) {
              assertEquals(number + c / 8f, vector[c], 0);
            }
          }
        }
      }
    }
    assertEquals(expected, found);
  }

  public void testTooLittleDiskSpace() throws Exception {
    FieldCounts field = new FieldCounts(LUCENE, 1000, 0, 1000, 10_000, 0, 0);
    SegmentFacts small =
        new SegmentFacts("_0", "10", "c", false, 1000, 50_000, Collections.emptyMap());
    SegmentFacts plain = new SegmentFacts("_1", "10", "c", false, 1000, 50_000, Map.of("v", field));
    SegmentFacts compound =
        new SegmentFacts("_2", "10", "c", true, 1000, 50_000, Map.of("v", field));
    assertTrue(DiskSpace.needed(List.of(plain)) > DiskSpace.needed(List.of(small)));
    assertEquals(DiskSpace.needed(List.of(plain)), DiskSpace.needed(List.of(small, plain)));
    assertEquals(2 * DiskSpace.needed(List.of(plain)), DiskSpace.needed(List.of(plain, compound)));
    DiskSpace.check(index, 1000, 1000);
    CommandFailure failure =
        expectThrows(CommandFailure.class, () -> DiskSpace.check(index, 5_000_001, 5_000_000));
    assertTrue(
        failure.getMessage(), failure.getMessage().contains("6 MB of disk space, but only 5 MB"));
  }
}
