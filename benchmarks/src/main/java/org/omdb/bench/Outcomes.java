// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.omdb.bench.harness.Bench;
import org.omdb.cli.Table;
import picocli.CommandLine.Help.Ansi;

/**
 * What the command prints of a run beside its files.
 *
 * @param all one outcome per set, scenario and contender
 */
record Outcomes(List<Bench.Outcome> all) {

  /** With {@code --quick}, a contender with this recall or less does not work. */
  private static final double TOO_LOW_RECALL = 0.9;

  /** Prints a table with a line per outcome; nothing if there is none. */
  void print(PrintWriter out, Ansi ansi) {
    if (all.isEmpty()) {
      return;
    }
    Table table = new Table("lllrrrr");
    table.heading("set", "scenario", "contender", "built, s", "fanout", "recall@10", "latency, ms");
    for (Bench.Outcome outcome : all) {
      table.row(
          outcome.set(),
          outcome.scenario(),
          outcome.contender(),
          String.format(Locale.ROOT, "%.1f", outcome.indexSeconds()),
          outcome.fanout(),
          String.format(Locale.ROOT, "%.4f", outcome.recall()),
          String.format(Locale.ROOT, "%.3f", outcome.millis()));
    }
    table.print(out, ansi);
  }

  /** Names the outcomes whose recall is too low; returns false if there are any. */
  boolean haveRecall(PrintWriter err) {
    List<Bench.Outcome> low =
        all.stream().filter(outcome -> outcome.recall() <= TOO_LOW_RECALL).toList();
    for (Bench.Outcome outcome : low) {
      err.printf(
          Locale.ROOT,
          "benchmarks: %s on %s has a recall of %.4f, wanted more than %.1f%n",
          outcome.contender(),
          outcome.set(),
          outcome.recall(),
          TOO_LOW_RECALL);
    }
    return low.isEmpty();
  }
}
