// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.json;

import java.io.IOException;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.FileHead;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.SourceFormat;
import org.omdb.cli.source.spi.VectorSource;

/** A JSON object on each line: {@code {"id": "...", "vector": [...]}}. */
public final class JsonLinesFormat implements SourceFormat {

  @Override
  public String name() {
    return "jsonl";
  }

  @Override
  public String description() {
    return "{\"id\": \"...\", \"vector\": [...]} on each line";
  }

  @Override
  public boolean recognizes(FileHead head) {
    return JsonFormat.isLines(head);
  }

  @Override
  public VectorSource open(SourceFile file, Columns columns) throws IOException, CommandFailure {
    String vectorColumn = columns.vectorColumn();
    if (vectorColumn != null && FirstLine.of(file.head(), vectorColumn).isRecord() == false) {
      return new JsonFormat().open(file, columns); // the name tells that there are records within
    }
    return JsonLinesSource.open(file.window(), columns);
  }
}
