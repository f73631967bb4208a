// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.numpy;

import java.io.IOException;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.FileHead;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.SourceFormat;
import org.omdb.cli.source.spi.VectorSource;

/** NumPy's array file, with a row per vector. */
public final class NpyFormat implements SourceFormat {

  @Override
  public String name() {
    return "npy";
  }

  @Override
  public String description() {
    return "NumPy array of two dimensions, in either order";
  }

  @Override
  public boolean recognizes(FileHead head) {
    return head.startsWith(NpyHeader.MAGIC);
  }

  @Override
  public VectorSource open(SourceFile file, Columns columns) throws IOException, CommandFailure {
    columns.requireUnnamed(name());
    return NpyMatrix.open(file.window());
  }
}
