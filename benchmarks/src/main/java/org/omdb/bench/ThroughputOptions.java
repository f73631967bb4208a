// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench;

import java.util.List;
import org.omdb.bench.harness.Setting;
import org.omdb.bench.throughput.ThroughputPlan;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options of the scenario {@code throughput}. */
final class ThroughputOptions {

  @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
  private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--threads",
      paramLabel = "N",
      split = ",",
      description =
          "Numbers of threads that search one segment at the same time in the scenario throughput."
              + " Default: 1,2,4.")
  private List<Integer> threads;

  @Option(
      names = "--segments",
      paramLabel = "N",
      split = ",",
      description =
          "Numbers of segments that are searched with and without an executor in the scenario"
              + " throughput. Default: 1,8,30.")
  private List<Integer> segments;

  /**
   * The plan that the options ask for.
   *
   * @param repeat number of rounds; null for the default
   * @param setting of each search
   */
  ThroughputPlan plan(boolean quick, Integer repeat, Setting setting) {
    ThroughputPlan plan = quick ? ThroughputPlan.QUICK : ThroughputPlan.FULL;
    plan = plan.withSetting(setting);
    if (repeat != null) {
      plan = plan.withRounds(repeat);
    }
    if (threads != null) {
      plan = plan.withThreads(positive("--threads", threads));
    }
    return segments == null ? plan : plan.withSegments(positive("--segments", segments));
  }

  private List<Integer> positive(String option, List<Integer> numbers) {
    if (numbers.stream().anyMatch(number -> number < 1)) {
      throw new ParameterException(
          spec.commandLine(), option + " needs numbers from 1, got " + numbers);
    }
    return numbers.stream().sorted().distinct().toList();
  }
}
