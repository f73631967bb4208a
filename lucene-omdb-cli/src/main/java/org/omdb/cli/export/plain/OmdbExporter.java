// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.export.plain;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.util.BytesRef;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.export.spi.ExportFormat;
import org.omdb.cli.export.spi.ExportRows;
import org.omdb.image.ElementType;
import org.omdb.image.MagicOrder;
import org.omdb.image.OmdbFileWriter;
import org.omdb.image.OmdbHeader;
import org.omdb.lucene.OmdbExport;

/**
 * A stand-alone OMDB file.
 *
 * @param forEngine whether the magic bytes are in the order that OmenDB's engine reads
 */
public record OmdbExporter(boolean forEngine) implements ExportFormat {

  @Override
  public String name() {
    return "omdb";
  }

  @Override
  public long write(ExportRows rows, Path target, boolean overwrite)
      throws IOException, CommandFailure {
    return rows.isSorted()
        ? writeSorted(rows, target, overwrite)
        : OmdbExport.of(rows.field().reader(), rows.field().info().name, rows.dimension())
            .magicOrder(order())
            .overwrite(overwrite)
            .write(target)
            .bytes();
  }

  private MagicOrder order() {
    return forEngine ? MagicOrder.ENGINE : MagicOrder.DOCUMENT;
  }

  private long writeSorted(ExportRows rows, Path target, boolean overwrite)
      throws IOException, CommandFailure {
    OmdbHeader header =
        OmdbHeader.of(ElementType.FLOAT32, rows.dimension(), rows.vectors(), rows.ids() > 0)
            .withMagicOrder(order());
    try (OmdbFileWriter writer = OmdbFileWriter.create(target, header, rows.ids(), overwrite)) {
      rows.forEach(row -> writer.image().writeVector(row.vector()));
      int[] index = new int[1];
      rows.forEach(
          row -> {
            String id = row.id();
            if (id != null) {
              writer.image().writeId(index[0], new BytesRef(id));
            }
            index[0]++;
          });
      return writer.commit();
    }
  }
}
