// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.upgrade;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.store.Directory;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.console.ExitStatus;
import org.omdb.cli.folder.IndexDirectory;
import org.omdb.cli.index.IndexFolders;
import org.omdb.cli.index.IndexSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code omdb upgrade}: converts an index from plain Lucene to OMDB or back, in place. */
@Command(
    name = "upgrade",
    description = {
      "Converts an index that plain Lucene wrote to OMDB, in place, or back.",
      "",
      "Takes indexes of this major version of Lucene and the one before. All ids are checked before"
          + " anything is written. Each rewritten segment is compared with the old one before it is"
          + " committed. If an upgrade is interrupted, run it again: it goes on where it stopped."
          + " If there is nothing to do, it changes nothing."
    },
    footer = {
      "",
      "Examples:",
      "  omdb upgrade --index idx --field embedding --id-field id",
      "  omdb upgrade --index idx --to lucene"
    },
    mixinStandardHelpOptions = true)
public final class UpgradeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--index", paramLabel = "DIR", required = true, description = "The index folder.")
  private Path index;

  @Option(
      names = "--field",
      paramLabel = "NAME",
      description = "The vector field. With --to lucene, the default is all fields in OMDB.")
  private String field;

  @Option(
      names = "--id-field",
      paramLabel = "ID",
      description =
          "The field that has the ids, as doc values, stored or indexed. Repeat the option if"
              + " documents have them in different fields. Not needed for a field with its own ids"
              + " (OmdbVectorField), nor if the segments tell which field has the ids.")
  private List<String> idFields = new ArrayList<>();

  @Option(
      names = "--to",
      paramLabel = "omdb|lucene",
      defaultValue = "omdb",
      description =
          "The format to convert to: ${COMPLETION-CANDIDATES}; by default ${DEFAULT-VALUE}.")
  private Target target;

  @Option(names = "--json", description = "Report as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException, CommandFailure {
    if (field == null && target == Target.omdb) {
      throw CommandFailure.usage("--field is missing: which vector field shall be upgraded?");
    }
    if (idFields.contains("")) {
      throw CommandFailure.usage("--id-field is \"\", expected the name of a field");
    }
    long nanos = System.nanoTime();
    UpgradeReport report = new UpgradeReport(spec.commandLine(), index, target, json);
    try (Directory directory = IndexFolders.open(index, IndexDirectory.Reads.ALL)) {
      UpgradeCheck.Result checked = check(directory);
      if (checked == null) {
        report.printNothingToDo(field);
        return ExitStatus.DONE;
      }
      PrintWriter err = spec.commandLine().getErr();
      checked.warnings().forEach(warning -> err.println("warning: " + warning));
      Map<String, SegmentFacts> after = convert(directory, checked);
      report.print(checked, after.values(), (System.nanoTime() - nanos) / 1e9);
    }
    return ExitStatus.DONE;
  }

  private UpgradeCheck.Result check(Directory directory) throws IOException, CommandFailure {
    try {
      return new UpgradeCheck(index, target, field, idFields).run(directory);
    } catch (FileSystemException | CorruptIndexException e) {
      throw e; // names its file
    } catch (
        @SuppressWarnings("unused")
        IndexNotFoundException e) {
      throw IndexFolders.noIndex(index);
    } catch (IOException | IllegalArgumentException e) { // the latter for an unknown codec
      throw CommandFailure.data(index + ": " + reason(e) + "; nothing is changed", e);
    }
  }

  private Map<String, SegmentFacts> convert(Directory directory, UpgradeCheck.Result checked)
      throws IOException, CommandFailure {
    try (Conversion conversion =
        new Conversion(
            index,
            directory,
            IndexSettings.read(directory),
            checked.plan(),
            checked.commit(),
            checked.before())) {
      return conversion.run();
    } catch (FileSystemException | CorruptIndexException e) {
      throw e; // names its file
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      throw CommandFailure.data(
          index
              + ": "
              + reason(e)
              + ", while a segment was rewritten; the index is complete, with this segment as it"
              + " was: run the command again to go on",
          e);
    }
  }

  private static String reason(Throwable t) {
    Throwable cause = t;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof OutOfMemoryError) {
      return "out of memory (give more with OMDB_JAVA_OPTS=-Xmx4g or the like)";
    }
    return String.valueOf(cause.getMessage()).replaceAll("\\s*\\R\\s*", " ");
  }
}
