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
    text.append("## Next to `").append(SetSection.REFERENCE).append("`: ").append(set);
    text.append(
        "\n\nRatios of mean latency, recall@10, and of seconds to build, taken turn by turn: median"
            + " (least…greatest) of the turns.\n\n");
    MarkdownTable search =
        new MarkdownTable(
            2,
            "scenario",
            "contender",
            "latency at recall 0.95",
            "at 0.99",
            "at equal fanout: median of fanouts",
            "worst fanout",
            "worst fanout, 2 threads",
            "least difference of recall",
            "of recall@100");
    forEach(
        measurements,
        Measurement::scenario,
        (own, comparison) -> {
          if (own.contender().equals(SetSection.REFERENCE) == false) {
            search.row(searchRow(own, comparison));
          }
        });
    text.append(search);
    text.append("\\* Its cheapest setting recalls more than this already.\n\n");
    MarkdownTable cost =
        new MarkdownTable(
            2,
            "index",
            "contender",
            "build",
            "until commit",
            "documents/s until commit",
            "index bytes",
            "heap bytes per 1,000 vectors",
            "off heap beyond float32");
    forEach(
        measurements,
        Measurement::scenarioIndex,
        (own, comparison) -> cost.row(costRow(own, comparison)));
    text.append(cost);
  }

  /** Appends the figures of every setting, from which the ratios are made. */
  void appendSettings(StringBuilder text) {
    text.append("<details><summary>All settings, next to `").append(SetSection.REFERENCE);
    text.append("` at the same fanout</summary>\n\n");
    MarkdownTable table =
        new MarkdownTable(
            2,
            "scenario",
            "contender",
            "fanout",
            "recall",
            "difference",
            "mean, ms (least…greatest)",
            "ratio",
            "2 threads: mean, ms",
            "ratio",
            "queries/s");
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
