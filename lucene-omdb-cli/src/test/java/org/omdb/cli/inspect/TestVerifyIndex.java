// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.inspect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.BytesRef;
import org.omdb.cli.console.ExitStatus;
import org.omdb.lucene.OmdbCodec;

/** Whatever is damaged in an index is found, and named. */
public class TestVerifyIndex extends IndexCommandTestCase {

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

  private void writeMixedUpIds(BiFunction<String, BytesRef, Field> docValues) throws IOException {
    write(
        MixedUpIds.codec(),
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
}
