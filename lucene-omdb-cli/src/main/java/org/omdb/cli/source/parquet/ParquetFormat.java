// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.parquet;

import dev.hardwood.InputFile;
import java.io.IOException;
import java.nio.file.Path;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.FileHead;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.SourceFormat;
import org.omdb.cli.source.spi.VectorSource;

/** Apache Parquet: a column of lists of numbers, and others that become ids and stored fields. */
public final class ParquetFormat implements SourceFormat {

  @Override
  public String name() {
    return "parquet";
  }

  @Override
  public String description() {
    return "Parquet: a column with lists of numbers, and others";
  }

  @Override
  public boolean recognizes(FileHead head) {
    return head.startsWith(ParquetCheck.MAGIC) || head.startsWith(ParquetCheck.ENCRYPTED_MAGIC);
  }

  @Override
  public VectorSource open(SourceFile file, Columns columns) throws IOException, CommandFailure {
    Path path = file.path(name());
    return ParquetSource.open(file, InputFile.of(path), columns);
  }
}
