// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.inspect;

import com.carrotsearch.randomizedtesting.generators.RandomNumbers;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.DocValuesConsumer;
import org.apache.lucene.codecs.DocValuesFormat;
import org.apache.lucene.codecs.DocValuesProducer;
import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KeywordField;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValuesSkipper;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.SortedNumericDocValues;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.util.BytesRef;
import org.omdb.cli.console.ExitStatus;
import org.omdb.lucene.OmdbByteVectorField;
import org.omdb.lucene.OmdbCodec;
import org.omdb.lucene.OmdbVectorField;
import org.omdb.lucene.format.FlushDocValues;
import org.omdb.lucene.format.HnswParameters;
import org.omdb.lucene.format.OmdbHnswVectorsFormat;

@LuceneTestCase.SuppressFileSystems("ExtrasFS") // folders that Lucene leaves alone
public class TestInspectIndex extends CommandTestCase {

  private static final int DIMENSION = 4;

  private Path index;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    index = createTempDir();
  }

  /** What a test does with a writer. */
  private interface Writing {
    void to(IndexWriter writer) throws IOException;
  }

  private void write(Codec codec, boolean compound, Writing writing) throws IOException {
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setCodec(codec)
            .setUseCompoundFile(compound)
            .setMergePolicy(NoMergePolicy.INSTANCE);
    try (Directory directory = FSDirectory.open(index);
        IndexWriter writer = new IndexWriter(directory, config)) {
      writing.to(writer);
    }
  }

  private float[] vector() {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = random().nextFloat() + 0.1f;
    }
    return vector;
  }

  private Document document(String id) {
    return document(new OmdbVectorField("own", id, vector(), VectorSimilarityFunction.COSINE));
  }

  private static Document document(Field... fields) {
    Document document = new Document();
    for (Field field : fields) {
      document.add(field);
    }
    return document;
  }

  /** One segment with 200 documents. */
  private void writeOneSegment(boolean compound) throws IOException {
    write(
        new OmdbCodec(),
        compound,
        writer -> {
          for (int i = 0; i < 200; i++) {
            writer.addDocument(document("id " + i));
          }
        });
  }

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

  private Path file(String extension) throws IOException {
    try (Stream<Path> files = Files.list(index)) {
      return files.filter(f -> f.toString().endsWith("." + extension)).findFirst().orElseThrow();
    }
  }

  private void flip(Path file, long at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[(int) at] ^= (byte) (1 << random().nextInt(8));
    Files.write(file, bytes);
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

    run(ExitStatus.DONE, "inspect", index);
    assertOut("\n  bytes: compared by bytes; graph: efConstruction 120\n");
    assertOut("\n  bytes: compared by bytes; graph: efConstruction 17, a draft\n");
    assertOut("\n  curve: compared by codes; candidates for ten hits: ");
    assertOut(" by 3 bits, ");
    assertOut(" by 1 bit; alarms: ");
    assertOut(
        "\n  narrow: compared by float32 rows, because they have few dimensions; graph:"
            + " efConstruction 120\n");
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

  public void testEachFlippedByteIsFound() throws IOException {
    boolean compound = random().nextBoolean();
    writeOneSegment(compound);
    List<Path> files;
    try (Stream<Path> list = Files.list(index)) {
      files = list.filter(file -> file.endsWith("write.lock") == false).toList();
    }
    for (Path file : files) {
      byte[] sound = Files.readAllBytes(file);
      for (int i = 0; i < 8; i++) {
        flip(file, random().nextInt(sound.length));
        run(ExitStatus.FAILED, "verify", index);
        assertTrue(out, out.startsWith("problem: "));
        assertEquals("", err);
        omdb("inspect", index); // may well not notice
        Files.write(file, sound);
      }
    }
    run(ExitStatus.DONE, "verify", index);
  }

  public void testTruncatedAndMissingFilesAreFound() throws IOException {
    writeOneSegment(false);
    for (String extension : new String[] {"omdb", "omdi", "omdm", "vex", "vem", "dvd", "fnm"}) {
      Path file = file(extension);
      byte[] sound = Files.readAllBytes(file);
      Files.write(file, Arrays.copyOf(sound, random().nextInt(sound.length)));
      run(ExitStatus.FAILED, "verify", index);
      assertOut("problem: " + file.getFileName() + ": ");
      Files.delete(file);
      run(ExitStatus.FAILED, "verify", index);
      assertOut("problem: " + file.getFileName() + ": there is no file ");
      if (extension.equals("dvd") == false) {
        run(ExitStatus.FAILED, "inspect", index);
        assertTrue(err, err.startsWith("omdb: " + index + ": "));
        assertEquals(err, 1, err.lines().count());
      }
      Files.write(file, sound);
    }
    run(ExitStatus.DONE, "verify", index);
  }

  public void testDamagedIdIsFoundInTableOrderAndDocuments() throws IOException {
    writeOneSegment(false);
    Path file = file("omdb");
    String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
    byte[] damaged = Files.readAllBytes(file);
    damaged[bytes.indexOf("id 77")] = 'j';
    Files.write(file, damaged);
    run(ExitStatus.FAILED, "verify", index);
    assertOut("problem: " + file.getFileName() + ": checksum failed");
    assertOut("problem: segment _0, field \"own\": fingerprint of the ids is ");
    assertOut(
        "problem: segment _0, field \"own\": id of vector 77, document 77, is \"jd 77\", expected"
            + " \"id 77\" by the doc values\n");
    run(ExitStatus.FAILED, "verify", index, "--lucene");
    assertOut("CheckIndex found errors: org.apache.lucene.index.CorruptIndexException: checksum");
  }

  public void testDamageInACompoundFileIsNamed() throws IOException {
    writeOneSegment(true);
    Path file = file("cfs");
    String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
    flip(file, bytes.indexOf("OMDB", bytes.indexOf("Omdb5VectorData")) + 600);
    run(ExitStatus.FAILED, "verify", index);
    assertOut("problem: _0.cfs: checksum failed");
    assertOut("problem: _0_Omdb5HnswVectorsFormat_0.omdb in _0.cfs: checksum failed");
  }

  public void testDamagedCommit() throws IOException {
    writeOneSegment(false);
    Path file = index.resolve("segments_1");
    flip(file, Files.size(file) / 2);
    run(ExitStatus.FAILED, "verify", index);
    assertOut("problem: " + index + ": ");
    run(ExitStatus.FAILED, "inspect", index);
    assertEquals(err, 1, err.lines().count());
  }

  public void testOneDamagedSegmentDoesNotHideAnother() throws IOException {
    writeOneSegment(false);
    Path damaged = file("omdm");
    writeMixedUpIds(BinaryDocValuesField::new);
    flip(damaged, 100);
    run(ExitStatus.FAILED, "verify", index);
    assertOut("problem: segment _0, field \"own\": ");
    assertOut("problem: segment _1, field \"keyed\": id of vector 1");
  }

  /** Reads ids back from field "other", and says that it read them from "key". */
  private static Codec codecThatMixesUpIds() {
    Codec delegate = new Lucene104Codec();
    FlushDocValues connected =
        new FlushDocValues(List.of("key"), new MixedUpFormat(delegate.docValuesFormat()));
    KnnVectorsFormat format = new OmdbHnswVectorsFormat(HnswParameters.DEFAULT, connected);
    KnnVectorsFormat perField =
        new PerFieldKnnVectorsFormat() {
          @Override
          public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
            return format;
          }
        };
    return new FilterCodec(OmdbCodec.NAME, delegate) {
      @Override
      public DocValuesFormat docValuesFormat() {
        return connected.docValuesFormat();
      }

      @Override
      public KnnVectorsFormat knnVectorsFormat() {
        return perField;
      }
    };
  }

  private static final class MixedUpFormat extends DocValuesFormat {

    private final DocValuesFormat delegate;

    MixedUpFormat(DocValuesFormat delegate) {
      super(delegate.getName());
      this.delegate = delegate;
    }

    @Override
    public DocValuesConsumer fieldsConsumer(SegmentWriteState state) throws IOException {
      return delegate.fieldsConsumer(state);
    }

    @Override
    public DocValuesProducer fieldsProducer(SegmentReadState state) throws IOException {
      return new MixedUpValues(delegate.fieldsProducer(state), state.fieldInfos.fieldInfo("other"));
    }
  }

  private static final class MixedUpValues extends DocValuesProducer {

    private final DocValuesProducer delegate;
    private final FieldInfo other;

    MixedUpValues(DocValuesProducer delegate, FieldInfo other) {
      this.delegate = delegate;
      this.other = other;
    }

    @Override
    public NumericDocValues getNumeric(FieldInfo field) throws IOException {
      return delegate.getNumeric(other);
    }

    @Override
    public BinaryDocValues getBinary(FieldInfo field) throws IOException {
      return delegate.getBinary(other);
    }

    @Override
    public SortedDocValues getSorted(FieldInfo field) throws IOException {
      return delegate.getSorted(other);
    }

    @Override
    public SortedNumericDocValues getSortedNumeric(FieldInfo field) throws IOException {
      return delegate.getSortedNumeric(other);
    }

    @Override
    public SortedSetDocValues getSortedSet(FieldInfo field) throws IOException {
      return delegate.getSortedSet(other);
    }

    @Override
    public DocValuesSkipper getSkipper(FieldInfo field) throws IOException {
      return delegate.getSkipper(other);
    }

    @Override
    public void checkIntegrity() throws IOException {
      delegate.checkIntegrity();
    }

    @Override
    public void close() throws IOException {
      delegate.close();
    }
  }

  private void writeMixedUpIds(BiFunction<String, BytesRef, Field> docValues) throws IOException {
    write(
        codecThatMixesUpIds(),
        random().nextBoolean(),
        writer -> {
          for (int i = 0; i < 3; i++) {
            writer.addDocument(
                document(
                    new StringField("n", "" + i, Field.Store.NO),
                    new KnnFloatVectorField("keyed", vector()),
                    docValues.apply("other", new BytesRef(i == 0 ? "right 0" : "wrong " + i)),
                    docValues.apply("key", new BytesRef("right " + i))));
          }
          writer.commit();
          writer.deleteDocuments(new Term("n", "2"));
        });
  }

  public void testIdsThatDisagreeWithTheDocuments() throws IOException {
    List<BiFunction<String, BytesRef, Field>> types =
        List.of(BinaryDocValuesField::new, SortedDocValuesField::new, SortedSetDocValuesField::new);
    writeMixedUpIds(types.get(random().nextInt(types.size())));
    run(ExitStatus.FAILED, "verify", index);
    assertOut(
        "problem: segment _0, field \"keyed\": id of vector 1, document 1, is \"wrong 1\", expected"
            + " \"right 1\" by the doc values\n"
            + index
            + ": 1 problem in 3 vectors, 3 ids, ");
  }

  public void testUpdatedIdsAreNoted() throws IOException {
    write(
        new OmdbCodec(OmdbCodec.builder().idField("key")) {},
        false,
        writer -> {
          for (int i = 0; i < 3; i++) {
            writer.addDocument(
                document(
                    new StringField("n", "" + i, Field.Store.NO),
                    new KnnFloatVectorField("keyed", vector()),
                    new BinaryDocValuesField("key", new BytesRef("id " + i))));
          }
          writer.commit();
          writer.updateBinaryDocValue(new Term("n", "1"), "key", new BytesRef("new"));
        });
    run(ExitStatus.DONE, "verify", index);
    assertOut("note: segment _0, field \"keyed\": doc values of field \"key\" were updated later");
  }

  public void testNotFiniteVectorsAreFound() throws IOException {
    writeOneSegment(false);
    Path file = file("omdb");
    byte[] bytes = Files.readAllBytes(file);
    int image = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("OMDB");
    int at = image + 512 + 4 * (5 * DIMENSION + 2);
    System.arraycopy(new byte[] {0, 0, (byte) 0x80, 0x7F}, 0, bytes, at, 4);
    Files.write(file, bytes);
    run(ExitStatus.FAILED, "verify", index);
    assertOut("field \"own\": component 2 of vector 5 is Infinity, expected a finite number\n");
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
