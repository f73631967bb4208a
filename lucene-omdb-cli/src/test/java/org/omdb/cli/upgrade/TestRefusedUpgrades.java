// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.upgrade;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.tests.mockfile.FilterFileSystemProvider;
import org.apache.lucene.util.BytesRef;
import org.omdb.cli.console.CommandFailure;
import org.omdb.lucene.OmdbCodec;

/** What is no id, or would lose one, is refused before anything is changed. */
public class TestRefusedUpgrades extends UpgradeTestCase {

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

  /** Within chroot, Java may know no mount point of a folder. */
  public void testUnknownDiskSpaceIsNoReason() throws Exception {
    Path folder = createTempDir();
    FilterFileSystemProvider withoutMounts =
        new FilterFileSystemProvider("unmounted://", folder.getFileSystem()) {
          @Override
          public FileStore getFileStore(Path path) throws IOException {
            throw new IOException("Mount point not found");
          }
        };
    Path unmounted = withoutMounts.wrapPath(folder);
    expectThrows(IOException.class, () -> Files.getFileStore(unmounted));
    DiskSpace.check(unmounted, Long.MAX_VALUE - 1);
    expectThrows(CommandFailure.class, () -> DiskSpace.check(folder, Long.MAX_VALUE - 1));
  }
}
