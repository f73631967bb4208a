// SPDX-License-Identifier: Apache-2.0
package org.omdb.image;

import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.apache.lucene.store.ByteBuffersDataOutput;
import org.apache.lucene.store.ByteBuffersIndexOutput;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.TestUtil;
import org.apache.lucene.util.BytesRef;
import org.omdb.fixtures.ImageBytes;
import org.omdb.fixtures.RandomIds;

/** Images against bytes laid out by hand. */
public class TestOmdbImage extends LuceneTestCase {

  /** Version 5, dimension 2, two vectors (1, -2) and (0.5, 3), ids "a" and "é". */
  private static final String GOLDEN =
      "4f4d4442" // OMDB
          + "05000000" // version
          + "02000000" // dimension
          + "02000000" // vector count
          + "1002000000000000" // id table at 528
          + "00".repeat(488)
          + "0000803f"
          + "000000c0"
          + "0000003f"
          + "00004040"
          + "02000000" // two entries
          + "01000000"
          + "00000000"
          + "61"
          + "02000000"
          + "01000000"
          + "c3a9";

  private static byte[] golden() {
    return HexFormat.of().parseHex(GOLDEN);
  }

  private static byte[] write(ElementType type, Object[] vectors, String[] ids) throws IOException {
    ByteBuffersDataOutput buffer = new ByteBuffersDataOutput();
    try (ByteBuffersIndexOutput out = new ByteBuffersIndexOutput(buffer, "test", "image.omdb")) {
      int dimension = Array.getLength(vectors[0]);
      int idCount = (int) Arrays.stream(ids).filter(id -> id != null).count();
      OmdbImageWriter writer =
          new OmdbImageWriter(
              out, OmdbHeader.of(type, dimension, vectors.length, idCount > 0), idCount);
      for (Object vector : vectors) {
        if (vector instanceof float[] floats) {
          writer.writeVector(floats);
        } else {
          writer.writeVector((byte[]) vector);
        }
      }
      for (int i = 0; i < ids.length; i++) {
        if (ids[i] != null) {
          writer.writeId(i, new BytesRef(ids[i]));
        }
      }
      assertEquals(out.getFilePointer(), writer.finish());
    }
    return buffer.toArrayCopy();
  }

  private static List<String> entries(OmdbImageReader image) throws IOException {
    List<String> found = new ArrayList<>();
    OmdbIdTable.Entries entries = image.idTable().entries();
    while (entries.next()) {
      found.add(entries.index() + "=" + entries.id().utf8ToString());
    }
    return found;
  }

  public void testWritesGoldenImage() throws IOException {
    byte[] written =
        write(
            ElementType.FLOAT32,
            new Object[] {new float[] {1, -2}, new float[] {0.5f, 3}},
            new String[] {"a", "\u00E9"});
    assertEquals(GOLDEN, HexFormat.of().formatHex(written));
  }

  public void testReadsGoldenImage() throws IOException {
    OmdbImageReader image = new OmdbImageReader(ImageBytes.input(golden()));
    assertEquals(
        new OmdbHeader(5, ElementType.FLOAT32, MagicOrder.DOCUMENT, 2, 2, 528), image.header());
    IndexInput vectors = image.vectors();
    assertEquals(16, vectors.length());
    float[] row = new float[2];
    vectors.readFloats(row, 0, 2);
    assertArrayEquals(new float[] {1, -2}, row, 0);
    vectors.readFloats(row, 0, 2);
    assertArrayEquals(new float[] {0.5f, 3}, row, 0);
    assertEquals(List.of("0=a", "1=\u00E9"), entries(image));
  }

  public void testReadsEngineMagicAndVersion4() throws IOException {
    byte[] engine = golden();
    byte[] magic = "BDMO".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(magic, 0, engine, 0, 4);
    OmdbImageReader image = new OmdbImageReader(ImageBytes.input(engine));
    assertEquals(MagicOrder.ENGINE, image.header().magicOrder());
    assertEquals(List.of("0=a", "1=\u00E9"), entries(image));

    engine[4] = 4;
    image = new OmdbImageReader(ImageBytes.input(engine));
    assertEquals(4, image.header().version());
    assertNull(image.idTable());
    assertEquals(16, image.vectors().length());
  }

  public void testBytesHaveTheirOwnMagic() throws IOException {
    byte[] written =
        write(ElementType.INT8, new Object[] {new byte[] {1, -2, 3}}, new String[] {"x"});
    assertEquals("OMD8", new String(written, 0, 4, StandardCharsets.US_ASCII));
    assertEquals(512 + 3 + 4 + 9, written.length);
    OmdbImageReader image = new OmdbImageReader(ImageBytes.input(written));
    assertEquals(ElementType.INT8, image.header().elementType());
    assertEquals(515, image.header().idTableOffset());
  }

