// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.export.plain;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.export.spi.ExportFormat;
import org.omdb.cli.export.spi.ExportRows;

/**
 * NumPy's array file, with a row per vector.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">the
 *     format</a>
 */
public final class NpyExporter implements ExportFormat {

  private static final int ALIGNMENT = 64;
  private static final int PREFIX_BYTES = 10;

  @Override
  public String name() {
    return "npy";
  }

  @Override
  public boolean hasIds() {
    return false;
  }

  @Override
  public long write(ExportRows rows, Path target, boolean overwrite)
      throws IOException, CommandFailure {
    byte[] header = header(rows.vectors(), rows.dimension());
    return RowsAndIds.write(rows, target, overwrite, header, new byte[0]);
  }

  private static byte[] header(int rows, int dimension) {
    String dictionary =
        String.format(
            Locale.ROOT,
            "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }",
            rows,
            dimension);
    int unpadded = PREFIX_BYTES + dictionary.length() + 1;
    int length = (unpadded + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    String padded = dictionary + " ".repeat(length - unpadded) + "\n";
    return ByteBuffer.allocate(length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
        .putShort((short) (length - PREFIX_BYTES))
        .put(padded.getBytes(StandardCharsets.US_ASCII))
        .array();
  }
}
