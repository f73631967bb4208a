// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.omdb.bench.contender.Contender;
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
import org.omdb.bench.memory.MemoryBench;
import org.omdb.bench.memory.MemoryPlan;
import org.omdb.bench.report.Report;
import org.omdb.bench.store.StoreBench;
import org.omdb.bench.store.StorePlan;
import org.omdb.bench.throughput.ThroughputBench;
import org.omdb.bench.throughput.ThroughputPlan;
import org.omdb.bench.zoo.ZooOptions;
import org.omdb.bench.zoo.ZooPlan;
import org.omdb.bench.zoo.report.ZooVisit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * The command {@code benchmarks/run}, which compares this library with its alternatives. It reads
 * the options, measures what they select, and writes results and a report.
 */
@Command(
    name = "benchmarks/run",
    description = "Compares this library with its alternatives on the same sets of vectors.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:done",
      "1:reading or writing failed; or a recall was 0.9 or less with --quick; or a cell of the zoo"
          + " had too low a recall or invalid hits",
      "2:wrong usage"
    })
public final class Benchmarks implements Callable<Integer> {

  /** The project's folder, set by the script {@code benchmarks/run}. */
  private static final Path BASE = Path.of(System.getProperty("omdb.basedir", "."));

  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private static final int GROWTH_DIMENSION = 128;

  /** Referenced here, because a logger that is garbage collected loses its level. */
  private static final Logger ROOT_LOG = Logger.getLogger("");

  /** JVector warns about a default number of threads, which is not used here. */
  private static final Logger JVECTOR_LOG = Logger.getLogger("io.github.jbellis.jvector");

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Mixin private DataOptions data;

  @Mixin private SelectionOptions selection;

  @Mixin private ZooOptions zoo;

  @Option(names = "--rows", paramLabel = "N", description = "Maximum number of rows of each set.")
  private Integer rows;

  @Option(
      names = "--quick",
      description =
          "Measures small sets once, to check that everything works. Fails if a recall is 0.9 or less."
              + " Times are not checked.")
  private boolean quick;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      description =
          "Number of turns. In each turn each contender searches all settings. Default: 3, in"
              + " start and throughput 5, with --quick 1. Not for memory and zoo.")
  private Integer repeat;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Folder for the results and for temporary indexes. Default:"
              + " benchmarks/target/results, with --quick benchmarks/target/quick.")
  private Path out;

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description = "Folder that keeps exact neighbors between runs. Default: ${DEFAULT-VALUE}")
  private Path cache = CacheFolder.path();

  @Mixin private StartOptions start;

  @Mixin private MemoryOptions memory;

  @Mixin private ThroughputOptions throughput;

  private Benchmarks() {}

  /**
   * Runs the command and exits.
   *
   * @param args of the command line
   */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /**
   * Makes the command for callers that read its output, and whose JVM must not exit.
   *
   * @return a new instance, for one execution
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
    failure.printStackTrace(command.getErr()); // a developer runs this, and has to know where
    return FAILED;
  }

  @Override
  public Integer call() throws IOException {
    ROOT_LOG.setLevel(Level.WARNING);
    JVECTOR_LOG.setLevel(Level.SEVERE);
    ObjectNode environment = Environment.describe(); // must precede the first distance
    Results results = new Results(environment);
    List<Contender> contenders = selection.contenders();
    List<Integer> sizes = selection.growthSizes(quick);
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
    if (selection.isZoo()) {
      return visitZoo(environment);
    }
    Sets available = data.sets(BASE, out.resolve("rows"));
    List<String> names = selection.sets(available, quick);
    List<String> scenarios = selection.scenarios();
    StartPlan startPlan = start.plan(quick, repeat);
    MemoryPlan memoryPlan = memory.plan(quick);
    ThroughputPlan throughputPlan = throughput.plan(quick, repeat, startPlan.setting());
    StorePlan storePlan = storePlan();
    Bench bench = new Bench(results, out, cache, this::tell);
    Outcomes outcomes = new Outcomes();
    for (String name : names) {
      VectorSet set = load(available, name);
      for (String scenario : scenarios) {
        if (scenario.equals(Scenarios.GENERATIONS)) {
          bench.generations(set, contenders, quick ? GenerationsPlan.QUICK : GenerationsPlan.FULL);
        } else if (scenario.equals(Scenarios.START)) {
          bench.start(set, selection.contendersOrTwo(), startPlan);
        } else if (scenario.equals(Scenarios.MEMORY)) {
          new MemoryBench(bench, results, out, cache, this::tell)
              .set(set, selection.contendersOnDisk(quick), memoryPlan, memory.keepIndexes());
        } else if (scenario.equals(Scenarios.THROUGHPUT)) {
          new ThroughputBench(bench, results, out, cache)
              .set(set, selection.contendersOrTwo(), throughputPlan);
        } else if (scenario.equals(Scenarios.STORES)) {
          new StoreBench(bench, results, out, cache).set(set, storePlan);
        } else {
          outcomes.add(bench.set(set, Scenarios.named(scenario), contenders, planOf(scenario)));
        }
      }
    }
    if (sizes.isEmpty() == false) {
      bench.growth(
          available.load(Sets.SYNTHETIC + Collections.max(sizes) + "x" + GROWTH_DIMENSION),
          sizes,
          selection.contendersOrTwo(),
          plan(Plan.GROWTH));
    }
    PrintWriter printer = spec.commandLine().getOut();
    outcomes.print(printer, spec.commandLine().getColorScheme().ansi());
    Path file = results.write(out);
    printer.println();
    printer.print(Report.summary(file));
    printer.println("Results are in " + file);
    printer.println("A report is in " + Report.write(file, out));
    return quick == false || outcomes.haveRecall(spec.commandLine().getErr()) ? DONE : FAILED;
  }

  private int visitZoo(ObjectNode environment) throws IOException {
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

  private StorePlan storePlan() {
    StorePlan usual = quick ? StorePlan.QUICK : StorePlan.FULL;
    return repeat == null ? usual : usual.withRounds(repeat);
  }

  private Plan planOf(String scenario) {
    Plan full = scenario.equals(Scenarios.ONE_SEGMENT.name()) ? Plan.FULL : Plan.FULL_OF_10;
    return plan(quick ? Plan.QUICK : full);
  }

  private Plan plan(Plan usual) {
    return repeat == null ? usual : usual.withRepeats(repeat);
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
