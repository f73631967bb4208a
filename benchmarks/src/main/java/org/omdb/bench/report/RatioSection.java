// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.omdb.bench.report.text.MarkdownTable;
import org.omdb.bench.report.text.Numbers;

/** The part of a report that compares all contenders in all scenarios with Lucene's default. */
final class RatioSection {

  private static final int K = 10;
  private static final int MANY = 100;

  private final String set;
  private final List<Measurement> measurements;

  /** Figures with 100 hits, of which only recall is reported. */
  private final List<Measurement> ofMany;

  RatioSection(String set, List<Measurement> all) {
    this.set = set;
    this.measurements = all.stream().filter(m -> m.k() == K).toList();
    this.ofMany = all.stream().filter(m -> m.k() == MANY).toList();
  }

  /** Whether there is anything to compare: Lucene's default and at least one other contender. */
  boolean hasRatios() {
    List<String> contenders = measurements.stream().map(Measurement::contender).distinct().toList();
    return contenders.size() > 1 && contenders.contains(SetSection.REFERENCE);
  }

  void append(StringBuilder text) {
    text.append("## Compared with `").append(SetSection.REFERENCE).append("`: ").append(set);
    text.append(
        String.format(
            Locale.ROOT,
            "\n\nRatios to `%1$s` of mean latency with %2$d hits; below 1 is faster. With one thread"
                + " there is one ratio per turn, and the table has their median (min…max). *Median"
                + " ratio* and *max ratio* are over all fanouts. *Min difference* is the smallest"
                + " value, over all fanouts, of recall minus the recall of `%1$s` at the same"
                + " fanout.\n\n",
            SetSection.REFERENCE,
            K));
    MarkdownTable search =
        new MarkdownTable(
            2,
            "scenario",
            "contender",
            "ratio at recall 0.95",
            "ratio at recall 0.99",
            "median ratio",
            "max ratio",
            "max ratio, 2 threads",
            "min difference, recall@10",
            "min difference, recall@100");
    forEach(
        measurements,
        Measurement::scenario,
        (own, comparison) -> {
          if (own.contender().equals(SetSection.REFERENCE) == false) {
            search.row(searchRow(own, comparison));
          }
        });
    text.append(search);
    text.append(
        "\\* At least one of the two has a higher recall even at its cheapest setting. The latency of"
            + " that setting is used.\n\n");
    text.append(
        String.format(
            Locale.ROOT,
            "Times and sizes of each index. *Build* is the time to the finished index. *Commit* is"
                + " the time to the commit, before the force merge. Ratios to `%s` follow times, as"
                + " the median (min…max) of the turns, and are in brackets after other figures."
                + " *Off-heap overhead* is the size of all mapped data except float32 vectors, divided"
                + " by the size of these vectors.\n\n",
            SetSection.REFERENCE));
    MarkdownTable cost =
        new MarkdownTable(
            2,
            "index",
            "contender",
            "build, ratio",
            "commit, ratio",
            "documents/s to commit",
            "index size",
            "heap bytes per 1,000 vectors",
            "off-heap overhead");
    forEach(
        measurements,
        Measurement::scenarioIndex,
        (own, comparison) -> cost.row(costRow(own, comparison)));
    text.append(cost);
  }

  /** Appends the figures of every setting, from which the ratios are computed. */
  void appendSettings(StringBuilder text) {
    text.append("<details><summary>All settings, compared with `").append(SetSection.REFERENCE);
    text.append("` at the same fanout</summary>\n\n");
    MarkdownTable table =
        new MarkdownTable(
            2,
            "scenario",
            "contender",
            "fanout",
            "recall",
            "recall difference",
            "mean, ms (min…max)",
            "ratio",
            "mean, 2 threads, ms",
            "ratio, 2 threads",
            "queries/s, 2 threads");
    forEach(
        measurements,
        Measurement::scenario,
        (first, comparison) -> comparison.pairs().forEach(pair -> table.row(settingRow(pair))));
    text.append(table).append("</details>\n\n");
  }

  /** Calls back for each contender of each group that includes the reference. */
  private static void forEach(
      List<Measurement> measurements,
      Function<Measurement, String> key,
      BiConsumer<Measurement, Comparison> consumer) {
    for (List<Measurement> group : ReportData.group(measurements, key).values()) {
      Map<String, List<Measurement>> byContender = ReportData.group(group, Measurement::contender);
      List<Measurement> reference = byContender.get(SetSection.REFERENCE);
      if (reference != null) {
        byContender
            .values()
            .forEach(own -> consumer.accept(own.getFirst(), new Comparison(own, reference)));
      }
    }
  }

