// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.upgrade;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene90.Lucene90StoredFieldsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.SoftDeletesDirectoryReaderWrapper;
import org.apache.lucene.index.SoftDeletesRetentionMergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.store.FSDirectory;
import org.omdb.lucene.OmdbCodec;
import org.omdb.lucene.OmdbVectorIds;

/** An upgrade there and back leaves every id with its vector, and the index as it was set up. */
public class TestUpgrade extends UpgradeTestCase {

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
}
