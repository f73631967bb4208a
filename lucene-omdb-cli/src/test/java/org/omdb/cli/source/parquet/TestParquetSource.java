// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.parquet;

import dev.hardwood.InputFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.lucene.tests.util.TestUtil;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.console.Json;
import org.omdb.cli.source.SourceFormats;
import org.omdb.cli.source.SourceTestCase;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.VectorSource;

/** Files of parquet-java; those of other writers are in {@code TestTablesOfOthers}. */
public class TestParquetSource extends SourceTestCase {

  private static final ParquetFormat PARQUET = new ParquetFormat();

  private static final String LIST =
      "optional group vector (LIST) { repeated group list { optional float element; } }";

  private static Path write(String schema, int rows, ParquetFiles.RowWriter writer)
      throws IOException {
    return write("a.parquet", ParquetFiles.write(random(), schema, rows, writer));
  }

  private static void addList(Group group, String name, String list, String element, float[] v) {
    Group all = group.addGroup(name);
    for (float component : v) {
      all.addGroup(list).append(element, component);
    }
  }

  private static List<Row> read(Path file, Columns columns) throws IOException, CommandFailure {
    List<Row> rows = new ArrayList<>();
    try (VectorSource source = SourceFormats.open(SourceFile.open(file), PARQUET, columns)) {
      while (source.next()) {
        rows.add(new Row(source.id(), source.vector(), source.stored()));
      }
    }
    return rows;
  }

  public void testRowsComeAsWrittenWithAnyCodecEncodingAndNumberOfRowGroups() throws Exception {
    float[][] vectors = randomVectors();
    boolean constant = random().nextInt(4) == 0; // long runs, tiny pages
    if (constant) {
      for (int i = 0; i < vectors.length; i++) {
        vectors[i] = vectors[0];
      }
    }
    Path file =
        write(
            "required binary id (UTF8); " + LIST + " required int32 n;",
            vectors.length,
            (row, group) -> {
              group.append("id", "é" + row).append("n", row);
              addList(group, "vector", "list", "element", vectors[row]);
            });
    List<Row> rows = constant ? read(file, Columns.DEFAULT) : read(PARQUET, file);
    assertVectors(rows, vectors);
    for (int i = 0; i < vectors.length; i++) {
      assertEquals("é" + i, rows.get(i).id());
      assertEquals(Map.of("n", (long) i), rows.get(i).stored());
    }
    assertEquals("parquet", detect(file));
  }

  public void testListsMayBeEncodedInEachOfTheWays() throws Exception {
    String[] schemas = {
      "required group v (LIST) { repeated group list { required float element; } }",
      "optional group v (LIST) { repeated group bag { optional float array_element; } }",
      "optional group v (LIST) { repeated float array; }",
      "repeated float v;",
    };
    for (String schema : schemas) {
      Path file =
          write(
              schema,
              300,
              (row, group) -> {
                float[] v = {row, -row, 0.5f};
                if (schema.contains("repeated group")) {
                  String[] names =
                      schema.contains("bag")
                          ? new String[] {"bag", "array_element"}
                          : new String[] {"list", "element"};
                  addList(group, "v", names[0], names[1], v);
                } else {
                  Group list = schema.contains("LIST") ? group.addGroup("v") : group;
                  for (float component : v) {
                    list.append(schema.contains("LIST") ? "array" : "v", component);
                  }
                }
              });
      List<Row> rows = read(PARQUET, file);
      assertEquals(schema, 300, rows.size());
      for (int i = 0; i < 300; i++) {
        assertArrayEquals(schema, new float[] {i, -i, 0.5f}, rows.get(i).vector(), 0);
        assertNull(rows.get(i).id());
      }
    }
  }

  public void testComponentsMayBeOfAnyNumericType() throws Exception {
    String list = "required group v (LIST) { repeated group list { required %s element; } }";
    for (String type : List.of("double", "int32", "int64")) {
      Path file =
          write(
              String.format(java.util.Locale.ROOT, list, type),
              10,
              (row, group) -> {
                Group v = group.addGroup("v");
                for (int i = 0; i < 3; i++) {
                  switch (type) {
                    case "double" -> v.addGroup("list").append("element", row + i / 8.0);
                    case "int32" -> v.addGroup("list").append("element", row + i);
                    default -> v.addGroup("list").append("element", (long) row + i);
                  }
                }
              });
      float step = type.equals("double") ? 1 / 8f : 1;
      List<Row> rows = read(PARQUET, file);
      for (int i = 0; i < 10; i++) {
        assertArrayEquals(type, new float[] {i, i + step, i + 2 * step}, rows.get(i).vector(), 0);
      }
    }
  }

