// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.omdb.bench.report.text.MarkdownTable;
import org.omdb.bench.report.text.Numbers;
import org.omdb.bench.report.text.SetTitle;

/** The part of a report about one set. */
final class SetSection {

  private static final double[] RECALLS = {0.90, 0.95, 0.99};

  /** The contender with which the others are compared. */
  static final String REFERENCE = "lucene";

  private final String set;
  private final List<Measurement> measurements;

  /** One measurement per contender, for figures that do not depend on the setting. */
  private final List<Measurement> contenders;

  SetSection(String set, List<Measurement> measurements) {
    this.set = set;
    this.measurements = measurements;
    this.contenders =
        ReportData.group(measurements, Measurement::contender).values().stream()
            .map(List::getFirst)
            .toList();
  }

  List<Measurement> contenders() {
    return contenders;
  }

  Map<Integer, List<Measurement>> byK() {
    return ReportData.group(measurements, Measurement::k);
  }

  String title() {
    return SetTitle.of(set, contenders.getFirst().setOrigin());
  }

  /** The name of a chart's files, without extension. */
  String chartName(String kind) {
    return chartName(kind, set);
  }

  static String chartName(String kind, String set) {
    return kind + "-" + set.replaceAll("[^A-Za-z0-9._-]+", "-");
  }

  void append(StringBuilder text) {
    Measurement first = contenders.getFirst();
    text.append("## ").append(title()).append("\n\n");
    text.append(
        String.format(
            Locale.ROOT,
            "%,d rows x %s dimensions, %s. %s.\n\n",
            first.rows(),
            first.dimension(),
            first.similarity(),
            capitalized(first.setDescription())));
    byK().forEach((k, settings) -> appendSearch(k, settings, text));
    appendBuild(text);
    appendSize(text);
    appendMemory(text);
    appendSettings(text);
  }

  private static String capitalized(String description) {
    return description == null || description.isEmpty()
        ? "No description"
        : description.substring(0, 1).toUpperCase(Locale.ROOT) + description.substring(1);
  }

  private void image(String kind, String alt, StringBuilder text) {
    text.append("![").append(alt).append("](charts/").append(chartName(kind)).append(".svg)\n\n");
  }

  private void appendSearch(int k, List<Measurement> settings, StringBuilder text) {
    text.append("### Search at equal recall@").append(k).append("\n\n");
    image("recall" + k, "Search time against recall@" + k + " on " + set, text);
    text.append("Mean latency in ms. Its ratio to `").append(REFERENCE);
    text.append("` is in brackets; below 1 is faster.\n\n");
    Map<String, List<Measurement>> byContender = ReportData.group(settings, Measurement::contender);
    RecallCurve reference = curve(byContender.getOrDefault(REFERENCE, List.of()));
    List<String> header = new ArrayList<>(List.of("contender"));
    for (double recall : RECALLS) {
      header.add(String.format(Locale.ROOT, "recall %.2f", recall));
    }
    header.add("highest recall");
    MarkdownTable table = new MarkdownTable(header.toArray(String[]::new));
    boolean anyCheapest = false;
    for (Map.Entry<String, List<Measurement>> entry : byContender.entrySet()) {
      RecallCurve curve = curve(entry.getValue());
      List<String> row = new ArrayList<>(List.of(entry.getKey()));
      for (double recall : RECALLS) {
        row.add(cell(curve.at(recall), reference.at(recall)));
        anyCheapest |= curve.at(recall).kind() == RecallCurve.Kind.CHEAPEST;
      }
      row.add(Numbers.recall(curve.envelope().getLast().recall()));
      table.row(row);
    }
    text.append(table);
    if (anyCheapest) {
      text.append("\\* Even the cheapest setting has a higher recall. Its latency is shown.\n\n");
    }
  }

  private static RecallCurve curve(List<Measurement> settings) {
    return new RecallCurve(settings.stream().map(Measurement::point).toList());
  }

