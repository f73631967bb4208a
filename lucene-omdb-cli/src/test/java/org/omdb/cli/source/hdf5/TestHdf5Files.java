// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.hdf5;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
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
