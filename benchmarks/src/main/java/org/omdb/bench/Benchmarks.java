// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.omdb.bench.contender.Contender;
import org.omdb.bench.contender.Contenders;
import org.omdb.bench.data.CacheFolder;
import org.omdb.bench.data.Sets;
import org.omdb.bench.data.UnclearSetException;
import org.omdb.bench.data.VectorSet;
import org.omdb.bench.harness.Bench;
import org.omdb.bench.harness.Environment;
import org.omdb.bench.harness.GenerationsPlan;
import org.omdb.bench.harness.Plan;
import org.omdb.bench.harness.Results;
import org.omdb.bench.harness.Scenarios;
import org.omdb.bench.harness.StartPlan;
import org.omdb.bench.report.Report;
import org.omdb.bench.zoo.ZooOptions;
import org.omdb.bench.zoo.ZooPlan;
import org.omdb.bench.zoo.report.ZooVisit;
import org.omdb.cli.console.Table;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Measures this library beside what a user would pick instead. */
@Command(
    name = "benchmarks/run",
    description = "Measures this library beside what a user would pick instead.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:done",
      "1:reading or writing failed, with --quick a recall was 0.9 or less, or in the zoo less was"
          + " found than must be",
      "2:wrong usage"
    })
public final class Benchmarks implements Callable<Integer> {

  /** The project's folder, from the script that starts this. */
  private static final Path BASE = Path.of(System.getProperty("omdb.basedir", "."));

  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private static final double LEAST_QUICK_RECALL = 0.9;

  private static final List<String> USUAL_SETS =
      List.of("fashion-mnist", "word2vec-gnews8k-300d", "debian-minilm-384d", Sets.JDK_CLASSES);
  private static final String USUAL_SYNTHETIC = Sets.SYNTHETIC + "100000x128";
  private static final String QUICK_SYNTHETIC = Sets.SYNTHETIC + "5000x64";
  private static final String QUICK_SET = "sift5k-128d";

  private static final String NONE = "none";
  private static final String ALL = "all";
  private static final List<String> USUAL_GROWTH = List.of("10000", "30000", "100000", "300000");
  private static final List<String> TWO_CONTENDERS = List.of("omdb", "lucene");
  private static final int GROWTH_DIMENSION = 128;

  /** Held here, because a logger that nobody holds forgets its level. */
  private static final Logger ROOT_LOG = Logger.getLogger("");

  /** Warns of how many threads it would take if it were not told how many. */
  private static final Logger JVECTOR_LOG = Logger.getLogger("io.github.jbellis.jvector");

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @CommandLine.Mixin private DataOptions data;

  @Option(
      names = "--set",
      paramLabel = "NAME",
      split = ",",
      description =
          "Sets, also synthetic:ROWSxDIMENSION. Default: fashion-mnist, word2vec-gnews8k-300d and"
              + " debian-minilm-384d if they are there, jdk-classes, synthetic:100000x128.")
  private List<String> sets;

