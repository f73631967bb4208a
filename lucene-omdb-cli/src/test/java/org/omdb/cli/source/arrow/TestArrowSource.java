// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.arrow;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.arrow.flatbuf.Footer;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.TimeMilliVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.TimeStampMilliVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ViewVarCharVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.apache.lucene.tests.util.TestUtil;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.console.Json;
import org.omdb.cli.source.SourceFormats;
import org.omdb.cli.source.SourceTestCase;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.VectorSource;

/** Files of Arrow's own classes; those of other writers are in {@code TestColumnarSamples}. */
public class TestArrowSource extends SourceTestCase {

  private static final ArrowFormat ARROW = new ArrowFormat();

  private static final ArrowType UTF8 = ArrowType.Utf8.INSTANCE;
  private static final ArrowType INT32 = new ArrowType.Int(32, true);
  private static final ArrowType FLOAT32 =
      new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);

  private static Field field(String name, ArrowType type, Field... children) {
    return new Field(name, FieldType.nullable(type), List.of(children));
  }

  private static Field vectors(ArrowType list, ArrowType element) {
    return field("vector", list, field("item", element));
  }

  private static List<Row> read(Path file, Columns columns) throws IOException, CommandFailure {
    List<Row> rows = new ArrayList<>();
    try (VectorSource source = SourceFormats.open(SourceFile.open(file), ARROW, columns)) {
      while (source.next()) {
        rows.add(new Row(source.id(), source.vector(), source.stored()));
      }
    }
    return rows;
  }

  private static Path write(List<Field> fields, int rows, ArrowFiles.BatchWriter writer)
      throws IOException {
    return write("a.arrow", ArrowFiles.write(random(), fields, rows, writer));
  }

  private static void setList(FieldVector list, int row, float[] v) {
    int from =
        switch (list) {
          case ListVector variable -> variable.startNewValue(row);
          case LargeListVector large -> (int) large.startNewValue(row);
          default -> ((FixedSizeListVector) list).startNewValue(row);
        };
    FieldVector items = list.getChildrenFromFields().get(0);
    for (int i = 0; i < v.length; i++) {
      switch (items) {
        case Float4Vector floats -> floats.setSafe(from + i, v[i]);
        case Float8Vector doubles -> doubles.setSafe(from + i, v[i]);
        case Float2Vector halves -> halves.setSafeWithPossibleTruncate(from + i, v[i]);
        default -> ((IntVector) items).setSafe(from + i, (int) v[i]);
      }
    }
    switch (list) {
      case ListVector variable -> variable.endValue(row, v.length);
      case LargeListVector large -> large.endValue(row, v.length);
      default -> {}
    }
  }

  private static void setText(FieldVector texts, int row, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (texts instanceof VarCharVector small) {
      small.setSafe(row, bytes);
    } else {
      ((LargeVarCharVector) texts).setSafe(row, bytes);
    }
  }

  public void testRowsComeAsWrittenFromFilesAndStreamsWithAnyCodec() throws Exception {
    float[][] vectors = randomVectors();
    ArrowType list =
        switch (random().nextInt(3)) {
          case 0 -> ArrowType.List.INSTANCE;
          case 1 -> ArrowType.LargeList.INSTANCE;
          default -> new ArrowType.FixedSizeList(vectors[0].length);
        };
    boolean large = random().nextBoolean();
    Path file =
        write(
            List.of(
                field("id", large ? ArrowType.LargeUtf8.INSTANCE : UTF8),
                vectors(list, FLOAT32),
                field("n", INT32)),
            vectors.length,
            (batch, from, to) -> {
              for (int row = from; row < to; row++) {
                setText(batch.getVector("id"), row - from, "é" + row);
                setList(batch.getVector("vector"), row - from, vectors[row]);
                ((IntVector) batch.getVector("n")).setSafe(row - from, row);
              }
            });
    List<Row> rows = read(ARROW, file);
    assertVectors(rows, vectors);
    for (int i = 0; i < vectors.length; i++) {
      assertEquals("é" + i, rows.get(i).id());
      assertEquals(Map.of("n", (long) i), rows.get(i).stored());
    }
    assertEquals("arrow", detect(file));
  }

  public void testComponentsMayBeOfAnyNumericType() throws Exception {
    for (ArrowType element :
        List.of(
            new ArrowType.FloatingPoint(FloatingPointPrecision.HALF),
            new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE),
            INT32)) {
      Path file =
          write(
              List.of(vectors(new ArrowType.FixedSizeList(2), element)),
              20,
              (batch, from, to) -> {
                for (int row = from; row < to; row++) {
                  setList(batch.getVector("vector"), row - from, new float[] {row, -row});
                }
              });
      List<Row> rows = read(ARROW, file);
      assertEquals(20, rows.size());
      for (int i = 0; i < 20; i++) {
        assertArrayEquals(element.toString(), new float[] {i, -i}, rows.get(i).vector(), 0);
        assertNull(rows.get(i).id());
      }
    }
  }

  public void testOtherColumnsAreStoredWithTheirTypes() throws Exception {
    List<Field> fields =
        List.of(
            vectors(ArrowType.List.INSTANCE, FLOAT32),
            field("text", ArrowType.LargeUtf8.INSTANCE),
            field("l", new ArrowType.Int(64, true)),
            field("u", new ArrowType.Int(64, false)),
            field("f", FLOAT32),
            field("b", ArrowType.Bool.INSTANCE),
            field("day", new ArrowType.Date(DateUnit.DAY)),
            field("clock", new ArrowType.Time(TimeUnit.MILLISECOND, 32)),
            field("at", new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC")),
            field("local", new ArrowType.Timestamp(TimeUnit.MILLISECOND, null)),
            field("price", new ArrowType.Decimal(20, 2, 128)),
            field("raw", new ArrowType.FixedSizeBinary(2)),
            field("tags", ArrowType.List.INSTANCE, field("item", UTF8)),
            field("s", ArrowType.Struct.INSTANCE, field("x", INT32), field("y", UTF8)),
            field("none", ArrowType.Null.INSTANCE));
    Path file = write(fields, 2, TestArrowSource::writeTypes);
    List<Row> rows = read(ARROW, file);
    Map<String, Object> stored = rows.get(0).stored();
    assertEquals("ü\n", stored.get("text"));
    assertEquals(1L << 40, stored.get("l"));
    assertEquals(new Json("18446744073709551615"), stored.get("u"));
    assertEquals(0.1, stored.get("f"));
    assertEquals(true, stored.get("b"));
    assertEquals("2024-10-04", stored.get("day"));
    assertEquals("12:00:00.500", stored.get("clock"));
    assertEquals("2023-11-14T22:13:20.123456Z", stored.get("at"));
    assertEquals("1969-12-31T23:59:59.999", stored.get("local"));
    assertEquals(-12.5, stored.get("price"));
    assertEquals("/wA=", stored.get("raw"));
    assertEquals(new Json("[\"a\",null]"), stored.get("tags"));
    assertEquals(new Json("{\"x\":7,\"y\":\"z\"}"), stored.get("s"));
    assertEquals(13, stored.size());
    assertEquals(Map.of(), rows.get(1).stored());
    assertEquals(
        Map.of("l", 1L << 40),
        read(file, new Columns(null, null, List.of("l"), false)).get(0).stored());
  }

  private static void writeTypes(VectorSchemaRoot batch, int from, int to) {
    for (int row = from; row < to; row++) {
      int at = row - from;
      setList(batch.getVector("vector"), at, new float[] {row});
      if (row == 1) {
        continue; // nulls
      }
      setText(batch.getVector("text"), at, "ü\n");
      ((BigIntVector) batch.getVector("l")).setSafe(at, 1L << 40);
      ((UInt8Vector) batch.getVector("u")).setSafe(at, -1L);
      ((Float4Vector) batch.getVector("f")).setSafe(at, 0.1f);
      ((BitVector) batch.getVector("b")).setSafe(at, 1);
      ((DateDayVector) batch.getVector("day")).setSafe(at, 20_000);
      ((TimeMilliVector) batch.getVector("clock")).setSafe(at, 43_200_500);
      ((TimeStampMicroTZVector) batch.getVector("at")).setSafe(at, 1_700_000_000_123_456L);
      ((TimeStampMilliVector) batch.getVector("local")).setSafe(at, -1);
      ((DecimalVector) batch.getVector("price")).setSafe(at, new BigDecimal("-12.50"));
      ((FixedSizeBinaryVector) batch.getVector("raw")).setSafe(at, new byte[] {(byte) 0xff, 0});
      ListVector tags = (ListVector) batch.getVector("tags");
      int tag = tags.startNewValue(at);
      setText(tags.getChildrenFromFields().get(0), tag, "a");
      tags.getDataVector().setNull(tag + 1);
      tags.endValue(at, 2);
      StructVector s = (StructVector) batch.getVector("s");
      s.setIndexDefined(at);
      ((IntVector) s.getChild("x")).setSafe(at, 7);
      setText(s.getChild("y"), at, "z");
    }
  }

  private static Field uuids(String name) {
    Map<String, String> extension = Map.of("ARROW:extension:name", "arrow.uuid");
    ArrowType bytes = new ArrowType.FixedSizeBinary(16);
    return new Field(name, new FieldType(true, bytes, null, extension), null);
  }

  public void testUuidsAreText() throws Exception {
    byte[] uuid = new byte[16];
    random().nextBytes(uuid);
    uuid[0] = (byte) 0xff; // no UTF-8
    Path file =
        write(
            List.of(
                uuids("id"),
                field("bytes", new ArrowType.FixedSizeBinary(16)),
                vectors(ArrowType.List.INSTANCE, FLOAT32),
                uuids("parent")),
            2,
            (batch, from, to) -> {
              for (int row = from; row < to; row++) {
                setList(batch.getVector("vector"), row - from, new float[] {1});
                ((FixedSizeBinaryVector) batch.getVector("id")).setSafe(row - from, uuid);
                if (row == 0) {
                  ((FixedSizeBinaryVector) batch.getVector("bytes")).setSafe(row - from, uuid);
                  ((FixedSizeBinaryVector) batch.getVector("parent")).setSafe(row - from, uuid);
                }
              }
            });
    ByteBuffer bytes = ByteBuffer.wrap(uuid);
    String text = new UUID(bytes.getLong(), bytes.getLong()).toString();
    List<Row> rows = read(ARROW, file);
    assertEquals(text, rows.get(0).id());
    assertEquals(text, rows.get(1).id());
    String base64 = Base64.getEncoder().encodeToString(uuid);
    assertEquals(Map.of("bytes", base64, "parent", text), rows.get(0).stored());
    assertEquals(Map.of(), rows.get(1).stored());
  }

  public void testDurationsAreExactSeconds() throws Exception {
    long[] nanos = {Long.MAX_VALUE, -1_500_000_000L};
    Path file =
        write(
            List.of(
                vectors(ArrowType.List.INSTANCE, FLOAT32),
                field("seconds", new ArrowType.Duration(TimeUnit.SECOND)),
                field("millis", new ArrowType.Duration(TimeUnit.MILLISECOND)),
                field("nanos", new ArrowType.Duration(TimeUnit.NANOSECOND))),
            2,
            (batch, from, to) -> {
              for (int row = from; row < to; row++) {
                setList(batch.getVector("vector"), row - from, new float[] {1});
                ((DurationVector) batch.getVector("seconds")).setSafe(row - from, 3L);
                ((DurationVector) batch.getVector("millis")).setSafe(row - from, 2_001L);
                ((DurationVector) batch.getVector("nanos")).setSafe(row - from, nanos[row]);
              }
            });
    List<Row> rows = read(ARROW, file);
    Json exact = new Json("9223372036.854775807");
    assertEquals(Map.of("seconds", 3L, "millis", 2.001, "nanos", exact), rows.get(0).stored());
    assertEquals(-1.5, rows.get(1).stored().get("nanos"));
  }

  public void testIdsOfBytesThatAreNotUtf8AreRefused() throws Exception {
    Path file =
        write(
            List.of(
                field("id", new ArrowType.FixedSizeBinary(2)),
                vectors(ArrowType.List.INSTANCE, FLOAT32)),
            2,
            (batch, from, to) -> {
              for (int row = from; row < to; row++) {
                setList(batch.getVector("vector"), row - from, new float[] {1});
                byte[] id = row == 0 ? new byte[] {'a', 'b'} : new byte[] {'a', (byte) 0xe9};
                ((FixedSizeBinaryVector) batch.getVector("id")).setSafe(row - from, id);
              }
            });
    assertRefused(
        ARROW,
        file,
        "row 1: found bytes that are not UTF-8 in column \"id\", expected an id in UTF-8; --no-ids"
            + " imports without ids");
    List<Row> rows = read(file, new Columns(null, null, List.of("id"), true));
    assertEquals(Map.of("id", "ab"), rows.get(0).stored());
    assertEquals(Map.of("id", "Yek="), rows.get(1).stored());
  }

  public void testDictionariesAreRead() throws Exception {
    DictionaryEncoding encoding = new DictionaryEncoding(5, false, new ArrowType.Int(8, true));
    String[] words = {"de", "en", "", "ü"};
    Field lang = new Field("lang", new FieldType(true, new ArrowType.Int(8, true), encoding), null);
    int count = TestUtil.nextInt(random(), 1, 200);
    byte[] bytes =
        ArrowFiles.write(
            random(),
            List.of(lang, vectors(ArrowType.List.INSTANCE, FLOAT32)),
            count,
            allocator -> {
              VarCharVector values = new VarCharVector("words", allocator);
              for (int i = 0; i < words.length; i++) {
                setText(values, i, words[i]);
              }
              values.setValueCount(words.length);
              return new DictionaryProvider.MapDictionaryProvider(new Dictionary(values, encoding));
            },
            (batch, from, to) -> {
              for (int row = from; row < to; row++) {
                setList(batch.getVector("vector"), row - from, new float[] {1});
                if (row % 5 > 0) {
                  ((org.apache.arrow.vector.TinyIntVector) batch.getVector("lang"))
                      .setSafe(row - from, row % 5 - 1);
                }
              }
            });
    List<Row> rows = read(ARROW, write("a.arrow", bytes));
    for (int i = 0; i < count; i++) {
      assertEquals(i % 5 == 0 ? Map.of() : Map.of("lang", words[i % 5 - 1]), rows.get(i).stored());
    }
  }

  /** As after a sort, which moves views alone. */
  public void testViewsMayGoBackToEarlierBuffers() throws Exception {
    int count = TestUtil.nextInt(random(), 2, 100);
    Path file =
        write(
            List.of(
                field("id", ArrowType.Utf8View.INSTANCE),
                vectors(new ArrowType.FixedSizeList(1), FLOAT32)),
            count,
            (batch, from, to) -> {
              for (int row = to - 1; row >= from; row--) {
                byte[] text = ("é" + row).repeat(1 + row).getBytes(StandardCharsets.UTF_8);
                ((ViewVarCharVector) batch.getVector("id")).setSafe(row - from, text);
              }
              for (int row = from; row < to; row++) {
                setList(batch.getVector("vector"), row - from, new float[] {row});
              }
            });
    List<Row> rows = read(ARROW, file);
    assertEquals(count, rows.size());
    for (int i = 0; i < count; i++) {
      assertEquals(("é" + i).repeat(1 + i), rows.get(i).id());
    }
  }

  public void testStringsThatAreTooLongAreRefusedWithAWayOut() throws Exception {
    Path file =
        write(
            List.of(
                field("text", ArrowType.Utf8View.INSTANCE),
                vectors(new ArrowType.FixedSizeList(1), FLOAT32)),
            1,
            (batch, from, to) -> {
              byte[] text = "x".repeat(1_001).getBytes(StandardCharsets.UTF_8);
              for (int row = from; row < to; row++) {
                ((ViewVarCharVector) batch.getVector("text")).setSafe(row - from, text);
                setList(batch.getVector("vector"), row - from, new float[] {row});
              }
            });
    assertEquals(1, readViews(file, 1_001, Columns.DEFAULT).size());
    CommandFailure failure =
        expectThrows(CommandFailure.class, () -> readViews(file, 1_000, Columns.DEFAULT));
    assertEquals(
        file
            + ": row 0: found strings of more than 1000 bytes in column \"text\" of a batch,"
            + " expected smaller batches, or strings in the order of rows; --store with other"
            + " columns leaves this one out",
        failure.getMessage());
    List<Row> rows = readViews(file, 1_000, new Columns(null, null, List.of("vector"), false));
    assertEquals(Map.of(), rows.get(0).stored());
  }

  private static List<Row> readViews(Path file, int viewBytes, Columns columns) throws Exception {
    return rows(ArrowFiles.open(file, columns, new ArrowLimits(0, 0, viewBytes)));
  }

  public void testAnErrorOfTheDiskIsCalledThat() throws Exception {
    Path path = write("a", new ArrowTarget().sample(random()));
    int most = 0;
    for (int good = 0; most == 0; good++) {
      SourceFile file = SourceFile.open(path);
      file.path("arrow");
      int[] left = {good};
      SeekableByteChannel failing =
          new SeekableInMemoryByteChannel(Files.readAllBytes(path)) {
            @Override
            public int read(ByteBuffer target) throws IOException {
              if (left[0]-- == 0) {
                throw new IOException("Input/output error");
              }
              return super.read(target);
            }
          };
      try {
        rows(ArrowSource.open(file, failing, Columns.DEFAULT, ArrowLimits.DEFAULT));
        most = good; // did not need as many
      } catch (CommandFailure failure) {
        assertEquals(path + ": Input/output error, while it was read", failure.getMessage());
      }
    }
    assertTrue(most > 2);
  }

  public void testBadRowsAreNamed() throws Exception {
    int count = TestUtil.nextInt(random(), 2, 600);
    int bad = TestUtil.nextInt(random(), 1, count - 1);
    String finite = ", expected a finite number in the range of float32";
    assertRow(count, bad, null, "found null, expected a vector");
    assertRow(count, bad, new float[0], "found dimension 0, expected 1 to 16384");
    assertRow(count, bad, new float[3], "found 3 components, expected 2 as in row 0");
    assertRow(count, bad, new float[] {1, Float.NaN}, "found NaN as component 1" + finite);
  }

  private static void assertRow(int count, int bad, float[] vector, String expected)
      throws IOException {
    Path file =
        write(
            List.of(vectors(ArrowType.List.INSTANCE, FLOAT32)),
            count,
            (batch, from, to) -> {
              for (int row = from; row < to; row++) {
                float[] v = row == bad ? vector : new float[] {row, 1};
                if (v == null) {
                  ((ListVector) batch.getVector("vector")).setNull(row - from);
                } else {
                  setList(batch.getVector("vector"), row - from, v);
                }
              }
            });
    assertRefused(ARROW, file, "row " + bad + ": " + expected);
  }

  public void testANullComponentIsRefused() throws Exception {
    Path file =
        write(
            List.of(vectors(new ArrowType.FixedSizeList(2), FLOAT32)),
            1,
            (batch, from, to) -> {
              if (to > from) {
                setList(batch.getVector("vector"), 0, new float[] {1, 2});
                batch.getVector("vector").getChildrenFromFields().get(0).setNull(1);
              }
            });
    assertRefused(
        ARROW,
        file,
        "row 0: found null as component 1, expected a finite number in the range of float32");
  }

  public void testATypeThatCantBeStoredIsNamed() throws Exception {
    Path file =
        write(
            List.of(
                vectors(ArrowType.List.INSTANCE, FLOAT32),
                field("i", new ArrowType.Interval(IntervalUnit.YEAR_MONTH)),
                field("n", INT32)),
            1,
            (batch, from, to) -> {
              if (to > from) {
                setList(batch.getVector("vector"), 0, new float[] {1});
                ((IntVector) batch.getVector("n")).setSafe(0, 3);
              }
            });
    assertRefused(
        ARROW,
        file,
        "found column \"i\" of type interval, expected types that can be stored; --store names the"
            + " columns to store");
    assertEquals(
        Map.of("n", 3L), read(file, new Columns(null, null, List.of("n"), false)).get(0).stored());
  }

  public void testOtherFilesAreRefused() throws Exception {
    assertRefused(
        ARROW,
        write("a.feather", "FEA1 and so on"),
        "found \"Feather of version 1; version 2 can be r...\" when reading it, expected an Arrow"
            + " file");
    assertRefused(
        ARROW,
        write("a.arrow", "ARROW1\0\0 cut off"),
        "found \"no ARROW1 at the end, so it is cut off\" when reading it, expected an Arrow file");
    assertRefused(
        ARROW,
        write(List.of(vectors(ArrowType.List.INSTANCE, FLOAT32)), 0, (batch, from, to) -> {}),
        "found no rows, expected vectors");
  }

  private static byte[] tenRows(String magic) throws IOException {
    byte[] bytes;
    do { // files and streams
      bytes =
          ArrowFiles.write(
              random(),
              List.of(vectors(new ArrowType.FixedSizeList(2), FLOAT32)),
              10,
              (batch, from, to) -> {
                for (int row = from; row < to; row++) {
                  setList(batch.getVector("vector"), row - from, new float[] {row, 1});
                }
              });
    } while (new String(bytes, StandardCharsets.ISO_8859_1).startsWith(magic) == false);
    return bytes;
  }

  /** Such a footer could make a small file give rows without end. */
  public void testBatchesThatAFooterNamesTwiceAreRefused() throws Exception {
    byte[] bytes;
    ByteBuffer file;
    int footerAt;
    Footer footer;
    do {
      bytes = tenRows(ArrowMessages.FILE_MAGIC);
      file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      int tail = bytes.length - ArrowMessages.FILE_MAGIC.length() - Integer.BYTES;
      footerAt = tail - file.getInt(tail);
      byte[] copy = Arrays.copyOfRange(bytes, footerAt, tail);
      footer = Footer.getRootAsFooter(ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN));
    } while (footer.recordBatchesLength() < 2);
    long first = footer.recordBatches(0).offset();
    long second = footer.recordBatches(1).offset();
    for (int at = footerAt; at < bytes.length - Long.BYTES; at++) {
      if (file.getLong(at) == second) {
        file.putLong(at, first);
      }
    }
    Path damaged = write("a.arrow", bytes);
    CommandFailure failure = expectThrows(CommandFailure.class, () -> read(ARROW, damaged));
    String expected = damaged + ": found \"a batch at byte " + first + ", where ";
    assertTrue(failure.getMessage(), failure.getMessage().startsWith(expected));
  }

  public void testNothingMayFollowTheEndOfAStream() throws Exception {
    byte[] one = tenRows(ArrowMessages.CONTINUATION);
    byte[] two = Arrays.copyOf(one, 2 * one.length);
    System.arraycopy(one, 0, two, one.length, one.length);
    Path file = write("a.arrows", two);
    CommandFailure failure = expectThrows(CommandFailure.class, () -> read(ARROW, file));
    assertTrue(failure.getMessage(), failure.getMessage().contains("the end of a stream at byte "));
  }

  public void testPositionsGoForward() throws Exception {
    Path file = write("a.arrow", random().nextBoolean() ? tenRows("ARROW1") : tenRows("\u00ff"));
    try (VectorSource source = SourceFormats.open(SourceFile.open(file), ARROW, Columns.DEFAULT)) {
      long position = source.position();
      while (source.next()) {
        assertTrue(source.position() >= position);
        position = source.position();
        assertTrue(position > 0 && position <= source.length());
      }
      assertEquals(source.length(), source.position());
    }
  }
}
