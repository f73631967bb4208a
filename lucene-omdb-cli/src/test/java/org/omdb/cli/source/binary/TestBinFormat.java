// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.binary;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.SourceFormats;
import org.omdb.cli.source.SourceTestCase;
import org.omdb.cli.source.file.SlowChannel;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.SourceFormat;

public class TestBinFormat extends SourceTestCase {

  private static final SourceFormat FBIN = new BinFormat("fbin", Element.FLOAT32);

  private static byte[] fbin(float[]... vectors) {
    int dimension = vectors[0].length;
    ByteBuffer file = littleEndian(8 + 4 * vectors.length * dimension);
    file.putInt(vectors.length).putInt(dimension);
    for (float[] vector : vectors) {
      for (float component : vector) {
        file.putFloat(component);
      }
    }
    return file.array();
  }

  public void testRandomVectorsComeBack() throws Exception {
    float[][] vectors = randomVectors();
    assertVectors(read(FBIN, write("a.fbin", fbin(vectors))), vectors);
  }

  public void testBytesAreSignedOrNotAsTheNameSays() throws Exception {
    byte[] bytes = {2, 0, 0, 0, 3, 0, 0, 0, 0, 127, -128, -1, 1, 2};
    assertVectors(
        read(null, write("base.1B.u8bin", bytes)),
        new float[] {0, 127, 128},
        new float[] {255, 1, 2});
    assertVectors(
        read(null, write("base.1B.i8bin", bytes)),
        new float[] {0, 127, -128},
        new float[] {-1, 1, 2});
  }

  public void testFirstPartsOfLargerFilesAreRecognized() throws Exception {
    assertEquals("fbin", detect(write("base.1B.fbin.crop_nb_10000000", fbin(new float[3]))));
  }

  public void testIntsMustBeExact() throws Exception {
    byte[] bytes = littleEndian(16).putInt(1).putInt(2).putInt(-5).putInt(1 << 30).array();
    assertVectors(read(null, write("a.ibin", bytes)), new float[] {-5, 0x1p30f});
    byte[] inexact = littleEndian(12).putInt(1).putInt(1).putInt((1 << 30) + 1).array();
    assertRefused(
        null,
        write("a.ibin", inexact),
        "row 0: found 1073741825 as component 0, expected a whole number that float32 holds"
            + " exactly, as all up to 16777216 are");
  }

  public void testCountsMustFitTheFile() throws Exception {
    byte[] bytes = fbin(new float[2], new float[2]);
    assertRefused(
        FBIN,
        write("a.fbin", Arrays.copyOf(bytes, 23)),
        "row 1: found the end of the file after 7 of its 8 bytes, expected 2 rows");
    assertRefused(
        FBIN,
        write("a.fbin", Arrays.copyOf(bytes, 25)),
        "found 1 bytes after the last of 2 rows, expected the end of the file");
    assertRefused(
        FBIN,
        write("a.fbin", Arrays.copyOf(bytes, 7)),
        "found 7 bytes, expected the number of rows and the dimension, 8 bytes");
    assertRefused(
        FBIN,
        write("a.fbin", littleEndian(8).putInt(-1).putInt(16384).array()),
        "row 0: found the end of the file after 0 of its 65536 bytes, expected 4294967295 rows");
    for (int dimension : new int[] {0, 16385, -1}) {
      assertRefused(
          FBIN,
          write("a.fbin", littleEndian(8).putInt(1).putInt(dimension).array()),
          "byte 4: found dimension "
              + Integer.toUnsignedString(dimension)
              + ", expected 1 to 16384");
    }
  }

  public void testCountsMustFitAPipe() throws Exception {
    byte[] bytes = fbin(new float[2], new float[2]);
    assertEquals(2, fromPipe(bytes));
    CommandFailure cut =
        expectThrows(CommandFailure.class, () -> fromPipe(Arrays.copyOf(bytes, 23)));
    assertEquals(
        "a: row 1: found the end of the file after 7 bytes, expected 8 bytes", cut.getMessage());
    CommandFailure longer =
        expectThrows(CommandFailure.class, () -> fromPipe(Arrays.copyOf(bytes, 25)));
    assertEquals(
        "a: found bytes after the last of 2 rows, expected the end of the file",
        longer.getMessage());
  }

  private static int fromPipe(byte[] bytes) throws Exception {
    SourceFile pipe = SourceFile.of(Path.of("a"), new SlowChannel(bytes), -1);
    return rows(SourceFormats.open(pipe, FBIN, Columns.DEFAULT)).size();
  }

  public void testColumnsHaveNoNames() throws Exception {
    SourceFile file = SourceFile.open(write("a.fbin", fbin(new float[2])));
    Columns named = new Columns(null, "train", null, false);
    CommandFailure failure =
        expectThrows(CommandFailure.class, () -> SourceFormats.open(file, null, named));
    assertEquals(
        "--vector-column is for formats that have columns with names; fbin has none",
        failure.getMessage());
    assertEquals(2, failure.exitStatus());
  }
}
