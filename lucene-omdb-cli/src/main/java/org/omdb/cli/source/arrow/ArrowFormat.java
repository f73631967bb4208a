// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.arrow;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.FileHead;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.SourceFormat;
import org.omdb.cli.source.spi.VectorSource;

/** Apache Arrow: its files, which are Feather 2 too, and its streams in a file. */
public final class ArrowFormat implements SourceFormat {

  @Override
  public String name() {
    return "arrow";
  }

  @Override
  public String description() {
    return "Arrow or Feather: a column with lists of numbers, and others";
  }

  @Override
  public boolean recognizes(FileHead head) {
    return head.startsWith(ArrowMessages.FILE_MAGIC)
        || head.startsWith(ArrowMessages.FEATHER_1_MAGIC)
        || (head.startsWith(ArrowMessages.CONTINUATION) && head.bytes().length > Long.BYTES);
  }

  @Override
  public VectorSource open(SourceFile file, Columns columns) throws IOException, CommandFailure {
    Path path = file.path(name());
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    return ArrowSource.open(file, channel, columns, ArrowLimits.DEFAULT);
  }
}
