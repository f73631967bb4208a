// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.hdf5;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.Dataset;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.tests.util.TestUtil;
import org.omdb.cli.source.SourceTestCase;
import org.omdb.cli.source.TestSamples;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.table.Failures;

/** How much of a data set is in memory. */
public class TestHdf5Blocks extends SourceTestCase {

  private static Hdf5Blocks open(Dataset data, byte[] file, long bytes) throws Exception {
    SourceFile name = SourceFile.open(write("a.h5", file));
    name.close();
    return Hdf5Blocks.ofColumn(new Failures(name, "HDF5"), data, file.length, bytes);
  }

  /** The values, each with how many are in memory then. */
  private static List<Object> read(Hdf5Blocks blocks, int most) throws Exception {
    List<Object> values = new ArrayList<>();
    for (int row = 0; row < blocks.dimensions()[0]; row++) {
      values.add(blocks.at(row));
      assertTrue(blocks.inMemory() >= 1 && blocks.inMemory() <= most);
    }
    return values;
  }

  public void testColumnsShareTheMemory() {
    for (int i = 0; i < 100; i++) {
      int columns = TestUtil.nextInt(random(), 1, 10_000);
      assertTrue(columns * Hdf5Blocks.share(columns) <= Hdf5Blocks.ALL_BYTES);
    }
    assertEquals(Hdf5Blocks.BLOCK_BYTES, Hdf5Blocks.share(1));
  }

  public void testAFewValuesAreInMemory() throws Exception {
    for (String name : List.of("layouts.h5", "layouts-latest.h5")) {
      byte[] file;
      try (InputStream sample = TestSamples.class.getResourceAsStream("samples/" + name)) {
        file = sample.readAllBytes();
      }
      try (HdfFile hdf = HdfFile.fromByteBuffer(ByteBuffer.wrap(file))) {
        for (String column : List.of("id", "bytes", "price", "flag")) {
          Dataset data = hdf.getDatasetByPath(column);
          List<Object> all = read(open(data, file, Hdf5Blocks.BLOCK_BYTES), 7);
          assertEquals(7, all.size());
          assertEquals(all, read(open(data, file, 1), 1));
          assertEquals(all, read(open(data, file, 200), 25));
        }
      }
    }
  }

  public void testLongStringsAreFewInMemory() throws Exception {
    Path path = createTempDir().resolve("a.h5");
    String[] texts = new String[20];
    Arrays.setAll(texts, i -> "x".repeat(i < 10 ? 1_000 : 1) + i);
    try (WritableHdfFile hdf = HdfFile.write(path)) {
      hdf.putDataset("text", texts);
    }
    byte[] file = Files.readAllBytes(path);
    try (HdfFile hdf = HdfFile.fromByteBuffer(ByteBuffer.wrap(file))) {
      Hdf5Blocks blocks = open(hdf.getDatasetByPath("text"), file, 10_000);
      assertEquals(List.of(texts), read(blocks, 9));
    }
  }
}