  private List<String> searchRow(Measurement own, Comparison comparison) {
    List<Double> ratios =
        comparison.pairs().stream().map(pair -> pair.latency().median()).sorted().toList();
    List<Double> of2Threads = comparison.ratios(Measurement::latency2ThreadsMs);
    return List.of(
        own.scenario(),
        own.contender(),
        ratio(comparison.latencyAt(0.95)),
        ratio(comparison.latencyAt(0.99)),
        ratios.isEmpty() ? Numbers.NONE : Numbers.ratio(ratios.get(ratios.size() / 2)),
        ratios.isEmpty() ? Numbers.NONE : Numbers.ratio(ratios.getLast()),
        of2Threads.isEmpty() ? Numbers.NONE : Numbers.ratio(Collections.max(of2Threads)),
        leastDifference(comparison.pairs()),
        leastDifference(pairsOfMany(own)));
  }

  /** The pairs with 100 hits of the same contender in the same scenario. */
  private List<Comparison.Pair> pairsOfMany(Measurement own) {
    List<Comparison.Pair> pairs = new ArrayList<>();
    forEach(
        ofMany,
        Measurement::scenario,
        (other, comparison) -> {
          if (other.scenario().equals(own.scenario())
              && other.contender().equals(own.contender())) {
            pairs.addAll(comparison.pairs());
          }
        });
    return pairs;
  }

  private static String leastDifference(List<Comparison.Pair> pairs) {
    return pairs.stream()
        .map(Comparison.Pair::recallDifference)
        .min(Comparator.naturalOrder())
        .map(RatioSection::difference)
        .orElse(Numbers.NONE);
  }

  private static String difference(double recall) {
    return String.format(Locale.ROOT, "%+.4f", recall);
  }

  private static List<String> costRow(Measurement own, Comparison comparison) {
    List<String> row = new ArrayList<>(List.of(own.scenarioIndex(), own.contender()));
    row.add(seconds(own.buildS(), comparison.ratio(Measurement::buildSTurns, Measurement::buildS)));
    row.add(seconds(own.indexS(), comparison.ratio(Measurement::indexSTurns, Measurement::indexS)));
    row.add(
        withRatio(
            Numbers.figure(own.documentsPerSecond()),
            comparison.ratio(Measurement::documentsPerSecond)));
    row.add(
        withRatio(
            Numbers.mega(own.indexBytes()) + " MB", comparison.ratio(Measurement::indexBytes)));
    row.add(
        own.heapBytes() == null
            ? Numbers.NONE
            : Numbers.figure(own.heapBytes() * 1_000 / own.rows()));
    Double beyond = own.offHeapBeyondVectors();
    row.add(beyond == null ? Numbers.NONE : String.format(Locale.ROOT, "%.1f %%", 100 * beyond));
    return row;
  }

  private static String seconds(Double median, Comparison.Ratio ratio) {
    return Numbers.figure(median) + " s" + (ratio == null ? "" : ", " + ratio(ratio));
  }

  private static String withRatio(String figure, Double ratio) {
    return ratio == null ? figure : figure + " (" + Numbers.ratio(ratio) + ")";
  }

  private static List<String> settingRow(Comparison.Pair pair) {
    Measurement own = pair.own();
    Double of2Threads = pair.ratio(Measurement::latency2ThreadsMs);
    return List.of(
        own.scenario(),
        own.contender(),
        Integer.toString(own.fanout()),
        Numbers.recall(own.recall()),
        difference(pair.recallDifference()),
        Numbers.spread(own.latencyMs(), own.latencyMsMin(), own.latencyMsMax()),
        ratio(pair.latency()),
        Numbers.figure(own.latency2ThreadsMs()),
        of2Threads == null ? Numbers.NONE : Numbers.ratio(of2Threads),
        Numbers.figure(own.qps2Threads()));
  }

  private static String ratio(Comparison.Ratio ratio) {
    if (ratio == null) {
      return "not reached";
    }
    String median = Numbers.ratio(ratio.median()) + (ratio.isCheapest() ? "\\*" : "");
    if (ratio.ratios().length == 1) {
      return median;
    }
    return median
        + " ("
        + Numbers.ratio(ratio.least())
        + "…"
        + Numbers.ratio(ratio.greatest())
        + ")";
  }
}
