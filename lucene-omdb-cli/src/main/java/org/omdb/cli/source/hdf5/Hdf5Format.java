// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.hdf5;

import io.jhdf.HdfFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.StandardOpenOption;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.lucene.util.IOUtils;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.FileHead;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.SourceFormat;
import org.omdb.cli.source.spi.VectorSource;
import org.omdb.cli.source.table.Failures;

/**
 * HDF5, such as of <a href="https://github.com/erikbern/ann-benchmarks">ann-benchmarks</a>: the
 * vectors are in the data set {@code train}, or in the only one of two dimensions.
 */
public final class Hdf5Format implements SourceFormat {

  private static final String MAGIC = "\u0089HDF\r\n\u001a\n";

  /** Kept in a field, because a logger that is garbage collected forgets its level. */
  private static final Logger LOG = Logger.getLogger("io.jhdf");

  static {
    LOG.setLevel(Level.OFF); // it tells each call, and failures are thrown anyway
  }

  @Override
  public String name() {
    return "hdf5";
  }

  @Override
  public String description() {
    return "HDF5: the data set train, as of ann-benchmarks, or the one that --vector-column names";
  }

  @Override
  public boolean recognizes(FileHead head) {
    return head.startsWith(MAGIC);
  }

  @Override
  public VectorSource open(SourceFile file, Columns columns) throws IOException, CommandFailure {
    FileChannel channel = FileChannel.open(file.path(name()), StandardOpenOption.READ);
    try {
      return open(file, channel, channel.size() <= Integer.MAX_VALUE, columns);
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, channel);
      throw t;
    }
  }

  /**
   * Opens a file. jHDF never opens or closes it, because it leaves files open that it can't read.
   *
   * @param file for messages
   * @param channel all its bytes, closed with the source; by the caller if this fails
   * @param map whether to map the file, so that jHDF takes no memory for as many bytes as a damaged
   *     length says. A file that is too large for that has more bytes than such a length can say
   * @param columns what to take from it
   */
  static VectorSource open(SourceFile file, FileChannel channel, boolean map, Columns columns)
      throws IOException, CommandFailure {
    long length = channel.size();
    if (map) {
      return open(file, channel.map(MapMode.READ_ONLY, 0, length), channel, columns);
    }
    Failures failures = failures(file);
    HdfFile hdf = failures.translate(() -> new HdfFile(channel));
    return Hdf5Source.open(failures, hdf, channel, length, columns);
  }

  /** The same, of a file in memory. */
  static VectorSource open(SourceFile file, ByteBuffer bytes, Closeable channel, Columns columns)
      throws CommandFailure {
    Failures failures = failures(file);
    HdfFile hdf = failures.translate(() -> HdfFile.fromByteBuffer(bytes));
    return Hdf5Source.open(failures, hdf, channel, bytes.capacity(), columns);
  }

  private static Failures failures(SourceFile file) {
    return new Failures(file, "a whole HDF5 file");
  }
}