  /** A latency, and its ratio to that of the reference. */
  static String cell(RecallCurve.AtRecall found, RecallCurve.AtRecall reference) {
    if (found.isReached() == false) {
      return "not reached";
    }
    String star = found.kind() == RecallCurve.Kind.CHEAPEST ? "\\*" : "";
    String ratio =
        reference.isReached()
            ? " (" + Numbers.ratio(found.latencyMs() / reference.latencyMs()) + ")"
            : "";
    return Numbers.figure(found.latencyMs()) + star + ratio;
  }

  private void appendBuild(StringBuilder text) {
    text.append("### Building\n\n");
    image("build", "Time to build " + set, text);
    text.append(
        "Seconds, one thread. *Index* is the time until the commit, and includes flushes and merges."
            + " The force merge into one segment follows. *Total* is the sum of both.\n\n");
    MarkdownTable table =
        new MarkdownTable("contender", "index", "flushes", "merges", "force merge", "total");
    for (Measurement m : contenders) {
      table.row(
          List.of(
              m.contender(),
              Numbers.figure(m.indexS()),
              Numbers.figure(m.flushS()),
              Numbers.figure(m.mergeS()),
              Numbers.figure(m.forceMergeS()),
              Numbers.figure(m.buildS())));
    }
    text.append(table);
  }

  private void appendSize(StringBuilder text) {
    text.append("### Size on disk\n\n");
    image("size", "Size on disk for " + set, text);
    text.append("1 MB is a million bytes.\n\n");
    MarkdownTable table =
        new MarkdownTable("contender", "index", "vectors", "codes", "graph", "ids", "other");
    for (Measurement m : contenders) {
      table.row(
          List.of(
              m.contender(),
              Numbers.mega(m.indexBytes()),
              Numbers.mega(m.vectorBytes()),
              Numbers.mega(m.codeBytes()),
              Numbers.mega(m.graphBytes()),
              Numbers.mega(m.idBytes()),
              Numbers.mega(m.otherBytes())));
    }
    text.append(table);
  }

  private void appendMemory(StringBuilder text) {
    text.append("### Memory, opening and reading ids\n\n");
    MarkdownTable table =
        new MarkdownTable(
            "contender",
            "heap, MB",
            "off-heap, MB",
            "open, ms",
            "first query, cold, ms",
            "ids of 10 hits, µs",
            "ids of 100 hits, µs");
    for (Measurement m : contenders) {
      table.row(
          List.of(
              m.contender(),
              Numbers.mega(m.heapBytes()),
              Numbers.mega(m.offHeapBytes()),
              Numbers.figure(m.openMs()),
              Numbers.figure(m.coldFirstQueryMs()),
              Numbers.spread(m.hitsToIdsUs(), m.hitsToIdsUsMin(), m.hitsToIdsUsMax()),
              Numbers.figure(m.hitsToIds100Us())));
    }
    text.append(table);
    contenders.stream()
        .filter(m -> m.coldNote() != null && m.coldNote().isEmpty() == false)
        .map(m -> m.contender() + ": " + m.coldNote())
        .distinct()
        .forEach(note -> text.append("Cold first query of ").append(note).append(".\n\n"));
  }

  private void appendSettings(StringBuilder text) {
    text.append("<details><summary>All measured settings</summary>\n\n");
    MarkdownTable table =
        new MarkdownTable(
            "contender",
            "k",
            "fanout",
            "recall",
            "mean, ms (min…max)",
            "p50, ms",
            "p99, ms",
            "queries/s",
            "queries/s, 2 threads");
    for (Measurement m : measurements) {
      table.row(
          List.of(
              m.contender(),
              Integer.toString(m.k()),
              Integer.toString(m.fanout()),
              Numbers.recall(m.recall()),
              Numbers.spread(m.latencyMs(), m.latencyMsMin(), m.latencyMsMax()),
              Numbers.figure(m.latencyP50Ms()),
              Numbers.figure(m.latencyP99Ms()),
              Numbers.figure(m.qps()),
              Numbers.figure(m.qps2Threads())));
    }
    text.append(table).append("</details>\n\n");
  }
}
