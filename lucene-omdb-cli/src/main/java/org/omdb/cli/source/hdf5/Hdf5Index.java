// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.hdf5;

import io.jhdf.HdfFile;
import io.jhdf.ObjectHeader;
import io.jhdf.api.Dataset;
import io.jhdf.dataset.chunked.ChunkedDatasetV4;
import io.jhdf.object.message.DataLayoutMessage.ChunkedDataLayoutMessageV4;
import io.jhdf.storage.HdfBackingStorage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.BadInput;
import org.omdb.cli.source.table.Failures;

/**
 * Checks the number of chunks that an <a
 * href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html">extensible array</a>
 * says it has. jHDF takes memory for that many before it looks at the checksum of the number.
 */
final class Hdf5Index {

  private static final int EXTENSIBLE_ARRAY = 4;

  /**
   * Bytes before the lengths of an array's header: signature, version, client, and six sizes of one
   * byte.
   */
  private static final int SIZES_END = 12;

  /** Lengths before the number of chunks: of secondary blocks and data blocks. */
  private static final int LENGTHS_BEFORE = 4;

  private Hdf5Index() {}

  /**
   * Checks a data set.
   *
   * @param length of the file
   */
  static void check(Failures failures, HdfFile hdf, Dataset data, long length)
      throws CommandFailure {
    if (data instanceof ChunkedDatasetV4 == false) {
      return; // other layouts have no such array
    }
    long chunks = failures.translate(() -> chunks(hdf.getHdfBackingStorage(), data));
    if (chunks < 0 || chunks > length / Long.BYTES) {
      throw BadInput.at(
          failures.file(),
          BadInput.quote(data.getPath()),
          "an index of "
              + Long.toUnsignedString(chunks)
              + " chunks in a file of "
              + length
              + " bytes",
          "as many as fit");
    }
  }

  /** The number of chunks; 0 if another index has them. */
  private static long chunks(HdfBackingStorage storage, Dataset data) {
    ChunkedDataLayoutMessageV4 layout =
        ObjectHeader.readObjectHeader(storage, data.getAddress())
            .getMessageOfType(ChunkedDataLayoutMessageV4.class);
    int sizeOfLengths = storage.getSizeOfLengths();
    boolean isThere = layout.getAddress() >= 0; // -1 stands for none
    if (layout.getIndexingType() != EXTENSIBLE_ARRAY || isThere == false) {
      return 0;
    }
    int at = SIZES_END + LENGTHS_BEFORE * sizeOfLengths;
    ByteBuffer header =
        storage
            .readBufferFromAddress(layout.getAddress(), at + Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    return sizeOfLengths == Long.BYTES
        ? header.getLong(at)
        : Integer.toUnsignedLong(header.getInt(at));
  }
}
