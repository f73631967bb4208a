// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.binary;

import java.io.IOException;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.FileHead;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.SourceFormat;
import org.omdb.cli.source.spi.VectorSource;

/**
 * {@code .fvecs} and {@code .bvecs}, recognized by the name, as they have no magic bytes.
 *
 * @param name of the format, and the end of the file's name
 * @param element how a component is encoded
 */
public record VecsFormat(String name, Element element) implements SourceFormat {

  @Override
  public String description() {
    return "rows of an int32 dimension and " + element + " components";
  }

  @Override
  public boolean recognizes(FileHead head) {
    return head.name().endsWith("." + name);
  }

  @Override
  public VectorSource open(SourceFile file, Columns columns) throws IOException, CommandFailure {
    columns.requireUnnamed(name);
    return VecsSource.open(file.window(), element);
  }
}
