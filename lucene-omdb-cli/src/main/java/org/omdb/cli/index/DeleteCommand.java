// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.index;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.Term;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.console.ExitStatus;
import org.omdb.cli.console.JsonOutput;
import org.omdb.cli.folder.IndexDirectory;
import org.omdb.lucene.OmdbVectorField;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code omdb delete}: deletes the documents with some ids, all of them or none. */
@Command(
    name = "delete",
    description = {
      "Deletes the documents with these ids.",
      "",
      "If one of the ids does not exist, nothing is deleted, and the exit status is 1."
    },
    footer = {"", "Example:", "  omdb delete --index idx --field words apple pear"},
    mixinStandardHelpOptions = true)
public final class DeleteCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private FieldOptions options;

  @Option(names = "--json", description = "Report as JSON.")
  private boolean json;

  @Parameters(arity = "1..*", paramLabel = "ID", description = "The ids.")
  private List<String> ids;

  @Override
  public Integer call() throws IOException, CommandFailure {
    // The writer comes first: its lock keeps others from changing the index after the check.
    int deleted;
    try (IndexChange change = IndexChange.open(options.index, 0, false)) {
      checkIds();
      change
          .writer()
          .deleteDocuments(
              ids.stream()
                  .map(id -> OmdbVectorField.idTerm(options.field, id))
                  .toArray(Term[]::new));
      change.commit();
      deleted = change.documentsBefore() - change.writer().getDocStats().numDocs;
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      JsonOutput.print(out, Map.of("deleted", deleted));
    } else {
      out.println(deleted + " deleted");
    }
    return ExitStatus.DONE;
  }

  private void checkIds() throws IOException, CommandFailure {
    try (VectorField field = VectorField.open(options, IndexDirectory.Reads.PARTS)) {
      if (field.info().getIndexOptions() == IndexOptions.NONE) {
        throw CommandFailure.data(
            options.index
                + ": the ids of field \""
                + options.field
                + "\" are not indexed as terms of that field, as OmdbVectorField does: delete the"
                + " documents with an IndexWriter, by the field that has the ids");
      }
      List<String> missing = new ArrayList<>();
      for (String id : ids) {
        if (field.find(id) == null) {
          missing.add("\"" + id + "\"");
        }
      }
      if (missing.isEmpty() == false) {
        throw CommandFailure.data(
            options.index
                + ": field \""
                + options.field
                + "\" has no id "
                + String.join(", ", missing)
                + "; nothing is deleted");
      }
    }
  }
}
