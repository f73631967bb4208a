// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.util.BytesRef;
import org.omdb.image.OmdbFile;

/** A stand-alone file has the live vectors of all segments, each with its id. */
public class TestOmdbExport extends LuceneTestCase {

  private static final int DIMENSION = 3;
  private static final VectorSimilarityFunction SIMILARITY = VectorSimilarityFunction.EUCLIDEAN;

  private static Map<String, float[]> read(Path path) throws IOException {
    Map<String, float[]> found = new HashMap<>();
    BytesRef id = new BytesRef();
    try (OmdbFile file = OmdbFile.open(path)) {
      for (int i = 0; i < file.header().count(); i++) {
        float[] vector = new float[DIMENSION];
        file.readVector(i, vector);
        assertTrue(file.ids().read(i, id));
        assertNull(found.put(id.utf8ToString(), vector));
      }
    }
    return found;
  }

  public void testLiveVectorsOfAllSegments() throws Exception {
    Map<String, float[]> expected = new HashMap<>();
    Path file = createTempDir().resolve("out.omdb");
    try (Directory directory = newDirectory()) {
      IndexWriterConfig config = new IndexWriterConfig().setCodec(new OmdbCodec());
      try (IndexWriter writer = new IndexWriter(directory, config)) {
        for (int i = 0; i < 300; i++) {
          String id = "id " + random().nextInt(200);
          float[] vector = {random().nextFloat(), i, -0f};
          Document document = new Document();
          document.add(new OmdbVectorField("e", id, vector, SIMILARITY));
          writer.updateDocument(OmdbVectorField.idTerm("e", id), document);
          expected.put(id, vector);
          if (random().nextInt(30) == 0) {
            writer.addDocument(new Document()); // without a vector
            writer.flush();
          }
        }
        for (int i = 0; i < 20; i++) {
          String id = "id " + random().nextInt(200);
          writer.deleteDocuments(OmdbVectorField.idTerm("e", id));
          expected.remove(id);
        }
      }
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        AtomicLong written = new AtomicLong();
        OmdbExport export = OmdbExport.of(reader, "e", DIMENSION).progress(written::set);
        OmdbExport.Result result = export.write(file);
        assertEquals(expected.size(), result.vectors());
        assertEquals(expected.size(), result.ids());
        assertEquals(Files.size(file), result.bytes());
        assertEquals((long) expected.size() * DIMENSION * Float.BYTES, written.get());
        assertTrue(export.vectorBytes() >= written.get());
        expectThrows(FileAlreadyExistsException.class, () -> export.write(file));
        export.overwrite(true).write(file);

        IllegalArgumentException other =
            expectThrows(
                IllegalArgumentException.class, () -> OmdbExport.of(reader, "e", DIMENSION + 1));
        assertTrue(other.getMessage(), other.getMessage().contains("have 3 components, not 4"));
        Path empty = file.resolveSibling("empty.omdb");
        assertEquals(0, OmdbExport.of(reader, "nothing", 7).write(empty).vectors());
        try (OmdbFile read = OmdbFile.open(empty)) {
          assertEquals(7, read.header().dimension());
          assertEquals(0, read.header().count());
        }
      }
    }
    Map<String, float[]> found = read(file);
    assertEquals(expected.keySet(), found.keySet());
    expected.forEach((id, vector) -> assertTrue(id, Arrays.equals(vector, found.get(id))));
  }

  public void testVectorsWithoutIdsHaveNoTable() throws Exception {
    Path file = createTempDir().resolve("out.omdb");
    try (Directory directory = newDirectory()) {
      IndexWriterConfig config = new IndexWriterConfig().setCodec(new OmdbCodec());
      try (IndexWriter writer = new IndexWriter(directory, config)) {
        Document document = new Document();
        document.add(new KnnFloatVectorField("e", new float[] {1, 2, 3}, SIMILARITY));
        writer.addDocument(document);
      }
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        OmdbExport.Result result = OmdbExport.of(reader, "e", DIMENSION).write(file);
        assertEquals(1, result.vectors());
        assertEquals(0, result.ids());
      }
    }
  }
}