  /**
   * What the engine leaves behind its data: zeros, and a count that promises more than is there.
   */
  public void testPaddingAndShortTables() throws IOException {
    for (int padding : new int[] {0, 1, 7, 8, 9, 1000, 1 << 20}) {
      ImageBytes bytes =
          new ImageBytes()
              .magic("BDMO")
              .header(5, 1, 4, 512 + 16)
              .vector(1, 2, 3, 4)
              .u32(4) // says four, has two
              .entry(0, "zero")
              .entry(2, "two")
              .zeros(padding);
      assertEquals(
          "padding " + padding,
          List.of("0=zero", "2=two"),
          entries(new OmdbImageReader(bytes.toInput())));
    }
  }

  public void testEmptyIdsAreEntries() throws IOException {
    ImageBytes bytes =
        new ImageBytes()
            .magic("OMDB")
            .header(5, 1, 3, 512 + 12)
            .vector(1, 2, 3)
            .u32(3)
            .entry(0, "")
            .entry(1, "")
            .entry(2, "two");
    assertEquals(List.of("0=", "1=", "2=two"), entries(new OmdbImageReader(bytes.toInput())));
  }

  private static void assertRefused(ImageBytes bytes, long offset, String... parts)
      throws IOException {
    assertRefused(bytes.toByteArray(), offset, parts);
  }

  private static void assertRefused(byte[] bytes, long offset, String... parts) throws IOException {
    IndexInput input = ImageBytes.input(bytes);
    OmdbFormatException e =
        expectThrows(
            OmdbFormatException.class,
            () -> {
              OmdbImageReader image = new OmdbImageReader(input);
              if (image.idTable() != null) {
                entries(image);
              }
            });
    assertEquals(e.getMessage(), offset, e.offset());
    for (String part : parts) {
      assertTrue(e.getMessage() + " lacks " + part, e.getMessage().contains(part));
    }
    assertTrue(e.getMessage(), e.getMessage().contains("image.omdb"));
    assertTrue(e.getMessage(), e.getMessage().contains("expected"));
  }

  private static ImageBytes image(int version, int dimension, int count, long idTableOffset) {
    return new ImageBytes().magic("OMDB").header(version, dimension, count, idTableOffset);
  }

  public void testRefusesWhatDoesNotAddUp() throws IOException {
    assertRefused(new byte[0], 0, "0 bytes", "512");
    assertRefused(Arrays.copyOf(golden(), 511), 0, "511 bytes");
    assertRefused(new ImageBytes().magic("OMDX").header(5, 1, 0, 0), 0, "4f4d4458", "BDMO");
    for (int version : new int[] {0, 3, 6, -1}) {
      assertRefused(image(version, 1, 0, 0), 4, Integer.toUnsignedString(version), "4 or 5");
    }
    assertRefused(image(5, 0, 1, 0), 8, "dimension", "0");
    assertRefused(image(5, -1, 1, 0), 8, "4294967295");
    assertRefused(image(5, 1, -2, 0), 12, "4294967294");
    assertRefused(image(5, 2, 3, 0).zeros(23), 8, "3 x 2", "23 bytes");
    assertRefused(image(5, Integer.MAX_VALUE, Integer.MAX_VALUE, 0), 8, "0 bytes");
    assertRefused(image(5, 1, 2, 519).zeros(100), 16, "519", "520");
    assertRefused(image(5, 1, 2, 528).zeros(19), 16, "528");
    assertRefused(image(5, 1, 2, -1).zeros(19), 16, "18446744073709551615");
    // id past the end, index too high, bytes that are not UTF-8, an entry cut off
    assertRefused(image(5, 1, 1, 516).zeros(4).u32(1).u32(2).u32(0).zeros(1), 520, "2", "1 bytes");
    assertRefused(image(5, 1, 1, 516).zeros(4).u32(1).u32(-1).u32(0), 520, "4294967295");
    assertRefused(image(5, 1, 1, 516).zeros(4).u32(1).entry(1, "x"), 524, "vector count 1");
    assertRefused(image(5, 1, 1, 516).zeros(4).u32(1).entry(-5, "x"), 524, "4294967291");
    assertRefused(
        image(5, 1, 1, 516).zeros(4).u32(1).u32(2).u32(0).raw(new byte[] {(byte) 0xC3, 0x28}),
        528,
        "[c3 28]",
        "UTF-8");
    assertRefused(image(5, 1, 1, 516).zeros(4).u32(2).entry(0, "x").u32(7), 529, "4 bytes");
  }

