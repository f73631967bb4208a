// SPDX-License-Identifier: Apache-2.0
package org.omdb.image;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.LuceneTestCase.SuppressFileSystems;
import org.apache.lucene.util.BytesRef;
import org.omdb.fixtures.ImageBytes;
import org.omdb.fixtures.RandomIds;
import org.omdb.image.OmdbFileIds.Kind;

/** Stand-alone files: the layout's rules for ids, and files that are whole or not there. */
@SuppressFileSystems("*") // memory-mapped
public class TestOmdbFile extends LuceneTestCase {

  private Path write(ImageBytes bytes) throws IOException {
    return Files.write(createTempDir().resolve("test.omdb"), bytes.toByteArray());
  }

  private static ImageBytes image(int count) {
    ImageBytes bytes = new ImageBytes().magic("BDMO").header(5, 1, count, 512 + 4L * count);
    for (int i = 0; i < count; i++) {
      bytes.vector(i);
    }
    return bytes;
  }

  private static String id(OmdbFileIds ids, int index) throws IOException {
    BytesRef id = new BytesRef();
    return ids.read(index, id) ? id.utf8ToString() : null;
  }

  public void testRulesOfTheEngine() throws IOException {
    Path path =
        write(
            image(8)
                .u32(8)
                .entry(0, "zero")
                .entry(1, "") // reads as empty_1
                .entry(2, "twice")
                .entry(4, "four")
                .entry(4, "vier") // a vector of two ids
                .entry(5, "vec_3") // a user's id that looks made up
                .entry(6, "twice") // the later one wins
                .zeros(4096));
    try (OmdbFile file = OmdbFile.open(path)) {
      OmdbFileIds ids = file.ids();
      assertEquals("zero", id(ids, 0));
      assertNull(id(ids, 1));
      assertNull(id(ids, 2));
      assertNull(id(ids, 3));
      assertEquals("four", id(ids, 4));
      assertEquals("vec_3", id(ids, 5));
      assertEquals("twice", id(ids, 6));
      assertEquals(Kind.EMPTY, ids.kind(1));
      assertEquals(Kind.SUPERSEDED, ids.kind(2));
      assertEquals(Kind.MISSING, ids.kind(3));
      assertEquals(Kind.MISSING, ids.kind(7));
      assertEquals(4, ids.count(Kind.STORED));
      assertEquals(1, ids.count(Kind.EMPTY));
      assertEquals(2, ids.count(Kind.MISSING));
      assertEquals(1, ids.count(Kind.SUPERSEDED));
      assertEquals(7, ids.entries());
      assertEquals(5, ids.ids());
      assertEquals(1, ids.supersededEntries());
      assertEquals(6, ids.indexOf(new BytesRef("twice")));
      assertEquals(4, ids.indexOf(new BytesRef("vier")));
      assertEquals(5, ids.indexOf(new BytesRef("vec_3")));
      assertEquals(-1, ids.indexOf(new BytesRef("vec_7")));
      assertEquals(-1, ids.indexOf(new BytesRef("")));
      assertEquals("empty_1", ids.madeUp(1));
      assertEquals("vec_7", ids.madeUp(7));
      assertEquals("a user's id is not taken", "vec_3_", ids.madeUp(3));
    }
  }

  public void testWithoutTable() throws IOException {
    ImageBytes bytes = new ImageBytes().magic("OMDB").header(4, 1, 2, 77).vector(5, 6);
    try (OmdbFile file = OmdbFile.open(write(bytes))) {
      assertEquals(2, file.ids().count(Kind.MISSING));
      assertEquals(-1, file.ids().indexOf(new BytesRef("x")));
      float[] vector = new float[1];
      file.readVector(1, vector);
      assertEquals(6, vector[0], 0);
      expectThrows(IndexOutOfBoundsException.class, () -> file.readVector(2, vector));
    }
  }

  /** Random tables against a dictionary, entry by entry as the engine fills it. */
  public void testRandomTables() throws IOException {
    for (int round = atLeast(5); round > 0; round--) {
      int count = 1 + random().nextInt(200);
      RandomIds random = new RandomIds(random());
      List<String> known = new ArrayList<>();
      Map<String, Integer> dictionary = new HashMap<>();
      int entries = random().nextInt(2 * count);
      ImageBytes bytes = image(count).u32(entries);
      for (int i = 0; i < entries; i++) {
        String id =
            known.isEmpty() || random().nextInt(3) > 0
                ? random.next()
                : known.get(random().nextInt(known.size()));
        known.add(id);
        int index = random().nextInt(count);
        bytes.entry(index, id);
        dictionary.put(id, index);
      }
      try (OmdbFile file = OmdbFile.open(write(bytes.zeros(random().nextInt(100))))) {
        OmdbFileIds ids = file.ids();
        assertEquals(dictionary.size(), ids.ids());
        for (Map.Entry<String, Integer> entry : dictionary.entrySet()) {
          assertEquals((int) entry.getValue(), ids.indexOf(new BytesRef(entry.getKey())));
        }
        for (int i = 0; i < count; i++) {
          String id = id(ids, i);
          assertEquals(dictionary.containsValue(i), id != null);
          if (id != null) {
            assertEquals(i, (int) dictionary.get(id));
          }
        }
        Map<String, Integer> walked = new HashMap<>();
        OmdbIdTable.Entries cursor = file.idTable().entries();
        while (cursor.next()) {
          if (ids.isSuperseded(cursor) == false) {
            assertNull(walked.put(cursor.id().utf8ToString(), cursor.index()));
          }
        }
        assertEquals(dictionary, walked);
      }
    }
  }