  public void testWholeNumbersThatFloat32DoesNotHoldAreRefused() throws Exception {
    String list = "required group v (LIST) { repeated group list { required %s; } }";
    for (String type : List.of("int32 element", "int64 element")) {
      for (long component : new long[] {1 << 24, (1 << 24) + 1}) {
        Path file =
            write(
                String.format(java.util.Locale.ROOT, list, type),
                1,
                (row, group) -> {
                  Group element = group.addGroup("v").addGroup("list");
                  if (type.startsWith("int32")) {
                    element.append("element", (int) component);
                  } else {
                    element.append("element", component);
                  }
                });
        if (component == 1 << 24) {
          assertArrayEquals(new float[] {component}, read(PARQUET, file).get(0).vector(), 0);
        } else {
          CommandFailure failure = expectThrows(CommandFailure.class, () -> read(PARQUET, file));
          String message = failure.getMessage();
          assertTrue(message, message.contains("row 0: found 16777217 as component 0"));
          assertTrue(message, message.contains("a whole number that float32 holds exactly"));
        }
      }
    }
  }

  public void testUnsignedComponentsAreRead() throws Exception {
    Path file =
        write(
            "required group v (LIST) { repeated group list {"
                + " required int32 element (INTEGER(32,false)); } }",
            1,
            (row, group) -> group.addGroup("v").addGroup("list").append("element", 1 << 31));
    assertArrayEquals(new float[] {0x1p31f}, read(PARQUET, file).get(0).vector(), 0);
  }

  public void testHalfPrecisionIsRead() throws Exception {
    Path file =
        write(
            "required group v (LIST) { repeated group list {"
                + " required fixed_len_byte_array(2) element (FLOAT16); } }",
            5,
            (row, group) -> {
              short bits = Float.floatToFloat16(row + 0.5f);
              byte[] half = {(byte) bits, (byte) (bits >> 8)};
              Group v = group.addGroup("v");
              v.addGroup("list").append("element", Binary.fromConstantByteArray(half));
            });
    List<Row> rows = read(PARQUET, file);
    for (int i = 0; i < 5; i++) {
      assertArrayEquals(new float[] {i + 0.5f}, rows.get(i).vector(), 0);
    }
  }

  public void testIdsMayBeStringsWholeNumbersOrBytes() throws Exception {
    Path file =
        write(
            "required int64 id; required binary _id; required binary uuid (UTF8); "
                + "required int32 small (INTEGER(8,true)); required int64 big"
                + " (INTEGER(64,false)); "
                + LIST,
            2,
            (row, group) -> {
              group.append("id", row + 10_000_000_000L).append("_id", Binary.fromString("b" + row));
              group.append("uuid", "u" + row).append("small", -row).append("big", -1L - row);
              addList(group, "vector", "list", "element", new float[] {row});
            });
    String[][] expected = {
      {"id", "10000000000", "10000000001"},
      {"_id", "b0", "b1"},
      {"uuid", "u0", "u1"},
      {"small", "0", "-1"},
      {"big", "18446744073709551615", "18446744073709551614"},
    };
    for (String[] ids : expected) {
      List<Row> rows = read(file, new Columns(ids[0], null, List.of(), false));
      assertEquals(ids[1], rows.get(0).id());
      assertEquals(ids[2], rows.get(1).id());
      assertEquals(Map.of(), rows.get(0).stored());
    }
    assertEquals("10000000000", read(file, Columns.DEFAULT).get(0).id());
    assertNull(read(file, new Columns(null, null, null, true)).get(0).id());
  }

  public void testAnErrorOfTheDiskIsCalledThat() throws Exception {
    int rows = atLeast(100);
    Path path =
        write(
            LIST,
            rows,
            (row, group) -> addList(group, "vector", "list", "element", new float[] {row}));
    int most = 0;
    for (int good = 0; most == 0; good++) {
      SourceFile file = SourceFile.open(path);
      file.path("parquet");
      FailingInput input = new FailingInput(InputFile.of(path), good);
      try (VectorSource source = ParquetSource.open(file, input, Columns.DEFAULT)) {
        while (source.next()) {}
        most = good; // did not need as many
      } catch (CommandFailure failure) {
        assertEquals(path + ": Input/output error, while it was read", failure.getMessage());
      }
    }
    assertTrue(most > 2);
  }