  public void testIdsTooLongToRead() throws IOException {
    int tooLong = OmdbIdTable.MAX_ID_BYTES + 1;
    ImageBytes bytes =
        image(5, 1, 1, 516).zeros(4).u32(1).u32(tooLong).u32(0).zeros(tooLong).u32(0);
    assertRefused(bytes, 520, Integer.toString(tooLong), "at most " + OmdbIdTable.MAX_ID_BYTES);
    OmdbIdTable.Entries entries = new OmdbImageReader(bytes.toInput()).idTable().entries();
    expectThrows(OmdbFormatException.class, entries::next);
    assertTrue(entries.skipRefused());
    assertFalse("no more entries are declared", entries.next());
  }

  public void testWriterRefusesWhatReadersWouldMisread() throws IOException {
    for (byte[] id : new byte[][] {{}, {(byte) 0xED, (byte) 0xA0, (byte) 0x80}, {(byte) 0xFF}}) {
      ByteBuffersIndexOutput out =
          new ByteBuffersIndexOutput(new ByteBuffersDataOutput(), "test", "test");
      OmdbImageWriter writer =
          new OmdbImageWriter(out, OmdbHeader.of(ElementType.FLOAT32, 1, 1, true), 1);
      expectThrows(IllegalStateException.class, () -> writer.writeId(0, new BytesRef("early")));
      writer.writeVector(new float[] {1});
      expectThrows(IllegalStateException.class, () -> writer.writeVector(new float[] {1}));
      expectThrows(IllegalArgumentException.class, () -> writer.writeId(0, new BytesRef(id)));
      expectThrows(IllegalStateException.class, writer::finish);
      writer.writeId(0, new BytesRef("ok"));
      expectThrows(IllegalStateException.class, () -> writer.writeId(0, new BytesRef("more")));
      writer.finish();
    }
  }

  public void testRandomRoundTrip() throws IOException {
    RandomIds random = new RandomIds(random());
    int count = atLeast(50);
    Object[] vectors = new Object[count];
    String[] ids = new String[count];
    List<String> expected = new ArrayList<>();
    int dimension = 1 + random().nextInt(10);
    for (int i = 0; i < count; i++) {
      float[] vector = new float[dimension];
      for (int d = 0; d < dimension; d++) {
        vector[d] = Float.intBitsToFloat(random().nextInt());
      }
      vectors[i] = vector;
      if (random().nextInt(4) > 0) {
        ids[i] = random.next();
        expected.add(i + "=" + ids[i]);
      }
    }
    OmdbImageReader image =
        new OmdbImageReader(ImageBytes.input(write(ElementType.FLOAT32, vectors, ids)));
    IndexInput rows = image.vectors();
    for (Object vector : vectors) {
      for (float component : (float[]) vector) {
        assertEquals(Float.floatToRawIntBits(component), rows.readInt());
      }
    }
    assertEquals(expected, expected.isEmpty() ? List.of() : entries(image));
  }

  /** Flipped bits and cut ends give a wrong value or the documented exception, nothing else. */
  public void testDamagedImagesThrowNothingElse() throws IOException {
    byte[] golden = golden();
    for (int i = atLeast(2000); i > 0; i--) {
      byte[] damaged =
          Arrays.copyOf(
              golden, random().nextInt(10) == 0 ? random().nextInt(golden.length) : golden.length);
      for (int flips = 1 + random().nextInt(3); flips > 0 && damaged.length > 0; flips--) {
        int at =
            random().nextBoolean()
                ? random().nextInt(damaged.length)
                : random().nextInt(Math.min(24, damaged.length));
        damaged[at] = (byte) random().nextInt();
      }
      try {
        OmdbImageReader image = new OmdbImageReader(ImageBytes.input(damaged));
        image.vectors();
        if (image.idTable() != null) {
          entries(image);
        }
      } catch (OmdbFormatException e) {
        assertTrue(e.offset() >= 0 && e.offset() <= damaged.length);
      }
    }
  }

  public void testUtf8() {
    for (int i = atLeast(1000); i > 0; i--) {
      BytesRef valid = new BytesRef(TestUtil.randomUnicodeString(random()));
      assertTrue(Utf8.isWellFormed(valid));
      byte[] noise = new byte[random().nextInt(6)];
      random().nextBytes(noise);
      String decoded = new String(noise, StandardCharsets.UTF_8);
      assertEquals(
          Arrays.equals(noise, decoded.getBytes(StandardCharsets.UTF_8)),
          Utf8.isWellFormed(new BytesRef(noise)));
    }
  }
}
