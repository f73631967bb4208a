// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.omdb.bench.harness.Bench;
import org.omdb.cli.console.Table;
import picocli.CommandLine;

/** The best recall of each contender in each scenario, for the one who waits for it. */
final class Outcomes {

  /** A contender fails if its recall is not above this. */
  private static final double TOO_LOW_RECALL = 0.9;

  private final List<Bench.Outcome> all = new ArrayList<>();

  void add(List<Bench.Outcome> outcomes) {
    all.addAll(outcomes);
  }

  /** Prints a table; nothing if there are no outcomes. */
  void print(PrintWriter out, CommandLine.Help.Ansi ansi) {
    if (all.isEmpty()) {
      return;
    }
    Table table = new Table("lllrrrr");
    table.heading("set", "scenario", "contender", "index, s", "fanout", "recall@10", "latency, ms");
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

  /** Whether all have enough recall. Prints a line about each one that does not. */
  boolean haveRecall(PrintWriter err) {
    boolean have = true;
    for (Bench.Outcome outcome : all) {
      if (outcome.recall() <= TOO_LOW_RECALL) {
        err.printf(
            Locale.ROOT,
            "benchmarks: %s on %s has a recall of %.4f, expected more than %.1f%n",
            outcome.contender(),
            outcome.set(),
            outcome.recall(),
            TOO_LOW_RECALL);
        have = false;
      }
    }
    return have;
  }
}
