// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.inspect;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.lucene.store.LockObtainFailedException;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.console.ExitStatus;
import org.omdb.cli.console.JsonOutput;
import org.omdb.cli.inspect.Findings.Severity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code omdb verify}: checks all of an OMDB file or an index. */
@Command(
    name = "verify",
    description = {
      "Reads an OMDB file or an index completely, and says what is wrong with it.",
      "",
      "A problem makes the exit status 1. A warning or a note does not: it reports something that"
          + " is allowed, but that you may want to know."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  omdb verify vectors.omdb",
      "  omdb verify my-index --field embedding",
      "  omdb verify my-index --lucene --json",
      "  omdb verify my-index --clean"
    },
    mixinStandardHelpOptions = true)
public final class Verify implements Callable<Integer> {

  /** The name of the check, for scripts. */
  private static final String LEFTOVERS = "uncommitted";

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "PATH", description = "An OMDB file or an index folder.")
  private Path path;

  @Option(
      names = "--field",
      paramLabel = "NAME",
      description =
          "In an index, check this vector field only. Checksums of all files are always checked.")
  private String field;

  @Option(
      names = "--lucene",
      description = "On an index, run Lucene's CheckIndex too. It does not change the index.")
  private boolean lucene;

  @Option(
      names = "--clean",
      description =
          "From an index without a problem, remove the files that no commit has, as a killed"
              + " import leaves them. Needs that nothing writes to the index.")
  private boolean clean;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException, CommandFailure {
    Subject subject = Subject.of(path);
    if (subject == Subject.FILE && (field != null || lucene || clean)) {
      throw CommandFailure.usage(
          "--field, --lucene and --clean are for an index, and " + path + " is none");
    }
    if (field != null && clean) {
      throw CommandFailure.usage(
          "--clean is for an index that was checked as a whole: leave out --field");
    }
    Findings findings = new Findings();
    Checked checked =
        switch (subject) {
          case FILE -> new FileCheck(path, findings).run();
          case INDEX -> new IndexCheck(path, field, lucene, findings).run();
        };
    Leftovers leftovers = subject == Subject.INDEX ? leftovers(findings) : Leftovers.NONE;
    report(subject, findings, checked, leftovers);
    return findings.count(Severity.PROBLEM) == 0 ? ExitStatus.DONE : ExitStatus.FAILED;
  }

  /** Removes what no commit has if that is asked for, and otherwise warns of it. */
  private Leftovers leftovers(Findings findings) {
    Leftovers leftovers = Leftovers.of(path);
    if (leftovers.isEmpty()) {
      return leftovers;
    }
    String where = path.toString();
    if (clean == false) {
      findings.warning(where, LEFTOVERS, leftovers.toLine());
    } else if (findings.count(Severity.PROBLEM) > 0) {
      findings.warning(
          where, LEFTOVERS, leftovers.toLine() + "; nothing is removed because of the problems");
    } else {
      try {
        leftovers = Leftovers.remove(path);
        findings.note(where, LEFTOVERS, leftovers.toLine());
      } catch (IOException | IllegalArgumentException e) {
        findings.problem(where, LEFTOVERS, leftovers.toLine() + "; not removed: " + reason(e));
      }
    }
    return leftovers;
  }

  private static String reason(Exception e) {
    return e instanceof LockObtainFailedException
        ? "a writer has the index open; end that process, or wait until it is done"
        : Words.reason(e);
  }

  private void report(Subject subject, Findings findings, Checked checked, Leftovers leftovers) {
    PrintWriter out = spec.commandLine().getOut();
    long problems = findings.count(Severity.PROBLEM);
    if (json) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("kind", subject == Subject.FILE ? "file" : "index");
      object.put("path", path.toString());
      object.put("ok", problems == 0);
      object.put("problems", problems);
      object.put("warnings", findings.count(Severity.WARNING));
      object.put("checked", checked.toJson());
      object.put("findings", findings.toJson());
      if (subject == Subject.INDEX) {
        object.put("uncommitted", leftovers.toJson());
      }
      JsonOutput.print(out, object);
      return;
    }
    findings.print(out);
    leftovers.printFiles(out, spec.commandLine().getColorScheme().ansi());
    String verdict = problems == 0 ? "no problem" : Words.counted(problems, "problem");
    out.println(path + ": " + verdict + " in " + checked.toText());
  }
}
