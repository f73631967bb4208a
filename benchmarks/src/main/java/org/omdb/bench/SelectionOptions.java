// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.omdb.bench.contender.Contender;
import org.omdb.bench.contender.Contenders;
import org.omdb.bench.data.Sets;
import org.omdb.bench.harness.Scenarios;
import org.omdb.bench.zoo.ZooOptions;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options that select the sets, the contenders, the scenarios and the sizes of a run. */
final class SelectionOptions {

  private static final List<String> DEFAULT_SETS =
      List.of("fashion-mnist", "word2vec-gnews8k-300d", "debian-minilm-384d", Sets.JDK_CLASSES);
  private static final String DEFAULT_SYNTHETIC = Sets.SYNTHETIC + "100000x128";
  private static final List<String> QUICK_SETS = List.of("sift5k-128d");
  private static final String QUICK_SYNTHETIC = Sets.SYNTHETIC + "5000x64";

  private static final List<String> DEFAULT_SCENARIOS = List.of(Scenarios.ONE_SEGMENT.name());
  private static final List<String> TWO_CONTENDERS = List.of("omdb", "lucene");
  private static final List<String> CONTENDERS_ON_DISK =
      List.of("omdb", "lucene", "lucene-sq8", "lucene-sq4", "jvector");
  private static final String ALL = "all";
  private static final List<String> DEFAULT_GROWTH = List.of("10000", "30000", "100000", "300000");
  private static final String NONE = "none";

  @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
  private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--set",
      paramLabel = "NAME",
      split = ",",
      description =
          "Sets of vectors: names, or synthetic:ROWSxDIMENSION. Default: fashion-mnist,"
              + " word2vec-gnews8k-300d and debian-minilm-384d if they exist, jdk-classes,"
              + " synthetic:100000x128.")
  private List<String> sets;

  @Option(
      names = "--contender",
      paramLabel = "NAME",
      split = ",",
      description =
          "Contenders to measure. omdb can have options, such as"
              + " omdb:beamWidth=200:mergeWorkers=2, and system properties that its code reads, such"
              + " as omdb:some.property=off. ablation stands for lucene, omdb and variants of omdb."
              + " Default: all, without variants.")
  private List<String> contenders;

  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      split = ",",
      description =
          "What to do with each set: one-segment, segments, filters, deletions, ingest, build,"
              + " build-one-thread, build-two-writers, generations, start, memory, throughput, stores; or"
              + " all; or zoo, which generates its own sets. Contenders without segments take part only in"
              + " one-segment and build-one-thread. Default: one-segment.")
  private List<String> scenarios = DEFAULT_SCENARIOS;

  @Option(
      names = "--growth",
      paramLabel = "ROWS",
      split = ",",
      description =
          "Sizes of a synthetic set, to show how figures grow with the rows; or none. Contenders are"
              + " omdb and lucene, unless --contender is given. Default: 10000,30000,100000,300000;"
              + " none with --set, --scenario or --quick.")
  private List<String> growth;

  /** The names of the selected sets; without {@code --set} the default sets that exist. */
  List<String> sets(Sets available, boolean quick) throws IOException {
    List<String> existing = available.names();
    if (sets == null) {
      List<String> names = new ArrayList<>(quick ? QUICK_SETS : DEFAULT_SETS);
      names.retainAll(existing);
      names.add(quick ? QUICK_SYNTHETIC : DEFAULT_SYNTHETIC);
      return names;
    }
    for (String name : sets) {
      if (existing.contains(name) == false && Sets.isSynthetic(name) == false) {
        throw usage(
            "unknown set \""
                + name
                + "\", expected one of "
                + String.join(", ", existing)
                + " or "
                + Sets.SYNTHETIC
                + "ROWSxDIMENSION");
      }
    }
    return sets;
  }

  /** The selected contenders; without {@code --contender} all of them. */
  List<Contender> contenders() {
    return contenders == null ? Contenders.all() : named(contenders);
  }

  /** The selected contenders; without {@code --contender} only omdb and lucene. */
  List<Contender> contendersOrTwo() {
    return named(contenders == null ? TWO_CONTENDERS : contenders);
  }

  /** The selected contenders; without {@code --contender} those that differ on disk. */
  List<Contender> contendersOnDisk(boolean quick) {
    return contenders == null && quick == false ? named(CONTENDERS_ON_DISK) : contendersOrTwo();
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

  /** Whether the zoo is selected, which has its own sets and contenders. */
  boolean isZoo() {
    if (scenarios.contains(ZooOptions.SCENARIO) == false) {
      return false;
    }
    if (scenarios.size() > 1) {
      throw usage("--scenario zoo can't be combined with other scenarios");
    }
    return true;
  }

  /** The names of the selected scenarios, which all exist. */
  List<String> scenarios() {
    List<String> names = scenarios.equals(List.of(ALL)) ? Scenarios.names() : scenarios;
    for (String name : names) {
      try {
        Scenarios.check(name);
      } catch (IllegalArgumentException e) {
        throw usage(e.getMessage());
      }
    }
    return names;
  }

  /** The sizes of the synthetic set; empty if growth is not measured. */
  List<Integer> growthSizes(boolean quick) {
    List<String> sizes = growth;
    if (sizes == null) {
      boolean isDefault = sets == null && scenarios.equals(DEFAULT_SCENARIOS) && quick == false;
      sizes = isDefault ? DEFAULT_GROWTH : List.of();
    }
    if (sizes.equals(List.of(NONE))) {
      return List.of();
    }
    try {
      return sizes.stream().map(SelectionOptions::positive).toList();
    } catch (NumberFormatException e) {
      throw usage("--growth must be numbers of rows, or none: " + e.getMessage());
    }
  }

  private static Integer positive(String text) {
    int rows = Integer.parseInt(text);
    if (rows < 1) {
      throw new NumberFormatException(text);
    }
    return rows;
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
