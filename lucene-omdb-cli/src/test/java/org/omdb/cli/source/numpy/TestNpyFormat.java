// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.numpy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.lucene.tests.util.TestUtil;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.SourceFormats;
import org.omdb.cli.source.SourceTestCase;
import org.omdb.cli.source.file.Compress;
import org.omdb.cli.source.file.SlowChannel;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.SourceFormat;
import org.omdb.cli.source.spi.VectorSource;

public class TestNpyFormat extends SourceTestCase {

  private static final SourceFormat NPY = new NpyFormat();

  private static final String FLOATS = "'descr': '<f4'";
  private static final String C_ORDER = "'fortran_order': False";

  public void testUint8IsUnsigned() throws Exception {
    byte[] data = {0, 1, 127, -128, -1, 7};
    for (String descr : new String[] {"|u1", "<u1", ">u1", "=u1"}) {
      assertVectors(
          read(NPY, write("a.npy", npy(descr, "(2, 3)", data))),
          new float[] {0, 1, 127},
          new float[] {128, 255, 7});
    }
  }

  public void testInt8IsSigned() throws Exception {
    byte[] data = {0, 1, 127, -128, -1, 7};
    for (String descr : new String[] {"|i1", "<i1", ">i1"}) {
      assertVectors(
          read(NPY, write("a.npy", npy(descr, "(2, 3)", data))),
          new float[] {0, 1, 127},
          new float[] {-128, -1, 7});
    }
  }

  public void testWholeNumbersInBothOrders() throws Exception {
    for (ByteOrder order : orders()) {
      String sign = order == ByteOrder.LITTLE_ENDIAN ? "<" : ">";
      ByteBuffer data = ByteBuffer.allocate(16).order(order);
      data.putShort((short) -32768).putShort((short) 32767);
      assertOneRow(sign + "i2", Arrays.copyOf(data.array(), 4), -32768, 32767);
      assertOneRow(sign + "u2", Arrays.copyOf(data.array(), 4), 32768, 32767);
      data.clear().putInt(-16777216).putInt(Integer.MIN_VALUE);
      assertOneRow(sign + "i4", Arrays.copyOf(data.array(), 8), -16777216, -0x1p31f);
      assertOneRow(sign + "u4", Arrays.copyOf(data.array(), 8), 4278190080f, 0x1p31f);
      data.clear().putLong(3L << 40).putLong(Long.MIN_VALUE);
      assertOneRow(sign + "i8", data.array(), 3 * 0x1p40f, -0x1p63f);
    }
    assertOneRow("|b1", new byte[] {0, 1}, 0, 1);
  }

  private static void assertOneRow(String descr, byte[] data, float... expected) throws Exception {
    String shape = "(1, " + expected.length + ")";
    assertVectors(read(NPY, write("a.npy", npy(descr, shape, data))), expected);
  }

  public void testWholeNumbersThatFloat32CantHoldAreRefused() throws Exception {
    String expected =
        " as component 1, expected a whole number that float32 holds exactly, as all up to 16777216"
            + " are";
    for (long value : new long[] {16777217, -16777217, Integer.MAX_VALUE}) {
      byte[] ints = littleEndian(8).putInt(4, (int) value).array();
      assertRefused(
          NPY, write("a.npy", npy("<i4", "(1, 2)", ints)), "row 0: found " + value + expected);
    }
    byte[] unsigned = littleEndian(8).putInt(4, -1).array();
    assertRefused(
        NPY, write("a.npy", npy("<u4", "(1, 2)", unsigned)), "row 0: found 4294967295" + expected);
    for (long value : new long[] {Long.MAX_VALUE, Long.MIN_VALUE + 1, (1L << 53) + 1}) {
      byte[] longs = littleEndian(16).putLong(8, value).array();
      assertRefused(
          NPY, write("a.npy", npy("<i8", "(1, 2)", longs)), "row 0: found " + value + expected);
    }
  }

  public void testFloat16InBothOrders() throws Exception {
    short[] halves = {0x3c00, (short) 0xc000, 0x7bff, 0x0001, (short) 0x83ff, (short) 0x8000};
    float[] expected = {1, -2, 65504, 0x1p-24f, -0x3ffp-24f, -0f};
    for (ByteOrder order : orders()) {
      ByteBuffer data = ByteBuffer.allocate(12).order(order);
      data.asShortBuffer().put(halves);
      String descr = order == ByteOrder.LITTLE_ENDIAN ? "<f2" : ">f2";
      assertVectors(read(NPY, write("a.npy", npy(descr, "(1, 6)", data.array()))), expected);
    }
  }

