// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.export.plain;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.export.spi.ExportRows;
import org.omdb.cli.folder.WholeFile;

/** Writes vectors as float32, little-endian, and their ids into an {@link IdsFile}. */
final class RowsAndIds {

  private RowsAndIds() {}

  /**
   * Writes both files.
   *
   * @param header what stands before the first row
   * @param rowHeader what stands before each row
   * @return the bytes of both
   */
  static long write(
      ExportRows rows, Path target, boolean overwrite, byte[] header, byte[] rowHeader)
      throws IOException, CommandFailure {
    if (rows.ids() == 0 && Files.exists(IdsFile.pathFor(target))) {
      throw CommandFailure.data(
          IdsFile.pathFor(target)
              + " is there, from another export, and no vector here has an id: remove it, or export"
              + " to another file");
    }
    try (WholeFile file = WholeFile.create(target, overwrite);
        IdsFile ids = rows.ids() == 0 ? null : IdsFile.create(target, overwrite)) {
      OutputStream out = file.stream();
      out.write(header);
      ByteBuffer bytes =
          ByteBuffer.allocate(rowHeader.length + rows.dimension() * Float.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .put(rowHeader)
              .mark();
      rows.forEach(
          row -> {
            bytes.reset();
            for (float component : row.vector()) {
              bytes.putFloat(component);
            }
            out.write(bytes.array());
            if (ids != null) {
              ids.write(row.id());
            }
          });
      if (ids == null) {
        return file.commit();
      }
      // Old vectors never stand beside new ids: until both are there, there are no vectors.
      file.finish();
      ids.finish();
      file.deleteOld();
      return ids.commit() + file.commit();
    }
  }
}
