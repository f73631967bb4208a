// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

public class TestVectors extends DataTestCase {

  public void testMappedRowsAreThoseThatWereAdded() throws IOException {
    int dimension = random().nextInt(1, 40);
    List<float[]> rows = randomRows(random().nextInt(1, 500), dimension);
    int rowsPerChunk = random().nextInt(1, 50);
    Path folder = createTempDir();
    Vectors mapped;
    try (MappedVectors.Builder builder = new MappedVectors.Builder(folder, dimension)) {
      for (float[] row : rows) {
        builder.add(row);
      }
      // A little more than whole rows: the rest of a chunk must not shift the next chunk.
      mapped = builder.build(rowsPerChunk * dimension * 4L + random().nextInt(dimension * 4));
    }
    assertRows(rows, mapped);
    expectThrows(IndexOutOfBoundsException.class, () -> mapped.get(rows.size()));
  }

  /** More rows than fit into the buffer of the builder. */
  public void testManyMappedRows() throws IOException {
    int dimension = 300;
    List<float[]> rows = randomRows(2_000, dimension);
    try (MappedVectors.Builder builder = new MappedVectors.Builder(createTempDir(), dimension)) {
      for (float[] row : rows) {
        builder.add(row);
      }
      assertRows(rows, builder.build());
    }
  }

  public void testNoFileIsLeft() throws IOException {
    Path folder = createTempDir();
    Vectors mapped;
    try (MappedVectors.Builder builder = new MappedVectors.Builder(folder, 2)) {
      builder.add(new float[] {1, 2});
      mapped = builder.build();
    }
    assumeFalse("Windows does not delete mapped files", org.apache.lucene.util.Constants.WINDOWS);
    try (var files = Files.list(folder)) {
      assertEquals(0, files.count());
    }
    assertArrayEquals(new float[] {1, 2}, mapped.get(0), 0f);
  }

  public void testFirstRows() {
    List<float[]> rows = randomRows(10, 3);
    Vectors vectors = Vectors.of(rows);
    assertRows(rows.subList(0, 4), vectors.first(4));
    assertSame(vectors, vectors.first(10));
    expectThrows(IllegalArgumentException.class, () -> vectors.first(11));
  }

  public void testRowsOfDifferentLengthsAreRefused() throws IOException {
    List<float[]> rows = List.of(new float[2], new float[3]);
    expectThrows(IllegalArgumentException.class, () -> Vectors.of(rows));
    try (MappedVectors.Builder builder = new MappedVectors.Builder(createTempDir(), 2)) {
      expectThrows(IllegalArgumentException.class, () -> builder.add(new float[3]));
    }
  }
}