  /** A table large enough for a temporary file. */
  public void testLargeTable() throws IOException {
    int count = 100_000;
    Path path = createTempDir().resolve("large.omdb");
    OmdbHeader header = OmdbHeader.of(ElementType.FLOAT32, 1, count, true);
    try (OmdbFileWriter writer = OmdbFileWriter.create(path, header, count, false)) {
      for (int i = 0; i < count; i++) {
        writer.image().writeVector(new float[] {i});
      }
      for (int i = 0; i < count; i++) {
        writer.image().writeId(i, new BytesRef("user_" + i));
      }
      writer.commit();
    }
    try (OmdbFile file = OmdbFile.open(path)) {
      float[] vector = new float[1];
      for (int i = 0; i < 1_000; i++) {
        int index = random().nextInt(count);
        assertEquals(index, file.ids().indexOf(new BytesRef("user_" + index)));
        assertEquals("user_" + index, id(file.ids(), index));
        file.readVector(index, vector);
        assertEquals(index, vector[0], 0);
      }
      assertEquals(count, file.ids().count(Kind.STORED));
    }
  }

  private static void writeOne(Path target, float value, boolean overwrite, boolean commit)
      throws IOException {
    OmdbHeader header =
        OmdbHeader.of(ElementType.FLOAT32, 1, 1, false).withMagicOrder(MagicOrder.ENGINE);
    try (OmdbFileWriter writer = OmdbFileWriter.create(target, header, 0, overwrite)) {
      writer.image().writeVector(new float[] {value});
      if (commit) {
        writer.commit();
      }
    }
  }

  public void testWritesVersion4() throws IOException {
    Path target = createTempDir().resolve("four.omdb");
    OmdbHeader four = new OmdbHeader(4, ElementType.FLOAT32, MagicOrder.ENGINE, 1, 1, 0);
    try (OmdbFileWriter writer = OmdbFileWriter.create(target, four, 0, false)) {
      writer.image().writeVector(new float[] {7});
      assertEquals(516, writer.commit());
    }
    assertArrayEquals(
        new ImageBytes().magic("BDMO").header(4, 1, 1, 0).vector(7).toByteArray(),
        Files.readAllBytes(target));
    assertEquals(7, readOne(target), 0);
  }

  private static float readOne(Path target) throws IOException {
    try (OmdbFile file = OmdbFile.open(target)) {
      assertEquals(MagicOrder.ENGINE, file.header().magicOrder());
      float[] vector = new float[1];
      file.readVector(0, vector);
      return vector[0];
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  public void testTargetIsWholeOrUntouched() throws IOException {
    Path folder = createTempDir();
    Path target = folder.resolve("out.omdb");
    writeOne(target, 1, false, false);
    assertEquals("no commit leaves nothing", List.of(), names(folder));
    writeOne(target, 1, false, true);
    assertEquals(1, readOne(target), 0);
    FileAlreadyExistsException e =
        expectThrows(FileAlreadyExistsException.class, () -> writeOne(target, 2, false, true));
    assertTrue(e.getMessage(), e.getMessage().contains("out.omdb"));
    writeOne(target, 2, true, false);
    assertEquals(1, readOne(target), 0);
    writeOne(target, 2, true, true);
    assertEquals(2, readOne(target), 0);
    OmdbHeader two = OmdbHeader.of(ElementType.FLOAT32, 1, 2, false);
    try (OmdbFileWriter writer = OmdbFileWriter.create(target, two, 0, true)) {
      writer.image().writeVector(new float[] {3});
      expectThrows(IllegalStateException.class, writer::commit);
    }
    assertEquals(2, readOne(target), 0);
    assertEquals(List.of("out.omdb"), names(folder));
  }

  public void testMissing() throws IOException {
    Path folder = createTempDir();
    expectThrows(NoSuchFileException.class, () -> OmdbFile.open(folder.resolve("none.omdb")));
    expectThrows(
        IOException.class, () -> writeOne(folder.resolve("no").resolve("x.omdb"), 1, false, true));
    assertEquals(List.of(), names(folder));
    Path text = Files.writeString(folder.resolve("text.omdb"), "hello".repeat(200));
    OmdbFormatException e = expectThrows(OmdbFormatException.class, () -> OmdbFile.open(text));
    assertTrue(e.getMessage(), e.getMessage().contains("text.omdb"));
  }
}
