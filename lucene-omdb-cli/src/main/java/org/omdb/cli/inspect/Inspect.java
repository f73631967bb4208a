// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.inspect;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.console.ExitStatus;
import org.omdb.cli.console.JsonOutput;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code omdb inspect}: shows what is in an OMDB file or an index. */
@Command(
    name = "inspect",
    description = {
      "Shows what is in an OMDB file or an index.",
      "",
      "For a file: its header, the sizes of its parts, and its ids. For an index: the vector fields"
          + " of each segment and the sizes of its files. Vectors are not read; omdb verify reads"
          + " them."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  omdb inspect vectors.omdb", "  omdb inspect my-index --json"},
    mixinStandardHelpOptions = true)
public final class Inspect implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "PATH", description = "An OMDB file or an index folder.")
  private Path path;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException, CommandFailure {
    PrintWriter out = spec.commandLine().getOut();
    Ansi ansi = spec.commandLine().getColorScheme().ansi();
    Subject subject = Subject.of(path);
    try {
      switch (subject) {
        case FILE -> {
          FileFacts facts = FileFacts.of(path);
          if (json) {
            JsonOutput.print(out, facts.toJson());
          } else {
            facts.print(out, ansi);
          }
        }
        case INDEX -> {
          IndexFacts facts = IndexFacts.of(path);
          if (json) {
            JsonOutput.print(out, facts.toJson());
          } else {
            facts.print(out, ansi);
          }
        }
      }
    } catch (IOException | IllegalArgumentException e) { // the latter for an unknown codec
      throw CommandFailure.data(path + ": " + Words.reason(e), e);
    }
    return ExitStatus.DONE;
  }
}
