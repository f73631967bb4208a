// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.index;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options for the index and the vector field that a command works on. */
final class FieldOptions {

  @Option(names = "--index", paramLabel = "DIR", required = true, description = "The index folder.")
  Path index;

  @Option(
      names = "--field",
      paramLabel = "NAME",
      required = true,
      description = "The vector field.")
  String field;
}
