// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The part of a report that sets all contenders in all scenarios beside Lucene's default. */
final class RatioSection {

  private static final int K = 10;

  private final String set;
  private final List<Measurement> measurements;

  RatioSection(String set, List<Measurement> measurements) {
    this.set = set;
    this.measurements = measurements.stream().filter(m -> m.k() == K).toList();
  }

  void append(StringBuilder text) {
    MarkdownTable search =
        new MarkdownTable(
            "scenario",
            "contender",
            "latency at recall 0.95",
            "at 0.99",
            "at equal fanout: median of fanouts",
            "worst fanout",
            "worst fanout, 2 threads",
            "least difference of recall");
    MarkdownTable cost =
        new MarkdownTable(
            "scenario",
            "contender",
            "build",
            "until commit",
            "documents/s until commit",
            "index bytes",
            "heap bytes per 1,000 vectors",
            "off heap beyond float32");
    boolean any = false;
    for (List<Measurement> ofScenario :
        ReportData.group(measurements, Measurement::scenario).values()) {
      Map<String, List<Measurement>> byContender =
          ReportData.group(ofScenario, Measurement::contender);
      List<Measurement> reference = byContender.get(SetSection.REFERENCE);
      if (reference == null) {
        continue;
      }
      for (List<Measurement> settings : byContender.values()) {
        Comparison comparison = new Comparison(settings, reference);
        if (settings != reference) {
          search.row(searchRow(settings.getFirst(), comparison));
          any = true;
        }
        cost.row(costRow(settings.getFirst(), comparison));
      }
    }
    if (any) {
      text.append("## Next to `").append(SetSection.REFERENCE).append("`: ").append(set);
      text.append(
          "\n\nRatios of mean latency, recall@10, taken turn by turn: median (least…greatest) of the"
              + " turns.\n\n");
      text.append(search);
      text.append("\\* Its cheapest setting recalls more than this already.\n\n").append(cost);
    }
  }

  private static List<String> searchRow(Measurement first, Comparison comparison) {
    List<Double> medians =
        comparison.latencyByFanout().stream().map(Comparison.Ratio::median).sorted().toList();
    List<Double> of2Threads = comparison.ratioByFanout(Measurement::latency2ThreadsMs);
    List<Double> recalls = comparison.recallByFanout();
    return List.of(
        first.scenario(),
        first.contender(),
        ratio(comparison.latencyAt(0.95)),
        ratio(comparison.latencyAt(0.99)),
        medians.isEmpty() ? Numbers.NONE : Numbers.ratio(medians.get(medians.size() / 2)),
        medians.isEmpty() ? Numbers.NONE : Numbers.ratio(medians.getLast()),
        of2Threads.isEmpty() ? Numbers.NONE : Numbers.ratio(Collections.max(of2Threads)),
        recalls.isEmpty()
            ? Numbers.NONE
            : String.format(Locale.ROOT, "%+.4f", Collections.min(recalls)));
  }

  private static List<String> costRow(Measurement first, Comparison comparison) {
    List<String> row = new ArrayList<>(List.of(first.scenario(), first.contender()));
    row.add(
        withRatio(Numbers.figure(first.buildS()) + " s", comparison.ratio(Measurement::buildS)));
    row.add(
        withRatio(Numbers.figure(first.indexS()) + " s", comparison.ratio(Measurement::indexS)));
    row.add(
        withRatio(
            Numbers.figure(first.documentsPerSecond()),
            comparison.ratio(Measurement::documentsPerSecond)));
    row.add(
        withRatio(
            Numbers.mega(first.indexBytes()) + " MB", comparison.ratio(Measurement::indexBytes)));
    row.add(
        first.heapBytes() == null
            ? Numbers.NONE
            : Numbers.figure(first.heapBytes() * 1_000 / first.rows()));
    Double beyond = first.offHeapBeyondVectors();
    row.add(beyond == null ? Numbers.NONE : String.format(Locale.ROOT, "%.1f %%", 100 * beyond));
    return row;
  }

  private static String withRatio(String figure, Double ratio) {
    return ratio == null ? figure : figure + " (" + Numbers.ratio(ratio) + ")";
  }

  private static String ratio(Comparison.Ratio ratio) {
    if (ratio == null) {
      return "not reached";
    }
    String star = ratio.isCheapest() ? "\\*" : "";
    String median = Numbers.ratio(ratio.median()) + star;
    return ratio.ratios().length == 1
        ? median
        : median
            + " ("
            + Numbers.ratio(ratio.least())
            + "…"
            + Numbers.ratio(ratio.greatest())
            + ")";
  }
}
