// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.TestUtil;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.SourceFormat;
import org.omdb.cli.source.spi.VectorSource;

/** Writes files byte by byte, and reads them as rows. */
public abstract class SourceTestCase extends LuceneTestCase {

  public record Row(String id, float[] vector, Map<String, Object> stored) {}

  /** In a folder of its own. */
  protected static Path write(String name, byte[] bytes) throws IOException {
    return Files.write(createTempDir().resolve(name), bytes);
  }

  protected static Path write(String name, String text) throws IOException {
    return write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  protected static VectorSource open(SourceFormat format, Path file, Columns columns)
      throws IOException, CommandFailure {
    return SourceFormats.open(SourceFile.open(file), format, columns);
  }

  protected static VectorSource open(SourceFormat format, Path file)
      throws IOException, CommandFailure {
    return open(format, file, Columns.DEFAULT);
  }

  /** The name of the format that a file is recognized as. */
  protected static String detect(Path file) throws IOException, CommandFailure {
    return detect(file, Columns.DEFAULT);
  }

  /** The same, with what the user says about the file. */
  protected static String detect(Path file, Columns columns) throws IOException, CommandFailure {
    try (SourceFile source = SourceFile.open(file)) {
      return SourceFormats.detect(source, columns).name();
    }
  }

  /** Reads to the end, and checks what holds for every source. */
  protected static List<Row> read(SourceFormat format, Path file)
      throws IOException, CommandFailure {
    return read(format, file, Columns.DEFAULT);
  }

  /** The same, with what the user says about the file. */
  protected static List<Row> read(SourceFormat format, Path file, Columns columns)
      throws IOException, CommandFailure {
    List<Row> rows = new ArrayList<>();
    try (VectorSource source = SourceFormats.open(SourceFile.open(file), format, columns)) {
      assertEquals(Files.size(file), source.length());
      assertTrue(source.dimension() >= 1 && source.dimension() <= 16_384);
      long position = source.position();
      while (source.next()) {
        assertEquals(source.dimension(), source.vector().length);
        for (float component : source.vector()) {
          assertTrue(Float.isFinite(component));
        }
        if (rows.isEmpty() == false) {
          assertNotSame(rows.get(rows.size() - 1).vector(), source.vector());
        }
        assertTrue(source.id() == null || source.id().isEmpty() == false);
        assertTrue(source.position() >= position); // a compressed byte may have several rows
        position = source.position();
        rows.add(new Row(source.id(), source.vector(), source.stored()));
      }
      assertFalse(source.next());
      assertEquals(source.length(), source.position());
      if (source.rows() >= 0) {
        assertEquals(source.rows(), rows.size());
      }
    }
    return rows;
  }

  /** Reads to the end, and closes. */
  protected static List<Row> rows(VectorSource source) throws IOException, CommandFailure {
    List<Row> rows = new ArrayList<>();
    try (source) {
      while (source.next()) {
        rows.add(new Row(source.id(), source.vector(), source.stored()));
      }
    }
    return rows;
  }

  /** Compares bits, because zeros have signs. */
  protected static void assertVectors(List<Row> rows, float[]... expected) {
    assertEquals(expected.length, rows.size());
    for (int i = 0; i < expected.length; i++) {
      assertArrayEquals("row " + i, bits(expected[i]), bits(rows.get(i).vector()));
    }
  }

  private static int[] bits(float[] vector) {
    int[] bits = new int[vector.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(vector[i]);
    }
    return bits;
  }

  /** Reading must end with {@code FILE: expected}, before or at a row. */
  protected static void assertRefused(SourceFormat format, Path file, String expected) {
    CommandFailure failure = expectThrows(CommandFailure.class, () -> read(format, file));
    assertEquals(file + ": " + expected, failure.getMessage());
    assertOneLine(failure);
  }

  protected static void assertOneLine(CommandFailure failure) {
    assertFalse(failure.getMessage(), failure.getMessage().contains("\n"));
  }

  protected static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  protected static float[] randomVector(int dimension) {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = randomFloat();
    }
    return vector;
  }

  /** Half of them ordinary, half of them any finite bits. */
  public static float randomFloat() {
    float value = (float) random().nextGaussian();
    if (random().nextBoolean()) {
      do {
        value = Float.intBitsToFloat(random().nextInt());
      } while (Float.isFinite(value) == false);
    }
    return value;
  }

  protected static float[][] randomVectors() {
    int dimension = TestUtil.nextInt(random(), 1, random().nextInt(10) == 0 ? 2000 : 20);
    float[][] vectors = new float[TestUtil.nextInt(random(), 1, atLeast(200))][];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = randomVector(dimension);
    }
    return vectors;
  }

  /** The bytes of a {@code .fvecs} file. */
  protected static byte[] fvecs(float[]... vectors) {
    int bytes = 0;
    for (float[] vector : vectors) {
      bytes += Integer.BYTES + Float.BYTES * vector.length;
    }
    ByteBuffer file = littleEndian(bytes);
    for (float[] vector : vectors) {
      file.putInt(vector.length);
      for (float component : vector) {
        file.putFloat(component);
      }
    }
    return file.array();
  }

  /** The bytes of a {@code .npy} file. */
  public static byte[] npy(int major, String dictionary, byte[] data) {
    byte[] text = dictionary.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer file = littleEndian(12 + text.length + data.length);
    file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) major, 0});
    if (major == 1) {
      file.putShort((short) text.length);
    } else {
      file.putInt(text.length);
    }
    file.put(text).put(data).flip();
    byte[] bytes = new byte[file.remaining()];
    file.get(bytes);
    return bytes;
  }

  protected static String dictionary(String descr, String shape) {
    return "{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + shape + ", }   \n";
  }

  protected static byte[] npy(String descr, String shape, byte[] data) {
    return npy(1, dictionary(descr, shape), data);
  }

  /** The bytes of float32s, little-endian. */
  protected static byte[] floats(float... values) {
    ByteBuffer bytes = littleEndian(Float.BYTES * values.length);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return bytes.array();
  }
}
