// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.omdb.bench.contender.IndexAccess;
import org.omdb.bench.memory.MemoryPlan;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options of the scenario {@code memory}. */
final class MemoryOptions {

  @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
  private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--memory",
      paramLabel = "SHARE",
      split = ",",
      description =
          "Page cache for the index in the scenario memory, as shares of the index's bytes."
              + " Default: 0.1,0.25,0.5,1, with --quick 0.25,1.")
  private List<Double> shares;

  @Option(
      names = "--memory-threads",
      paramLabel = "N",
      split = ",",
      description =
          "Numbers of threads that search at the same time in the scenario memory. Default: 1.")
  private List<Integer> threads;

  @Option(
      names = "--read-advice",
      paramLabel = "ADVICE",
      description =
          "What a mapped directory tells the operating system in the scenario memory: default, or"
              + " context, which is MMapDirectory.ADVISE_BY_CONTEXT. Default: default.")
  private String readAdvice = IndexAccess.DEFAULT.advice().label();

  @Option(
      names = "--directory",
      paramLabel = "KIND",
      description =
          "Directory of Lucene's indexes in the scenario memory: mmap, or nio, which is"
              + " NIOFSDirectory. Default: mmap.")
  private String directory = IndexAccess.DEFAULT.kind().label();

  @Option(
      names = "--pass-seconds",
      paramLabel = "S",
      description =
          "Maximum time of a pass over the queries in the scenario memory. Default: 20, with"
              + " --quick 0.5.")
  private Double passSeconds;

  @Option(
      names = "--keep-indexes",
      paramLabel = "DIR",
      description =
          "Folder where the indexes of the scenario memory are kept. A later run takes those of the"
              + " same set, number of rows and contender from there, even if the code has changed"
              + " since. Default: they are deleted.")
  private Path keepIndexes;

  /** The plan that the options ask for. */
  MemoryPlan plan(boolean quick) {
    MemoryPlan plan = quick ? MemoryPlan.QUICK : MemoryPlan.FULL;
    if (shares != null) {
      if (shares.stream().anyMatch(share -> (share > 0 && share <= 2) == false)) {
        throw usage("--memory needs shares of more than 0 and at most 2, got " + shares);
      }
      plan = plan.withShares(shares.stream().sorted().distinct().toList());
    }
    if (threads != null) {
      if (threads.stream().anyMatch(number -> number < 1)) {
        throw usage("--memory-threads needs numbers from 1, got " + threads);
      }
      plan = plan.withThreads(threads.stream().sorted().distinct().toList());
    }
    if (passSeconds != null) {
      if (passSeconds > 0 == false) {
        throw usage("--pass-seconds must be more than 0, got " + passSeconds);
      }
      plan = plan.withPassSeconds(passSeconds);
    }
    return plan.withAccess(
        new IndexAccess(
            named("--directory", directory, IndexAccess.Kind.class),
            named("--read-advice", readAdvice, IndexAccess.Advice.class)));
  }

  /** The folder of indexes to keep; null if none are kept. */
  Path keepIndexes() {
    return keepIndexes;
  }

  private <T extends Enum<T>> T named(String option, String name, Class<T> type) {
    for (T constant : type.getEnumConstants()) {
      if (constant.name().toLowerCase(Locale.ROOT).equals(name)) {
        return constant;
      }
    }
    throw usage(option + " has no value \"" + name + "\"; see --help");
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
