// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.lucene.store.Directory;
import org.omdb.cli.console.ClosestNames;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.console.ExitStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code omdb demo}: options and their checks; {@link DemoRun} does the work. */
@Command(
    name = "demo",
    description = {
      "Shows the library at work on the classes of this JDK.",
      "",
      "Each public class becomes a vector of its methods, types, supertypes and package, with its"
          + " name as the id. The demo indexes them, searches, deletes, updates, merges, searches"
          + " again, and checks every id and vector on the way."
    },
    footerHeading = "%nExample:%n",
    footer = "  omdb demo --like java.util.HashMap",
    mixinStandardHelpOptions = true)
public final class Demo implements Callable<Integer> {

  private static final List<String> WELL_KNOWN =
      List.of(
          "java.util.ArrayList",
          "java.util.HashMap",
          "java.lang.StringBuilder",
          "java.io.FileInputStream",
          "java.util.concurrent.locks.ReentrantLock",
          "java.time.LocalDate");

  private static final int MOST_PROBLEMS = 20;

  @Spec private CommandSpec spec;

  @Option(
      names = "--like",
      paramLabel = "CLASS",
      description = "Find the neighbors of this class only, such as java.util.HashMap.")
  private String like;

  @Option(
      names = "--package",
      paramLabel = "NAME",
      description = "Take only the classes of this package and those below it. May be repeated.")
  private List<String> packages = new ArrayList<>();

  @Option(
      names = "--index",
      paramLabel = "DIR",
      description =
          "Write the index to this folder, and keep it. Only an index of an earlier demo is"
              + " overwritten.")
  private Path folder;

  @Option(names = "--keep", description = "Keep the index, and say where it is.")
  private boolean keep;

  @Override
  public Integer call() throws IOException, CommandFailure {
    Stopwatch time = new Stopwatch();
    JdkClasses classes = JdkClasses.read(this::isWanted);
    List<String> probes = probes(classes.published().keySet());
    DemoReport report =
        new DemoReport(spec.commandLine().getOut(), spec.commandLine().getColorScheme().ansi());
    try (IndexFolder index =
            folder == null ? IndexFolder.temporary(keep) : IndexFolder.chosen(folder);
        Directory directory = index.open()) {
      ClassVectors vectors = new ClassVectors(classes);
      report.step(
          "read",
          time.seconds(),
          "%,d public classes in %d modules of Java %s, to vectors of %d dimensions",
          classes.published().size(),
          classes.modules(),
          Runtime.version().feature(),
          ClassVectors.DIMENSION);
      List<String> problems = new DemoRun(vectors, probes, directory, report).run();
      if (index.isKept()) {
        report.end("The index is in " + index.path());
      }
      if (problems.isEmpty()) {
        report.end(
            String.format(
                Locale.ROOT, "Every id is with its vector. %.1f s in all.", time.seconds()));
      }
      return problems.isEmpty() ? ExitStatus.DONE : fail(problems);
    }
  }

  private boolean isWanted(String packageName) {
    return packages.isEmpty()
        || packages.stream().anyMatch(wanted -> (packageName + ".").startsWith(wanted + "."));
  }

  /** The classes to search for. */
  private List<String> probes(Set<String> names) throws CommandFailure {
    if (names.isEmpty()) {
      throw CommandFailure.usage(
          "no module of this JDK exports " + String.join(" or ", packages) + " to everybody");
    }
    if (like != null) {
      return List.of(known(like, names));
    }
    List<String> wellKnown = WELL_KNOWN.stream().filter(names::contains).toList();
    return wellKnown.isEmpty() ? List.of(names.iterator().next()) : wellKnown;
  }

  private static String known(String typed, Set<String> names) throws CommandFailure {
    String name = typed.replace('$', '.'); // a nested class, as Class.getName() has it
    if (names.contains(name)) {
      return name;
    }
    List<String> closest = ClosestNames.to(name, names);
    throw CommandFailure.usage(
        "no public class is called \""
            + typed
            + "\""
            + (closest.isEmpty()
                ? "; give its full name, such as java.util.HashMap"
                : ": did you mean " + String.join(" or ", closest) + "?"));
  }

  private int fail(List<String> problems) {
    PrintWriter err = spec.commandLine().getErr();
    problems.stream().limit(MOST_PROBLEMS).forEach(problem -> err.println("omdb: " + problem));
    if (problems.size() > MOST_PROBLEMS) {
      err.println("omdb: and " + (problems.size() - MOST_PROBLEMS) + " more");
    }
    return ExitStatus.FAILED;
  }
}
