// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.omdb;

import java.io.IOException;
import java.util.List;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.file.FileHead;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.Columns;
import org.omdb.cli.source.spi.SourceFormat;
import org.omdb.cli.source.spi.VectorSource;

/** A stand-alone OMDB file of this library or of OmenDB's engine. */
public final class OmdbFormat implements SourceFormat {

  /** Float and byte elements, in either order of the magic. */
  private static final List<String> MAGICS = List.of("OMDB", "BDMO", "OMD8", "8DMO");

  @Override
  public String name() {
    return "omdb";
  }

  @Override
  public String description() {
    return "OMDB file of this library or of OmenDB's engine";
  }

  @Override
  public boolean recognizes(FileHead head) {
    return MAGICS.stream().anyMatch(head::startsWith);
  }

  @Override
  public VectorSource open(SourceFile file, Columns columns) throws IOException, CommandFailure {
    columns.requireUnnamed(name());
    return OmdbSource.open(file, file.path(name()));
  }
}
