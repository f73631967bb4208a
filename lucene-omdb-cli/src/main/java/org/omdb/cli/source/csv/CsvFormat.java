// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.csv;

import java.io.IOException;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.FileHead;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.SourceFormat;
import org.omdb.cli.source.spi.VectorSource;

/**
 * A table with a header: RFC 4180, or with tabs or semicolons instead of commas. The vectors are
 * lists in one column, or have a column for each component.
 */
public final class CsvFormat implements SourceFormat {

  @Override
  public String name() {
    return "csv";
  }

  @Override
  public String description() {
    return "a table with a header, separated by commas, tabs or semicolons";
  }

  @Override
  public boolean recognizes(FileHead head) {
    CsvHeader header = CsvHeader.of(head);
    boolean isTable = header.names().size() > 1 && head.name().matches(".*\\.[ct]sv");
    return header.isNamed() && (isTable || header.hasVectors());
  }

  @Override
  public VectorSource open(SourceFile file, Columns columns) throws IOException, CommandFailure {
    return CsvSource.open(file, CsvHeader.of(file.head()).separator(), columns);
  }
}
