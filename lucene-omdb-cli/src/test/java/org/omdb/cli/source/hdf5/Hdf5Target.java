// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.hdf5;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.SourceTarget;
import org.omdb.cli.source.TestSamples;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.VectorSource;
import org.omdb.fixtures.fuzz.FuzzTarget;

/** HDF5 of h5py, in memory. */
public final class Hdf5Target extends SourceTarget {

  private static final List<String> SAMPLES =
      List.of(
          "ann-benchmarks.hdf5",
          "chunked.h5",
          "layouts.h5",
          "layouts-latest.h5",
          "pandas.h5",
          "pandas-numbers.h5");

  /** Jazzer calls this too. */
  public Hdf5Target() {
    super(new Hdf5Format());
  }

  @Override
  public int inputs() {
    return 10_000;
  }

  /** A block of rows, a chunk, and what jHDF makes of them. */
  @Override
  public long fixedBytes() {
    return 64 << 20;
  }

  @Override
  public List<byte[]> words() {
    return FuzzTarget.words("OHDR", "TREE", "HEAP", "SNOD", "GCOL", "train", "FRHP", "FADB");
  }

  @Override
  public byte[] sample(Random random) {
    String name = SAMPLES.get(random.nextInt(SAMPLES.size()));
    try (InputStream sample = TestSamples.class.getResourceAsStream("samples/" + name)) {
      return sample.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected VectorSource open(SourceFile file, byte[] bytes) throws IOException, CommandFailure {
    file.close();
    return Hdf5Format.open(file, ByteBuffer.wrap(bytes), () -> {}, Columns.DEFAULT);
  }

  @Override
  protected boolean isRowByRow() {
    return false;
  }

  @Override
  protected void checkAgainst(byte[] file, int from, int to, VectorSource source) {}
}
