// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.binary;

import java.nio.file.Path;
import java.util.Arrays;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.SourceFormats;
import org.omdb.cli.source.SourceTestCase;
import org.omdb.cli.source.file.SlowChannel;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.SourceFormat;

public class TestVecsFormat extends SourceTestCase {

  private static final SourceFormat FVECS = new VecsFormat("fvecs", Element.FLOAT32);
  private static final SourceFormat BVECS = new VecsFormat("bvecs", Element.UINT8);

  public void testFvecs() throws Exception {
    byte[] bytes =
        littleEndian(24)
            .putInt(2)
            .putFloat(1)
            .putFloat(-0f)
            .putInt(2)
            .putFloat(0.1f)
            .putFloat(Float.MIN_VALUE)
            .array();
    assertVectors(
        read(FVECS, write("a.fvecs", bytes)),
        new float[] {1, -0f},
        new float[] {0.1f, Float.MIN_VALUE});
  }

  public void testBvecsAreUnsigned() throws Exception {
    byte[] bytes = {3, 0, 0, 0, 0, 127, -128, 3, 0, 0, 0, -1, 1, 2};
    assertVectors(
        read(BVECS, write("a.bvecs", bytes)), new float[] {0, 127, 128}, new float[] {255, 1, 2});
  }

  public void testIvecs() throws Exception {
    byte[] bytes = littleEndian(12).putInt(2).putInt(-7).putInt(1 << 24).array();
    assertVectors(read(null, write("a.ivecs", bytes)), new float[] {-7, 1 << 24});
  }

  public void testFromAPipe() throws Exception {
    float[][] vectors = randomVectors();
    byte[] bytes = fvecs(vectors);
    SourceFile pipe = SourceFile.of(Path.of("a.fvecs"), new SlowChannel(bytes), -1);
    assertVectors(rows(SourceFormats.open(pipe, null, Columns.DEFAULT)), vectors);
    byte[] cut = Arrays.copyOf(bytes, bytes.length - 1);
    SourceFile cutPipe = SourceFile.of(Path.of("a.fvecs"), new SlowChannel(cut), -1);
    expectThrows(
        CommandFailure.class, () -> rows(SourceFormats.open(cutPipe, null, Columns.DEFAULT)));
  }

  public void testSeveralRandomVectorsComeBack() throws Exception {
    float[][] vectors = randomVectors();
    assertVectors(read(FVECS, write("a.fvecs", fvecs(vectors))), vectors);
  }

  public void testLargestDimension() throws Exception {
    float[][] vectors = new float[9][];
    Arrays.setAll(vectors, i -> randomVector(16_384));
    assertVectors(read(FVECS, write("a.fvecs", fvecs(vectors))), vectors);
  }

  public void testBadDimensionIsRefused() throws Exception {
    for (int dimension : new int[] {0, -1, 16_385, Integer.MAX_VALUE}) {
      assertRefused(
          FVECS,
          write("a.fvecs", littleEndian(8).putInt(dimension).putFloat(1).array()),
          "row 0: found dimension " + dimension + ", expected 1 to 16384");
    }
  }

  public void testRaggedRowsAreRefused() throws Exception {
    byte[] bytes = fvecs(new float[2], new float[1], new float[3]);
    assertRefused(
        FVECS, write("a.fvecs", bytes), "row 1: found dimension 1, expected 2 as in row 0");
  }

  public void testTruncatedFileIsRefused() throws Exception {
    byte[] bytes = fvecs(new float[2], new float[2]);
    assertRefused(
        FVECS,
        write("a.fvecs", Arrays.copyOf(bytes, 23)),
        "byte 12: found 11 bytes at the end of the file, expected rows of 12 bytes, as the"
            + " dimension of row 0, 2, makes them");
    assertRefused(
        FVECS,
        write("a.fvecs", Arrays.copyOf(bytes, 3)),
        "row 0: found the end of the file after 3 bytes, expected 4 bytes");
  }

  public void testValuesThatAreNotFiniteAreRefused() throws Exception {
    byte[] bytes = fvecs(new float[2], new float[] {1, Float.POSITIVE_INFINITY});
    assertRefused(
        FVECS,
        write("a.fvecs", bytes),
        "row 1: found Infinity as component 1, expected a finite number in the range of float32");
  }
}