  public void testFloat32InBothOrders() throws Exception {
    float[] values = {1, -0f, Float.MIN_VALUE, Float.MAX_VALUE};
    for (ByteOrder order : orders()) {
      ByteBuffer data = ByteBuffer.allocate(16).order(order);
      data.asFloatBuffer().put(values);
      String descr = order == ByteOrder.LITTLE_ENDIAN ? "<f4" : ">f4";
      assertVectors(read(NPY, write("a.npy", npy(descr, "(1, 4)", data.array()))), values);
    }
  }

  public void testFloat64IsRoundedToNearestInBothOrders() throws Exception {
    double[] values = {0.1, -1e-300, Float.MAX_VALUE, Math.PI};
    float[] expected = {0.1f, -0f, Float.MAX_VALUE, (float) Math.PI};
    for (ByteOrder order : orders()) {
      ByteBuffer data = ByteBuffer.allocate(32).order(order);
      data.asDoubleBuffer().put(values);
      String descr = order == ByteOrder.LITTLE_ENDIAN ? "<f8" : ">f8";
      assertVectors(read(NPY, write("a.npy", npy(descr, "(1, 4)", data.array()))), expected);
    }
  }

  private static ByteOrder[] orders() {
    return new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN};
  }

  public void testDictionariesThatPythonWrites() throws Exception {
    String[] dictionaries = {
      dictionary("<f4", "(2, 1)"),
      "{\"shape\":(2,1),\"descr\":\"<f4\",\"fortran_order\":True}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2L, 1L)}",
      " {  'descr' : '<f4' ,\n'fortran_order':False,'shape':[ 2 , 1 , ] , } ",
    };
    for (String dictionary : dictionaries) {
      for (int major = 1; major <= 3; major++) {
        Path file = write("a.npy", npy(major, dictionary, floats(1, 2)));
        assertVectors(read(NPY, file), new float[] {1}, new float[] {2});
      }
    }
  }

  public void testSeveralRandomVectorsComeBack() throws Exception {
    float[][] vectors = randomVectors();
    int dimension = vectors[0].length;
    ByteBuffer data = littleEndian(vectors.length * dimension * Float.BYTES);
    for (float[] vector : vectors) {
      data.put(floats(vector));
    }
    String shape = "(" + vectors.length + ", " + dimension + ")";
    assertVectors(read(NPY, write("a.npy", npy("<f4", shape, data.array()))), vectors);
  }

  public void testNoRowsAreFine() throws Exception {
    Path file = write("a.npy", npy("<f4", "(0, 300)", new byte[0]));
    assertVectors(read(NPY, file));
    try (VectorSource source = open(NPY, file)) {
      assertEquals(300, source.dimension());
      assertEquals(0, source.rows());
    }
  }

  public void testDamagedPreambleIsRefused() throws Exception {
    byte[] good = npy("<f4", "(1, 1)", floats(1));
    assertRefused(
        NPY,
        write("a.npy", Arrays.copyOf(good, 5)),
        "byte 5: found the end of the file, expected a .npy header of at least 8 bytes");
    assertRefused(
        NPY,
        write("a.npy", Arrays.copyOf(good, 9)),
        "byte 9: found the end of the file, expected a .npy header of at least 10 bytes");
    assertRefused(
        NPY, write("a.npy", "OMDBOMDBOMDB"), "byte 0: found \"OMDBOM\", expected \"\\x93NUMPY\"");
    byte[] version = good.clone();
    version[6] = 4;
    assertRefused(
        NPY, write("a.npy", version), "byte 6: found .npy version 4.0, expected 1.0, 2.0 or 3.0");
    byte[] huge = npy(2, dictionary("<f4", "(1, 1)"), floats(1));
    Arrays.fill(huge, 8, 12, (byte) 0xff);
    assertRefused(
        NPY,
        write("a.npy", huge),
        "byte 8: found a header of 4294967295 bytes in a file of "
            + huge.length
            + " bytes, expected a header that is in the file and has at most 65536");
  }

  public void testDamagedDictionaryIsRefused() throws Exception {
    assertDictionaryRefused("['descr']", "byte 10: found \"['descr']\", expected '{'");
    assertDictionaryRefused("{descr}", "byte 11: found \"descr}\", expected a string");
    assertDictionaryRefused("{'descr", "byte 11: found \"'descr\", expected a string that ends");
    assertDictionaryRefused("{'descr' '<f4'}", "byte 19: found \"'<f4'}\", expected ':'");
    assertDictionaryRefused("{'descr': '<f4' 1}", "byte 26: found \"1}\", expected ',' or '}'");
    assertDictionaryRefused(
        "{'descr': -1}",
        "byte 20: found \"-1}\", expected a string, a number, True, False, a tuple or a list");
    assertDictionaryRefused(
        "{'shape': (99999999999999999999, 1)}",
        "byte 21: found \"99999999999999999999, 1)}\", expected a number below 2^63");
    assertDictionaryRefused("{'shape': (1", "byte 22: found the header's end, expected ',' or ')'");
    assertDictionaryRefused(
        "{'shape': (1, 1), 'shape': (1, 1)}",
        "byte 28: found \"'shape': (1, 1)}\", expected each key once");
    assertDictionaryRefused("{} {}", "byte 13: found \"{}\", expected the header's end");
    assertDictionaryRefused(
        "{'descr': " + "(".repeat(60_000),
        "byte 52: found \"" + "(".repeat(40) + "...\", expected at most 32 nested brackets");
  }

  public void testUnexpectedMembersAreRefused() throws Exception {
    assertDictionaryRefused(
        "{'descr': '<f4'}",
        "found the header's keys \"[descr]\", expected descr, fortran_order and shape");
    assertDictionaryRefused(
        "{'descr': [('a', '<f4')], " + C_ORDER + ", 'shape': (1, 1)}",
        "descr: found element type \"[[a, <f4]]\", expected u1, u2, u4, i1, i2, i4, i8, f2, f4 or"
            + " f8");
    assertDictionaryRefused(
        "{" + FLOATS + ", 'fortran_order': 0, 'shape': (1, 1)}",
        "fortran_order: found \"0\", expected True or False");
    assertDictionaryRefused(
        "{" + FLOATS + ", " + C_ORDER + ", 'shape': ('1', 1)}",
        "shape: found \"[1, 1]\", expected a tuple of numbers");
    for (String descr : new String[] {"<u8", "<c8", "<U5", "<f16", "f4", ""}) {
      assertDictionaryRefused(
          dictionary(descr, "(1, 1)"),
          "descr: found element type \""
              + descr
              + "\", expected u1, u2, u4, i1, i2, i4, i8, f2,"
              + " f4 or f8");
    }
  }

  public void testShapesThatAreNoRowsOfVectorsAreRefused() throws Exception {
    assertDictionaryRefused(
        dictionary("<f4", "(3,)"),
        "found an array of 1 dimensions, shape (3), expected 2: (rows, components)");
    assertDictionaryRefused(
        dictionary("<f4", "(3, 2, 1)"),
        "found an array of 3 dimensions, shape (3, 2, 1), expected 2: (rows, components)");
    assertDictionaryRefused(
        dictionary("<f4", "(3, 0)"), "shape (3, 0): found dimension 0, expected 1 to 16384");
    assertDictionaryRefused(
        dictionary("<f4", "(3, 16385)"),
        "shape (3, 16385): found dimension 16385, expected 1 to 16384");
    assertDictionaryRefused(
        dictionary("|O", "(3,)"),
        "found an array of Python objects, expected numbers, as numpy.array(list(a),"
            + " dtype=numpy.float32) makes them");
  }

  public void testFortranOrderIsTurned() throws Exception {
    int rows = TestUtil.nextInt(random(), 2, 300);
    int columns = TestUtil.nextInt(random(), 2, random().nextInt(5) == 0 ? 5000 : 20);
    ByteBuffer data = littleEndian(4 * rows * columns);
    float[][] expected = new float[rows][columns];
    for (int column = 0; column < columns; column++) {
      for (int row = 0; row < rows; row++) {
        expected[row][column] = randomFloat();
        data.putFloat(expected[row][column]);
      }
    }
    byte[] bytes = npy(1, fortran("<f4", "(" + rows + ", " + columns + ")"), data.array());
    assertVectors(read(NPY, write("a.npy", bytes)), expected);
    // From a pipe, too, and compressed, neither of which can be read at random.
    SourceFile pipe = SourceFile.of(Path.of("pipe"), new SlowChannel(bytes), -1);
    assertVectors(rows(SourceFormats.open(pipe, NPY, Columns.DEFAULT)), expected);
    assertVectors(rows(open(NPY, write("a.npy.gz", Compress.GZIP.bytes(bytes)))), expected);
  }

  private static String fortran(String descr, String shape) {
    return "{'descr': '" + descr + "', 'fortran_order': True, 'shape': " + shape + ", }   \n";
  }

  public void testFortranOrderMustFillTheFileExactly() throws Exception {
    for (String shape : new String[] {"(2, 3)", "(9223372036854775807, 16384)"}) {
      byte[] cut = npy(1, fortran("<f4", shape), new byte[16]);
      assertRefused(
          NPY,
          write("a.npy", cut),
          shape.equals("(2, 3)")
              ? "row 1: found the end of the file after 4 of its 12 bytes, expected 2 rows"
              : "row 0: found the end of the file after 16 of its 65536 bytes, expected"
                  + " 9223372036854775807 rows");
      SourceFile pipe = SourceFile.of(Path.of("pipe"), new SlowChannel(cut), -1);
      expectThrows(
          CommandFailure.class, () -> SourceFormats.open(pipe, NPY, Columns.DEFAULT).close());
    }
    byte[] longer = npy(1, fortran("<f4", "(2, 2)"), new byte[17]);
    assertRefused(
        NPY,
        write("a.npy", longer),
        "found 1 bytes after the last of 2 rows, expected the end of the file");
  }

  /** Zeros without an end, as a small gzip file may have: they must not fill the disk. */
  public void testNoMoreIsCopiedThanTheHeaderSays() throws Exception {
    byte[] head = npy(1, fortran("<f4", "(2, 2)"), new byte[0]);
    long[] read = new long[1];
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return read[0] < head.length ? head[(int) read[0]++] & 0xff : 0;
          }

          @Override
          public int read(byte[] to, int offset, int length) {
            int count = (int) Math.min(length, Math.max(0, head.length - read[0]));
            System.arraycopy(head, (int) Math.min(read[0], head.length), to, offset, count);
            Arrays.fill(to, offset + count, offset + length, (byte) 0);
            read[0] += length;
            assertTrue("copies what is behind the array", read[0] < 1 << 24);
            return length;
          }
        };
    SourceFile pipe = SourceFile.of(Path.of("pipe"), Channels.newChannel(endless), -1);
    CommandFailure failure =
        expectThrows(
            CommandFailure.class, () -> SourceFormats.open(pipe, NPY, Columns.DEFAULT).close());
    assertEquals(
        "pipe: found bytes after the last of 2 rows, expected the end of the file",
        failure.getMessage());
  }

  private static void assertDictionaryRefused(String dictionary, String expected)
      throws IOException {
    assertRefused(NPY, write("a.npy", npy(1, dictionary, floats(1))), expected);
  }

  public void testShapeMustFillTheFileExactly() throws Exception {
    byte[] data = new byte[16];
    assertRefused(
        NPY,
        write("a.npy", npy("<f4", "(2, 3)", data)),
        "row 1: found the end of the file after 4 of its 12 bytes, expected 2 rows");
    assertRefused(
        NPY,
        write("a.npy", npy("<f4", "(1, 3)", data)),
        "found 4 bytes after the last of 1 rows, expected the end of the file");
    assertRefused(
        NPY,
        write("a.npy", npy("<f4", "(9223372036854775807, 16384)", data)),
        "row 0: found the end of the file after 16 of its 65536 bytes, expected"
            + " 9223372036854775807 rows");
  }

  public void testValuesThatAreNotFiniteAreRefused() throws Exception {
    String expected = ", expected a finite number in the range of float32";
    assertRefused(
        NPY,
        write("a.npy", npy("<f4", "(2, 2)", floats(1, 2, 3, Float.NaN))),
        "row 1: found NaN as component 1" + expected);
    assertRefused(
        NPY,
        write("a.npy", npy("<f4", "(1, 2)", floats(Float.NEGATIVE_INFINITY, 0))),
        "row 0: found -Infinity as component 0" + expected);
    assertRefused(
        NPY,
        write("a.npy", npy(">f2", "(1, 2)", new byte[] {0, 0, 0x7c, 0})),
        "row 0: found Infinity as component 1" + expected);
    assertRefused(
        NPY,
        write("a.npy", npy("<f8", "(1, 1)", littleEndian(8).putDouble(1e39).array())),
        "row 0: found 1.0E39 as component 0" + expected);
  }

  public void testFileThatShrinksWhileItIsReadIsRefused() throws Exception {
    byte[] bytes = npy("<f4", "(40, 16384)", new byte[40 * 16384 * 4]);
    Path file = write("a.npy", bytes);
    try (VectorSource source = open(NPY, file)) {
      assertTrue(source.next());
      Files.write(file, Arrays.copyOf(bytes, 20 * 16384 * 4));
      CommandFailure failure =
          expectThrows(
              CommandFailure.class,
              () -> {
                while (source.next()) {}
              });
      assertTrue(
          failure.getMessage(),
          failure.getMessage().matches(".*: row 19: found the end of the file after .*"));
    }
  }
}
