// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.export.plain;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.export.spi.ExportFormat;
import org.omdb.cli.export.spi.ExportRows;

/** {@code .fvecs} of the TEXMEX corpus: rows of a 32-bit dimension and float32 components. */
public final class FvecsExporter implements ExportFormat {

  @Override
  public String name() {
    return "fvecs";
  }

  @Override
  public boolean hasIds() {
    return false;
  }

  @Override
  public long write(ExportRows rows, Path target, boolean overwrite)
      throws IOException, CommandFailure {
    byte[] dimension =
        ByteBuffer.allocate(Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(rows.dimension())
            .array();
    return RowsAndIds.write(rows, target, overwrite, new byte[0], dimension);
  }
}
