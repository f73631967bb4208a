// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.tests.util.LuceneTestCase;

/** Shared code of the tests of this package. */
@LuceneTestCase.SuppressFileSystems("ExtrasFS") // tests list folders
abstract class DataTestCase extends LuceneTestCase {

  static List<float[]> randomRows(int rows, int dimension) {
    List<float[]> vectors = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      float[] vector = new float[dimension];
      for (int i = 0; i < dimension; i++) {
        vector[i] = (float) random().nextGaussian();
      }
      vectors.add(vector);
    }
    return vectors;
  }

  static VectorSet set(
      VectorSimilarityFunction similarity, List<float[]> base, List<float[]> queries) {
    return new VectorSet(
        "made-up",
        VectorSet.Origin.SYNTHETIC,
        "for a test",
        similarity,
        Vectors.of(base),
        new RowIds("row", base.size()),
        Vectors.of(queries),
        null);
  }

  static void assertRows(List<float[]> expected, Vectors actual) {
    assertEquals(expected.size(), actual.size());
    float[] read = new float[actual.dimension()];
    for (int row = 0; row < expected.size(); row++) {
      assertArrayEquals("row " + row, expected.get(row), actual.get(row), 0f);
      actual.read(row, read);
      assertArrayEquals("row " + row, expected.get(row), read, 0f);
    }
  }

  static void writeFvecs(Path file, List<float[]> rows) throws IOException {
    int dimension = rows.getFirst().length;
    ByteBuffer bytes =
        ByteBuffer.allocate(rows.size() * (dimension + 1) * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (float[] row : rows) {
      bytes.putInt(dimension);
      for (float component : row) {
        bytes.putFloat(component);
      }
    }
    Files.write(file, bytes.array());
  }

  /** As NumPy does, with elements of {@code <f4} or, rounded, {@code <f2}. */
  static void writeNpy(Path file, String descr, List<float[]> rows) throws IOException {
    int dimension = rows.getFirst().length;
    String header =
        "{'descr': '"
            + descr
            + "', 'fortran_order': False, 'shape': ("
            + rows.size()
            + ", "
            + dimension
            + "), }\n";
    boolean isHalf = descr.equals("<f2");
    ByteBuffer bytes =
        ByteBuffer.allocate(10 + header.length() + rows.size() * dimension * (isHalf ? 2 : 4))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).putShort((short) 1);
    bytes.putShort((short) header.length()).put(header.getBytes(StandardCharsets.US_ASCII));
    for (float[] row : rows) {
      for (float component : row) {
        if (isHalf) {
          bytes.putShort(Float.floatToFloat16(component));
        } else {
          bytes.putFloat(component);
        }
      }
    }
    Files.write(file, bytes.array());
  }
}