  @Option(
      names = "--contender",
      paramLabel = "NAME",
      split = ",",
      description =
          "Who takes part. omdb may have options, such as omdb:beamWidth=200:mergeWorkers=2, or"
              + " system properties that its code reads, such as omdb:some.property=off; ablation"
              + " is lucene, omdb and variants of it. Default: all, without variants.")
  private List<String> contenders;

  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      split = ",",
      description =
          "What is done with each set: one-segment, segments, filters, deletions, ingest, build,"
              + " build-one-thread, build-two-writers, generations, start; or all; or zoo, which has"
              + " sets of its own. Contenders without segments take part in one-segment and"
              + " build-one-thread. Default: one-segment.")
  private List<String> scenarios = List.of(Scenarios.ONE_SEGMENT.name());

  @Mixin private ZooOptions zoo;

  @Option(names = "--rows", paramLabel = "N", description = "At most so many rows of each set.")
  private Integer rows;

  @Option(
      names = "--quick",
      description =
          "Small sets, once: whether everything works. Fails if a recall is 0.9 or less, judges no"
              + " time.")
  private boolean quick;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      description = "How often each contender searches all settings. Default: 3, with --quick 1.")
  private Integer repeat;

  @Option(
      names = "--growth",
      paramLabel = "ROWS",
      split = ",",
      description =
          "Sizes of one synthetic set, to see how figures grow; or none. Contenders: omdb and lucene"
              + " unless --contender says otherwise. Default: 10000,30000,100000,300000; none with"
              + " --set, --scenario or --quick.")
  private List<String> growth;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Where results go, and indexes for the time being. Default: benchmarks/target/results, with"
              + " --quick benchmarks/target/quick.")
  private Path out;

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description = "Where true neighbors stay from run to run. Default: ${DEFAULT-VALUE}")
  private Path cache = CacheFolder.path();

  @CommandLine.Mixin private StartOptions start;

  private Benchmarks() {}

  /**
   * Runs the command and ends this Java.
   *
   * @param args as typed
   */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /**
   * The command, for a caller that wants to stay alive or to read what it prints.
   *
   * @return a new one
   */
  public static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new Benchmarks());
    commandLine.setParameterExceptionHandler(Benchmarks::explain);
    commandLine.setExecutionExceptionHandler(Benchmarks::explain);
    return commandLine;
  }

  private static int explain(ParameterException mistake, String[] args) {
    PrintWriter err = mistake.getCommandLine().getErr();
    err.println("benchmarks: " + mistake.getMessage());
    err.println("Try 'benchmarks/run --help'.");
    return USAGE;
  }

  private static int explain(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    failure.printStackTrace(command.getErr()); // who runs this wants to know
    return FAILED;
  }

  @Override
  public Integer call() throws IOException {
    ROOT_LOG.setLevel(Level.WARNING);
    JVECTOR_LOG.setLevel(Level.SEVERE);
    ObjectNode environment = Environment.describe(); // before anything computes a distance
    Results results = new Results(environment);
    List<Contender> taking = contenders == null ? Contenders.all() : named(contenders);
    List<Integer> sizes = growthSizes();
    if (repeat != null && repeat < 1) {
      throw usage("--repeat must be at least 1, got " + repeat);
    }
    if (rows != null && rows < 1) {
      throw usage("--rows must be at least 1, got " + rows);
    }
    if (out == null) {
      out = BASE.resolve("benchmarks").resolve("target").resolve(quick ? "quick" : "results");
    }
    Files.createDirectories(out);
    if (scenarios.contains(ZooOptions.SCENARIO)) {
      return visitZoo(environment);
    }
    Sets available = data.sets(BASE, out.resolve("rows"));
    List<String> names = names(available);
    List<String> wanted = scenarios();
    StartPlan startPlan = start.plan(quick, repeat);
    Bench bench = new Bench(results, out, cache, this::tell);
    List<Bench.Outcome> outcomes = new ArrayList<>();
    for (String name : names) {
      VectorSet set = load(available, name);
      for (String scenario : wanted) {
        if (scenario.equals(Scenarios.GENERATIONS)) {
          bench.generations(set, taking, quick ? GenerationsPlan.QUICK : GenerationsPlan.FULL);
        } else if (scenario.equals(Scenarios.START)) {
          bench.start(set, contenders == null ? named(TWO_CONTENDERS) : taking, startPlan);
        } else {
          outcomes.addAll(bench.set(set, Scenarios.named(scenario), taking, planOf(scenario)));
        }
      }
    }
    if (sizes.isEmpty() == false) {
      bench.growth(
          available.load(Sets.SYNTHETIC + Collections.max(sizes) + "x" + GROWTH_DIMENSION),
          sizes,
          contenders == null ? named(TWO_CONTENDERS) : taking,
          plan(Plan.GROWTH));
    }
    if (outcomes.isEmpty() == false) {
      print(outcomes);
    }
    Path file = results.write(out);
    PrintWriter printer = spec.commandLine().getOut();
    printer.println();
    printer.print(Report.summary(file));
    printer.println("Results are in " + file);
    printer.println("A report is in " + Report.write(file, out));
    return quick ? judge(outcomes) : DONE;
  }

  private int visitZoo(ObjectNode environment) throws IOException {
    if (scenarios.size() > 1) {
      throw usage("--scenario zoo has sets of its own, so it goes with no other");
    }
    ZooPlan plan;
    try {
      plan = zoo.plan(quick, rows);
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage());
    }
    PrintWriter printer = spec.commandLine().getOut();
    ZooVisit visit = new ZooVisit(printer, spec.commandLine().getColorScheme().ansi(), out);
    return visit.go(plan, environment) ? DONE : FAILED;
  }

  private VectorSet load(Sets available, String name) throws IOException {
    VectorSet set;
    try {
      set = available.load(name);
    } catch (UnclearSetException e) {
      throw usage(e.getMessage());
    }
    return rows == null ? set : set.first(Math.min(rows, set.size()));
  }

  private void tell(String skipped) {
    spec.commandLine().getErr().println("benchmarks: " + skipped);
  }

  private List<String> scenarios() {
    List<String> wanted = scenarios.equals(List.of(ALL)) ? Scenarios.names() : scenarios;
    for (String name : wanted) {
      try {
        Scenarios.check(name);
      } catch (IllegalArgumentException e) {
        throw usage(e.getMessage());
      }
    }
    return wanted;
  }

  private Plan planOf(String scenario) {
    Plan full = scenario.equals(Scenarios.ONE_SEGMENT.name()) ? Plan.FULL : Plan.FULL_OF_10;
    return plan(quick ? Plan.QUICK : full);
  }

  private List<String> names(Sets available) throws IOException {
    List<String> there = available.names();
    if (sets != null) {
      for (String name : sets) {
        if (there.contains(name) == false && Sets.isSynthetic(name) == false) {
          throw usage(
              "there is no set \""
                  + name
                  + "\"; there are "
                  + String.join(", ", there)
                  + " and "
                  + Sets.SYNTHETIC
                  + "ROWSxDIMENSION");
        }
      }
      return sets;
    }
    List<String> names = new ArrayList<>(quick ? List.of(QUICK_SET) : USUAL_SETS);
    names.retainAll(there);
    names.add(quick ? QUICK_SYNTHETIC : USUAL_SYNTHETIC);
    return names;
  }

  private List<Contender> named(List<String> names) {
    try {
      return names.stream()
          .flatMap(
              name ->
                  name.equals(Contenders.ABLATION)
                      ? Contenders.ablation().stream()
                      : Stream.of(Contenders.named(name)))
          .toList();
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage());
    }
  }

  private boolean isOnlyOneSegment() {
    return scenarios.equals(List.of(Scenarios.ONE_SEGMENT.name()));
  }

  private List<Integer> growthSizes() {
    List<String> sizes = growth;
    if (sizes == null) {
      sizes = quick || sets != null || isOnlyOneSegment() == false ? List.of() : USUAL_GROWTH;
    }
    if (sizes.equals(List.of(NONE))) {
      return List.of();
    }
    try {
      return sizes.stream().map(Benchmarks::positive).toList();
    } catch (NumberFormatException e) {
      throw usage("--growth wants numbers of rows, or none: " + e.getMessage());
    }
  }

  private static Integer positive(String text) {
    int rows = Integer.parseInt(text);
    if (rows < 1) {
      throw new NumberFormatException(text);
    }
    return rows;
  }

  private Plan plan(Plan usual) {
    return repeat == null ? usual : usual.withRepeats(repeat);
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private void print(List<Bench.Outcome> outcomes) {
    Table table = new Table("lllrrrr");
    table.heading("set", "scenario", "contender", "built, s", "fanout", "recall@10", "latency, ms");
    for (Bench.Outcome outcome : outcomes) {
      table.row(
          outcome.set(),
          outcome.scenario(),
          outcome.contender(),
          String.format(Locale.ROOT, "%.1f", outcome.indexSeconds()),
          outcome.fanout(),
          String.format(Locale.ROOT, "%.4f", outcome.recall()),
          String.format(Locale.ROOT, "%.3f", outcome.millis()));
    }
    table.print(spec.commandLine().getOut(), spec.commandLine().getColorScheme().ansi());
  }

  private int judge(List<Bench.Outcome> outcomes) {
    int status = DONE;
    for (Bench.Outcome outcome : outcomes) {
      if (outcome.recall() <= LEAST_QUICK_RECALL) {
        spec.commandLine()
            .getErr()
            .printf(
                Locale.ROOT,
                "benchmarks: %s on %s has a recall of %.4f, wanted more than %.1f%n",
                outcome.contender(),
                outcome.set(),
                outcome.recall(),
                LEAST_QUICK_RECALL);
        status = FAILED;
      }
    }
    return status;
  }
}