  /** Can be read a few times only. */
  private static final class FailingInput implements InputFile {

    private final InputFile in;
    private int good;

    FailingInput(InputFile in, int good) {
      this.in = in;
      this.good = good;
    }

    @Override
    public void open() throws IOException {
      in.open();
    }

    @Override
    public synchronized ByteBuffer readRange(long offset, int length) throws IOException {
      if (good-- <= 0) {
        throw new IOException("Input/output error");
      }
      return in.readRange(offset, length);
    }

    @Override
    public long length() throws IOException {
      return in.length();
    }

    @Override
    public String name() {
      return in.name();
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  public void testIdsOfBytesThatAreNotUtf8AreRefused() throws Exception {
    Path file =
        write(
            "required binary id; optional group list (LIST) { repeated group list { required binary"
                + " element; } } "
                + LIST,
            2,
            (row, group) -> {
              byte[] id = {'a', (byte) (row == 0 ? 'b' : 0xe9)};
              group.append("id", Binary.fromConstantByteArray(id));
              group
                  .addGroup("list")
                  .addGroup("list")
                  .append("element", Binary.fromConstantByteArray(id));
              addList(group, "vector", "list", "element", new float[] {row});
            });
    assertRefused(
        PARQUET,
        file,
        "row 1: found bytes that are not UTF-8 in column \"id\", expected an id in UTF-8; --no-ids"
            + " imports without ids");
    List<Row> rows = read(file, new Columns(null, null, null, true));
    assertEquals(Map.of("id", "ab", "list", new Json("[\"ab\"]")), rows.get(0).stored());
    assertEquals(Map.of("id", "Yek=", "list", new Json("[\"Yek=\"]")), rows.get(1).stored());
  }

  public void testOtherColumnsAreStoredWithTheirTypes() throws Exception {
    Path file =
        write(
            LIST
                + "optional binary text (UTF8); optional int32 n; optional int64 l; optional float"
                + " f; optional double d; optional boolean b; optional int32 day (DATE); optional"
                + " int64 at (TIMESTAMP(MICROS,true)); optional int64 local"
                + " (TIMESTAMP(MILLIS,false)); optional int32 price (DECIMAL(9,2)); optional binary"
                + " raw; optional int64 clock (TIME(NANOS,true)); optional int96 old;"
                + " optional group tags (LIST) { repeated group list { optional binary element"
                + " (UTF8); } } optional group s { optional int32 x; required group t { required"
                + " boolean y; } } optional group m (MAP) { repeated group key_value { required"
                + " binary key (UTF8); optional int32 value; } }",
            2,
            (row, group) -> {
              addList(group, "vector", "list", "element", new float[] {row});
              if (row == 1) {
                return; // nulls
              }
              group.append("text", "ü\n").append("n", -5).append("l", 1L << 40).append("f", 0.1f);
              group.append("d", 1e300).append("b", true).append("day", 20_000);
              group.append("at", 1_700_000_000_123_456L).append("local", -1L);
              group.append("price", -1250).append("clock", 43_200_500_000_000L);
              group.append("raw", Binary.fromConstantByteArray(new byte[] {(byte) 0xff, 0}));
              byte[] julian = new byte[12]; // noon of 1970-01-02
              java.nio.ByteBuffer.wrap(julian)
                  .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                  .putLong(43_200_000_000_000L)
                  .putInt(2_440_589);
              group.append("old", Binary.fromConstantByteArray(julian));
              Group tags = group.addGroup("tags");
              tags.addGroup("list").append("element", "a");
              tags.addGroup("list");
              Group s = group.addGroup("s");
              s.append("x", 7).addGroup("t").append("y", false);
              group.addGroup("m").addGroup("key_value").append("key", "k").append("value", 1);
            });
    List<Row> rows = read(PARQUET, file);
    Map<String, Object> stored = rows.get(0).stored();
    assertEquals("ü\n", stored.get("text"));
    assertEquals(-5L, stored.get("n"));
    assertEquals(1L << 40, stored.get("l"));
    assertEquals(0.1, stored.get("f"));
    assertEquals(1e300, stored.get("d"));
    assertEquals(true, stored.get("b"));
    assertEquals("2024-10-04", stored.get("day"));
    assertEquals("2023-11-14T22:13:20.123456Z", stored.get("at"));
    assertEquals("1969-12-31T23:59:59.999", stored.get("local"));
    assertEquals(-12.5, stored.get("price"));
    assertEquals("/wA=", stored.get("raw"));
    assertEquals("12:00:00.500", stored.get("clock"));
    assertEquals("1970-01-02T12:00:00Z", stored.get("old"));
    assertEquals(new Json("[\"a\",null]"), stored.get("tags"));
    assertEquals(new Json("{\"x\":7,\"t\":{\"y\":false}}"), stored.get("s"));
    assertEquals(new Json("{\"k\":1}"), stored.get("m"));
    assertEquals(16, stored.size());
    assertEquals(Map.of(), rows.get(1).stored());
    assertEquals(
        List.of("m", "n"),
        new ArrayList<>(
            read(file, new Columns(null, null, List.of("m", "n"), false))
                .get(0)
                .stored()
                .keySet()));
  }

  public void testANameMayHaveAPoint() throws Exception {
    Path file =
        write(
            "required group a.b (LIST) { repeated group list { required float element; } }"
                + " required int32 c.d; required int32 e;",
            3,
            (row, group) -> {
              addList(group, "a.b", "list", "element", new float[] {row, 1});
              group.append("c.d", row).append("e", 5);
            });
    List<Row> rows = read(PARQUET, file);
    assertArrayEquals(new float[] {2, 1}, rows.get(2).vector(), 0);
    assertEquals(Map.of("c.d", 2L, "e", 5L), rows.get(2).stored());
  }

  public void testManyRowsPerPageAndSeveralBatches() throws Exception {
    int count = 5_000;
    Path file =
        write(
            LIST + " required binary id (UTF8);",
            count,
            (row, group) -> {
              group.append("id", Integer.toString(row));
              addList(group, "vector", "list", "element", new float[] {row, row % 7});
            });
    List<Row> rows = read(PARQUET, file);
    assertEquals(count, rows.size());
    for (int i = 0; i < count; i++) {
      assertEquals(Integer.toString(i), rows.get(i).id());
      assertArrayEquals(new float[] {i, i % 7}, rows.get(i).vector(), 0);
    }
  }

  public void testBadRowsAreNamed() throws Exception {
    int count = TestUtil.nextInt(random(), 2, 600);
    int bad = TestUtil.nextInt(random(), 1, count - 1);
    float[] good = {1, 2};
    assertRow(count, bad, null, "found null, expected a vector", good);
    assertRow(count, bad, new float[0], "found dimension 0, expected 1 to 16384", good);
    assertRow(count, bad, new float[3], "found 3 components, expected 2 as in row 0", good);
    String finite = ", expected a finite number in the range of float32";
    assertRow(count, bad, new float[] {1, Float.NaN}, "found NaN as component 1" + finite, good);
    assertRow(
        count,
        bad,
        new float[] {Float.NEGATIVE_INFINITY, 0},
        "found -Infinity as component 0" + finite,
        good);
    Path file =
        write(
            LIST,
            count,
            (row, group) -> {
              Group v = group.addGroup("vector");
              v.addGroup("list").append("element", 1f);
              if (row == bad) {
                v.addGroup("list"); // null
              } else {
                v.addGroup("list").append("element", 1f);
              }
            });
    assertRefused(PARQUET, file, "row " + bad + ": found null as component 1" + finite);
  }

  private static void assertRow(int count, int bad, float[] vector, String expected, float[] good)
      throws IOException {
    Path file =
        write(
            LIST,
            count,
            (row, group) -> {
              float[] v = row == bad ? vector : good;
              if (v != null) {
                addList(group, "vector", "list", "element", v);
              }
            });
    assertRefused(PARQUET, file, "row " + bad + ": " + expected);
  }

  public void testADoubleBeyondFloat32IsRefused() throws Exception {
    Path file =
        write(
            "required group v (LIST) { repeated group list { required double element; } }",
            1,
            (row, group) -> group.addGroup("v").addGroup("list").append("element", 1e39));
    assertRefused(
        PARQUET,
        file,
        "row 0: found 1.0E39 as component 0, expected a finite number in the range of float32");
  }

  public void testARowWithoutIdIsRefused() throws Exception {
    Path file =
        write(
            "optional binary id (UTF8); " + LIST,
            2,
            (row, group) -> {
              addList(group, "vector", "list", "element", new float[] {1});
              if (row == 0) {
                group.append("id", "a");
              }
            });
    assertRefused(PARQUET, file, "row 1: found null in column \"id\", expected an id");
  }

  public void testNamesThatEndWithAWordForVectorsAreBetterThanOthers() throws Exception {
    String counts =
        "optional group counts (LIST) { repeated group list { required float element; } } ";
    for (String name : List.of("title_vector", "TitleEmbedding", "Emb")) {
      Path file =
          write(
              counts + LIST.replace("vector", name),
              1,
              (row, group) -> {
                addList(group, "counts", "list", "element", new float[] {1, 2});
                addList(group, name, "list", "element", new float[] {3});
              });
      assertVectors(read(PARQUET, file), new float[] {3});
    }
  }

  public void testTheMessageSaysWhichColumnsThereAre() throws Exception {
    Path none =
        write(
            "required binary id (UTF8); required double x;",
            1,
            (row, group) -> {
              group.append("id", "a").append("x", 1.0);
            });
    assertRefused(
        PARQUET,
        none,
        "found no column with lists of numbers; the columns are \"id\" (string), \"x\" (double),"
            + " expected a column of vectors");
    Path two =
        write(
            "repeated float a; repeated double b; required float c;",
            1,
            (row, group) -> group.append("a", 1f).append("b", 1.0).append("c", 2f));
    assertRefused(
        PARQUET,
        two,
        "found several columns with lists of numbers, \"a\" (list of float), \"b\" (list of"
            + " double), expected --vector-column to say which has the vectors");
    assertArrayEquals(
        new float[] {1}, read(two, new Columns(null, "b", List.of(), false)).get(0).vector(), 0);
    assertUsage(two, new Columns(null, "c", null, false), "lists of numbers as vectors");
    assertUsage(two, new Columns("c", "a", null, false), "strings or whole numbers as ids");
    assertUsage(two, new Columns(null, "d", null, false), "found no column \"d\"");
    assertUsage(two, new Columns(null, "a", List.of("z"), false), "found no column \"z\"");
  }

  private static void assertUsage(Path file, Columns columns, String expected) {
    CommandFailure failure = expectThrows(CommandFailure.class, () -> read(file, columns));
    assertTrue(failure.getMessage(), failure.getMessage().contains(expected));
    assertTrue(failure.getMessage(), failure.getMessage().startsWith(file + ": "));
  }

  public void testAFileWithoutRowsIsRefused() throws Exception {
    assertRefused(PARQUET, write(LIST, 0, (row, group) -> {}), "found no rows, expected vectors");
  }

  public void testOtherFilesAndCutOnesAreRefused() throws Exception {
    assertRefused(
        PARQUET,
        write("a.parquet", "this is a text that is long enough"),
        "byte 0: found \"this\", expected \"PAR1\", as a complete Parquet file begins and ends");
    assertRefused(PARQUET, write("a.parquet", "PAR1"), "found 4 bytes, expected a Parquet file");
    assertRefused(
        PARQUET,
        write("a.parquet", "PAR1 cut off"),
        "byte 8: found \" off\", expected \"PAR1\", as a complete Parquet file begins and ends");
    assertRefused(
        PARQUET,
        write("a.parquet", "PAR1\u0009\u0000\u0000\u0000PAR1"),
        "byte 4: found a footer of 9 bytes, expected at most 0");
    Path encrypted = write("a.parquet", "PAR1\u0000\u0000\u0000\u0000PARE");
    assertRefused(
        PARQUET, encrypted, "found an encrypted Parquet file, expected one that is not encrypted");
  }

  public void testAPageThatDoesNotFitIntoTheHeapIsRefused() throws Exception {
    byte[] file =
        ParquetFiles.write(
            new java.util.Random(0),
            LIST,
            1,
            (row, group) -> addList(group, "vector", "list", "element", new float[] {1}));
    // The first field of the header after its type is the size: make it 2 GB.
    byte[] large = new byte[file.length + 4];
    assertEquals(0x15, file[6]);
    System.arraycopy(file, 0, large, 0, 7);
    System.arraycopy(new byte[] {(byte) 0xfe, -1, -1, -1, 0x0f}, 0, large, 7, 5);
    System.arraycopy(file, 8, large, 12, file.length - 8);
    CommandFailure failure =
        expectThrows(CommandFailure.class, () -> read(PARQUET, write("a.parquet", large)));
    String words = failure.getMessage();
    assertTrue(words, words.contains("byte 4: found a page that takes 2048 MB of memory"));
  }
}
