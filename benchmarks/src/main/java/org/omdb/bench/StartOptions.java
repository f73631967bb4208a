// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench;

import java.util.Arrays;
import java.util.List;
import org.omdb.bench.harness.StartPlan;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options of the scenario {@code start}. */
final class StartOptions {

  @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
  private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--fanout",
      paramLabel = "N",
      description =
          "Number of candidates per search in the scenarios start and throughput, at least 10."
              + " Default: 30.")
  private Integer fanout;

  @Option(
      names = "--child-options",
      paramLabel = "OPTIONS",
      description =
          "JVM options for the scenario start, as one argument, separated by spaces, such as"
              + " \"-Xint -Xlog:gc\". The output of the JVMs is in the folder start, beside the"
              + " results.")
  private String childOptions;

  /**
   * The plan that the options ask for.
   *
   * @param repeat number of rounds; null for the default
   */
  StartPlan plan(boolean quick, Integer repeat) {
    StartPlan plan = quick ? StartPlan.QUICK : StartPlan.FULL;
    if (repeat != null) {
      plan = plan.withRounds(repeat);
    }
    if (fanout != null) {
      if (fanout < plan.setting().k()) {
        throw new ParameterException(
            spec.commandLine(),
            "--fanout must be at least " + plan.setting().k() + ", got " + fanout);
      }
      plan = plan.withFanout(fanout);
    }
    return childOptions == null ? plan : plan.withChildOptions(words(childOptions));
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.trim().split("\\s+"))
        .filter(word -> word.isEmpty() == false)
        .toList();
  }
}
