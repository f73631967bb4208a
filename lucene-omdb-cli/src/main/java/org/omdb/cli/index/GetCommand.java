// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.index;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.omdb.cli.columns.ColumnReader;
import org.omdb.cli.columns.JsonRow;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.console.ExitStatus;
import org.omdb.cli.console.JsonOutput;
import org.omdb.cli.console.Printable;
import org.omdb.cli.folder.IndexDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code omdb get}: prints the vectors with some ids. */
@Command(
    name = "get",
    description = {
      "Prints the vectors with these ids. The exit status is 1 if an id does not exist.",
      "",
      "With --json, stored columns are printed too."
    },
    footer = {"", "Example:", "  omdb get --index idx --field words apple pear --json"},
    mixinStandardHelpOptions = true)
public final class GetCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private FieldOptions options;

  @Option(names = "--json", description = "Print JSON lines, which omdb import can read.")
  private boolean json;

  @Parameters(arity = "1..*", paramLabel = "ID", description = "The ids.")
  private List<String> ids;

  @Override
  public Integer call() throws IOException, CommandFailure {
    PrintWriter out = spec.commandLine().getOut();
    List<String> missing = new ArrayList<>();
    try (VectorField field = VectorField.open(options, IndexDirectory.Reads.PARTS)) {
      ColumnReader columns = new ColumnReader(field.reader(), options.field);
      for (String id : ids) {
        VectorField.Place place = field.find(id);
        if (place == null) {
          missing.add("\"" + id + "\"");
        } else if (json) {
          Map<String, Object> stored = columns.read(field.document(place));
          JsonOutput.printLine(out, JsonRow.of(id, field.vector(place), stored));
        } else {
          out.println(Printable.of(id) + "  " + text(field.vector(place)));
        }
      }
    }
    if (missing.isEmpty() == false) {
      throw CommandFailure.data(
          options.index
              + ": field \""
              + options.field
              + "\" has no id "
              + String.join(", ", missing));
    }
    return ExitStatus.DONE;
  }

  private static String text(Object vector) {
    return vector instanceof float[] floats
        ? Arrays.toString(floats)
        : Arrays.toString((byte[]) vector);
  }
}
