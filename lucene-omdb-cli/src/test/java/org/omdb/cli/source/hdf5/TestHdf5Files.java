// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.hdf5;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.SourceTarget;
import org.omdb.cli.source.SourceTestCase;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.VectorSource;
import org.omdb.fixtures.fuzz.Mutations;

/** HDF5 in files, mapped and read. */
public class TestHdf5Files extends SourceTestCase {

  private static final Hdf5Format HDF5 = new Hdf5Format();

  private static List<Row> read(Path file, boolean map) throws Exception {
    SourceFile source = SourceFile.open(file);
    FileChannel channel = FileChannel.open(source.path("hdf5"), StandardOpenOption.READ);
    try {
      return rows(Hdf5Format.open(source, channel, map, Columns.DEFAULT));
    } finally {
      channel.close();
    }
  }

  public void testFilesThatAreTooLargeToBeMappedAreReadTheSame() throws Exception {
    for (int i = 0; i < 10; i++) {
      Path file = write("a.h5", new Hdf5Target().sample(random()));
      List<Row> read = read(file, false);
      assertFalse(read.isEmpty());
      assertVectors(read(file, true), read.stream().map(Row::vector).toArray(float[][]::new));
    }
  }

  public void testOfTooManyDataSetsThoseOfAGroupAreRead() throws Exception {
    Path file = createTempDir().resolve("many.h5");
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      for (int g = 0; g <= Hdf5Choice.MAX_DATA_SETS / 1_000; g++) {
        WritableGroup group = hdf.putGroup("g" + g);
        for (int i = 0; i < 999; i++) {
          group.putDataset("d" + i, new int[] {g, i});
        }
        group.putDataset("rows", new float[][] {{g}, {g + 1}});
      }
    }
    assertRefused(
        HDF5,
        file,
        "found more than 10000 data sets, expected --vector-column to name the one with the"
            + " vectors; what is in other groups is left out unless --id-column and --store name"
            + " it");
    List<Row> rows = read(HDF5, file, new Columns("g2/d7", "/g3/rows", List.of("g10/d3"), false));
    assertVectors(rows, new float[] {3}, new float[] {4});
    assertEquals("2", rows.get(0).id());
    assertEquals(Map.of("g10/d3", 3L), rows.get(1).stored());
    rows = read(HDF5, file, new Columns(null, "g10/rows", null, false));
    assertEquals(999, rows.get(0).stored().size());
    assertEquals(998L, rows.get(1).stored().get("g10/d998"));
  }

  /** jHDF leaves files open that it can't read. */
  public void testDamagedFilesAreClosed() throws Exception {
    Path handles = Path.of("/proc/self/fd");
    assumeTrue("needs Linux", Files.isDirectory(handles));
    Mutations mutations = new Mutations(new Random(random().nextLong()), new Hdf5Target().words());
    Path file = createTempDir().resolve("a.h5");
    int refused = 0;
    for (int i = atLeast(200); i > 0; i--) {
      byte[] sample = new Hdf5Target().sample(random());
      Files.write(file, mutations.mutate(sample, sample));
      try (VectorSource source = open(HDF5, file)) {
        while (source.next()) {
          SourceTarget.checkRow(source);
        }
      } catch (CommandFailure failure) {
        SourceTarget.checkWords(failure, file);
        refused++;
      }
      assertEquals(0, handlesOf(file, handles));
    }
    assertTrue(refused > 0);
  }

  private static int handlesOf(Path file, Path handles) throws Exception {
    int open = 0;
    try (Stream<Path> all = Files.list(handles)) {
      for (Path handle : all.toList()) {
        boolean isOpen = Files.isSymbolicLink(handle); // not that of this list
        if (isOpen && Files.readSymbolicLink(handle).toString().equals(file.toString())) {
          open++;
        }
      }
    }
    return open;
  }
}
