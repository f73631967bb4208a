// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.inspect;

import com.carrotsearch.randomizedtesting.generators.RandomNumbers;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KeywordField;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.omdb.cli.console.ExitStatus;
import org.omdb.code.CodeScorer;
import org.omdb.fixtures.ColdDirectory;
import org.omdb.lucene.OmdbByteVectorField;
import org.omdb.lucene.OmdbCodec;
import org.omdb.lucene.OmdbVectorField;

/** What is said of sound indexes. */
public class TestInspectIndex extends IndexCommandTestCase {

  private static Codec codecWithIdField() {
    return new OmdbCodec(OmdbCodec.builder().idField("key")) {
      @Override
      public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
        return field.equals("foreign")
            ? new Lucene99HnswVectorsFormat()
            : super.getKnnVectorsFormatForField(field);
      }
    };
  }

  private void writeOfAllKinds(int segments) throws IOException {
    for (int s = 0; s < segments; s++) {
      int segment = s;
      write(
          codecWithIdField(),
          s % 2 == 0,
          writer -> {
            int count = documents(segment);
            for (int i = 0; i < count; i++) {
              String id = segment + "_" + i;
              Document document = new Document();
              document.add(new KeywordField("key", id, Field.Store.NO));
              if (random().nextInt(4) > 0) {
                document.add(
                    new OmdbVectorField(
                        "own", "own " + id, vector(), VectorSimilarityFunction.COSINE));
              }
              if (random().nextInt(4) > 0) {
                document.add(new KnnFloatVectorField("keyed", vector()));
              }
              if (random().nextInt(4) > 0) {
                byte[] bytes = new byte[DIMENSION];
                random().nextBytes(bytes);
                document.add(
                    new OmdbByteVectorField(
                        "bytes", id, bytes, VectorSimilarityFunction.EUCLIDEAN));
              }
              document.add(new KnnFloatVectorField("foreign", vector()));
              writer.addDocument(document);
            }
            writer.commit();
            for (int i = 0; i < count; i += 7) {
              writer.deleteDocuments(new Term("key", segment + "_" + i));
            }
          });
    }
  }

  private static int documents(int segment) {
    return segment == 0 ? 1500 : RandomNumbers.randomIntBetween(random(), 5, 300);
  }

  public void testSoundIndexOfAllKinds() throws IOException {
    int segments = RandomNumbers.randomIntBetween(random(), 2, 4);
    writeOfAllKinds(segments);
    run(ExitStatus.DONE, "verify", index);
    assertEquals("", err);
    assertOut(": no problem in ");
    assertOut(
        "note: segment _0, field \"foreign\": the format is Lucene99HnswVectorsFormat, of which"
            + " only checksums are checked here\n");
    assertFalse(out, out.contains("problem:"));
    run(ExitStatus.DONE, "verify", index, "--lucene", "--json");
    JsonNode verified = json();
    assertTrue(out, verified.get("ok").asBoolean());

    run(ExitStatus.DONE, "inspect", index, "--json");
    JsonNode json = json();
    assertEquals(segments, json.get("segments").size());
    long bytes = 0;
    try (Directory directory = FSDirectory.open(index)) {
      for (String file : directory.listAll()) {
        bytes += file.equals(IndexWriter.WRITE_LOCK_NAME) ? 0 : directory.fileLength(file);
      }
    }
    assertEquals(bytes, json.get("bytes").asLong());
    assertEquals(bytes, verified.get("checked").get("bytes").asLong());
    int ids = 0;
    for (JsonNode segment : json.get("segments")) {
      assertTrue(segment.get("deleted_documents").asInt() > 0);
      assertTrue(segment.get("bytes_by_extension").get("omdb").asLong() > 0);
      assertEquals(4, segment.get("vector_fields").size());
      for (JsonNode field : segment.get("vector_fields")) {
        boolean omdb = field.get("name").asText().equals("foreign") == false;
        assertEquals(omdb, field.get("omdb").asBoolean());
        if (omdb) {
          String name = field.get("name").asText();
          assertEquals(name.equals("keyed") ? "key" : name, field.get("id_field").asText());
          assertEquals(field.get("vectors").asInt(), field.get("ids").asInt());
          ids += field.get("ids").asInt();
        } else {
          assertTrue(field.get("ids").isNull());
          assertTrue(field.get("bytes").isNull());
          assertEquals(
              segment.get("deleted_documents").asInt(), field.get("deleted_vectors").asInt());
        }
      }
    }
    assertEquals(ids, verified.get("checked").get("ids").asInt());
    JsonNode first = json.get("segments").get(0);
    assertTrue(first.get("compound").asBoolean());
    JsonNode levels = first.get("vector_fields").get(2).get("graph_nodes_per_level");
    assertEquals(first.get("vector_fields").get(2).get("vectors"), levels.get(0));
    assertEquals(16, first.get("vector_fields").get(2).get("graph_m").asInt());
  }

  public void testInspectPrintsATablePerSegment() throws IOException {
    writeOneSegment(random().nextBoolean());
    run(ExitStatus.DONE, "inspect", index);
    assertOut(index + ": index, commit segments_1, 1 segment, 200 documents\n");
    assertOut(
        "  own    Omdb5HnswVectorsFormat          4  float32   cosine          200        0  200  own");
    assertOut("all files: ");
    assertOut(", omdb ");
  }

  /** Vectors on a curve, which codes tell apart, or almost equal ones, which they do not. */
  private float[] wideVector(int i, boolean isTight) {
    float[] vector = new float[64];
    for (int j = 0; j < vector.length; j++) {
      vector[j] =
          isTight ? j + random().nextFloat() / 100_000 : (float) Math.sin((j + 1) * i / 1500.0 + j);
    }
    vector[0] +=
        isTight && i % 100 == 0 ? 10 + i : 0; // next to this, differences are too small for a code
    return vector;
  }

  public void testInspectTellsByWhatVectorsAreComparedAndWhy() throws IOException {
    write(
        new OmdbCodec(),
        random().nextBoolean(),
        writer -> {
          for (int segment = 0; segment < 2; segment++) {
            for (int i = 0; i < 1500; i++) {
              byte[] bytes = new byte[DIMENSION];
              random().nextBytes(bytes);
              float[] wild = wideVector(i, false);
              wild[3] = i == 7 ? 1e30f : wild[3];
              writer.addDocument(
                  document(
                      new KnnByteVectorField("bytes", bytes),
                      new KnnFloatVectorField("curve", wideVector(i, false)),
                      new KnnFloatVectorField("narrow", vector()),
                      new KnnFloatVectorField("tight", wideVector(i, true)),
                      new KnnFloatVectorField("wild", wild)));
            }
            writer.commit();
          }
          writer.addDocument(document(new KnnFloatVectorField("narrow", vector())));
        });
    run(ExitStatus.DONE, "inspect", index, "--json");
    JsonNode segments = json().get("segments");
    for (int segment = 0; segment < 2; segment++) {
      JsonNode fields = segments.get(segment).get("vector_fields");
      checkSearch(fields.get(0), "bytes", false, false);
      checkSearch(fields.get(1), "codes", true, true);
      checkSearch(fields.get(2), "float32 rows, because they have few dimensions", false, false);
      checkSearch(
          fields.get(3), "float32 rows, because codes do not tell near vectors apart", false, true);
      checkSearch(
          fields.get(4), "float32 rows, because a vector is too long for a code", false, false);
      assertEquals(segment == 1, fields.get(0).get("search").get("graph_is_draft").asBoolean());
      assertFalse(fields.get(2).get("search").get("graph_is_draft").asBoolean());
      assertEquals(120, fields.get(2).get("search").get("graph_ef_construction").asInt());
    }
    assertTrue(out, segments.get(2).get("vector_fields").get(0).get("search").isNull());
    JsonNode fields = segments.get(0).get("vector_fields");
    JsonNode codes = segments.get(0).get("bytes_by_extension");
    long links = 0;
    for (JsonNode field : fields) {
      boolean isByCodes = field.get("name").asText().equals("curve");
      assertEquals(field.toString(), isByCodes, field.at("/bytes/codes").asLong() > 0);
      assertTrue(field.toString(), field.at("/bytes/ids").asLong() >= 512);
      links += field.at("/bytes/links").asLong();
    }
    assertEquals(1500 * 64 * 4, fields.get(1).at("/bytes/rows").asLong());
    assertTrue(out, fields.get(1).at("/bytes/codes").asLong() < codes.get("omdc").asLong());
    assertTrue(out, links < codes.get("omda").asLong() + codes.get("vex").asLong());
    assertTrue(out, links > codes.get("omda").asLong());
    assertEquals(
        1 * DIMENSION * 4, segments.get(2).get("vector_fields").get(0).at("/bytes/rows").asLong());
    JsonNode scanned = segments.get(1).get("vector_fields").get(1).get("bytes");
    // Flushes build graphs where codes can't be scanned fast, as on Java 21.
    assertEquals(out, CodeScorer.isFast(), scanned.get("links").asLong() == 0);

    run(ExitStatus.DONE, "inspect", index);
    assertOut(
        "\n  curve: each search reads from codes ("
            + Words.counted(fields.get(1).at("/bytes/codes").asLong(), "byte")
            + ") and links ("
            + Words.counted(fields.get(1).at("/bytes/links").asLong(), "byte")
            + ") all over, and a few of the rows (384,000 bytes)\n");
    assertOut(
        "\n  curve: each search reads from codes ("
            + Words.counted(scanned.get("codes").asLong(), "byte")
            + (CodeScorer.isFast()
                ? ")"
                : ") and links (" + Words.counted(scanned.get("links").asLong(), "byte") + ")")
            + " all over, and a few of the rows (384,000 bytes)\n");
    assertOut(
        "\n  bytes: each search reads from links ("
            + Words.counted(fields.get(0).at("/bytes/links").asLong(), "byte")
            + ") and rows (6,000 bytes) all over\n");
    assertOut("\n  bytes: compared by bytes; graph: efConstruction 120\n");
    assertOut("\n  bytes: compared by bytes; graph: efConstruction 17, a draft\n");
    assertOut("\n  curve: compared by codes; candidates for ten hits: ");
    assertOut(" by 3 bits, ");
    assertOut(" by 1 bit; alarms: ");
    assertOut(
        "\n  narrow: compared by float32 rows, because they have few dimensions; graph:"
            + " efConstruction 120\n");
  }

  /** Whoever looks at a segment does not search it. */
  public void testSegmentsThatLoadThemselvesAreNotLoaded() throws IOException {
    write(
        OmdbCodec.builder().loadOnOpen(true).build(),
        random().nextBoolean(),
        writer -> {
          for (int i = 0; i < 1500; i++) {
            writer.addDocument(document(new KnnFloatVectorField("curve", wideVector(i, false))));
          }
        });
    try (ColdDirectory directory = new ColdDirectory(FSDirectory.open(index))) {
      SegmentInfos infos = SegmentInfos.readLatestCommit(directory);
      directory.record();
      try (OpenSegment segment = OpenSegment.open(infos.info(0), directory)) {
        FieldFacts facts = FieldFacts.of(segment, segment.vectorFields().get(0));
        assertTrue(directory.recorded().stream().mapToLong(read -> read.length()).sum() < 40_000);
        assertTrue(facts.memory().hot() > 40_000);
      }
      directory.record();
      DirectoryReader.open(directory).close();
      assertTrue(directory.recorded().stream().mapToLong(read -> read.length()).sum() > 40_000);
    }
  }

  private void checkSearch(JsonNode field, String comparedBy, boolean isByCodes, boolean measured) {
    JsonNode search = field.get("search");
    String name = field.toString();
    assertEquals(name, comparedBy, search.get("compared_by").asText());
    assertEquals(name, isByCodes, search.get("by_codes").asBoolean());
    assertEquals(name, measured, search.get("candidates_3_bits").asInt() >= 10);
    assertEquals(name, measured, search.get("candidates_1_bit").asInt() >= 10);
    assertEquals(name, measured, search.get("alarms_percent").isInt());
    assertEquals(
        name,
        field.get("graph_nodes_per_level").isEmpty(),
        search.get("graph_ef_construction").isNull());
  }

  public void testOneFieldOnly() throws IOException {
    writeOfAllKinds(1);
    run(ExitStatus.DONE, "verify", index, "--field", "keyed", "--json");
    assertEquals(0, json().get("findings").size());
    run(ExitStatus.FAILED, "verify", index, "--field", "nope");
    assertEquals(
        "omdb: " + index + " has no vector field \"nope\", but bytes, foreign, keyed, own\n", err);
    assertEquals("", out);
  }

  public void testVectorsWithoutIdsAndByteVectors() throws IOException {
    write(
        new OmdbCodec(),
        random().nextBoolean(),
        writer -> {
          writer.addDocument(document(new KnnByteVectorField("plain", new byte[] {1, 2})));
          writer.addDocument(new Document());
        });
    run(ExitStatus.DONE, "verify", index);
    assertOut(": no problem in 1 vector, 0 ids, ");
    run(ExitStatus.DONE, "inspect", index);
  }

  public void testIndexWithoutSegments() throws IOException {
    write(new OmdbCodec(), false, writer -> {});
    run(ExitStatus.DONE, "inspect", index);
    assertOut("0 segments, 0 documents");
    run(ExitStatus.DONE, "verify", index);
  }
}
