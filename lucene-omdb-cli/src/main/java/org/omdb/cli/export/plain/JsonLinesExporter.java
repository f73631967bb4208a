// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.export.plain;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.omdb.cli.columns.JsonRow;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.console.JsonOutput;
import org.omdb.cli.export.spi.ExportFormat;
import org.omdb.cli.export.spi.ExportRows;
import org.omdb.cli.folder.WholeFile;

/** A JSON object line by line, as {@code omdb get --json} prints it. */
public final class JsonLinesExporter implements ExportFormat {

  @Override
  public String name() {
    return "jsonl";
  }

  @Override
  public boolean keepsColumns() {
    return true;
  }

  @Override
  public long write(ExportRows rows, Path target, boolean overwrite)
      throws IOException, CommandFailure {
    try (WholeFile file = WholeFile.create(target, overwrite)) {
      OutputStream out = file.stream();
      rows.forEach(
          row -> {
            String line = JsonOutput.line(JsonRow.of(row.id(), row.vector(), row.columns()));
            out.write(line.getBytes(StandardCharsets.UTF_8));
            out.write('\n');
          });
      return file.commit();
    }
  }
}
