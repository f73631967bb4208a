// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.index;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options for the index and the vector field that a command works on. */
public final class FieldOptions {

  /** The folder of the index. */
  @Option(names = "--index", paramLabel = "DIR", required = true, description = "The index folder.")
  public Path index;

  /** The name of the field. */
  @Option(
      names = "--field",
      paramLabel = "NAME",
      required = true,
      description = "The vector field.")
  public String field;
}
