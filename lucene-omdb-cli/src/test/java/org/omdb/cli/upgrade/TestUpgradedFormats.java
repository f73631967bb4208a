// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.upgrade;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.PostingsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;
import org.omdb.lucene.OmdbCodec;
import org.omdb.lucene.OmdbVectorField;
import org.omdb.lucene.OmdbVectorIds;

/** Other vector fields and formats, and indexes of Lucene 9. */
public class TestUpgradedFormats extends UpgradeTestCase {

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
}
