// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.demo;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.omdb.cli.console.Table;
import org.omdb.lucene.OmdbVectorIds.Hit;
import picocli.CommandLine.Help.Ansi;

/** Prints what the demo did. */
final class DemoReport {

  private final PrintWriter out;
  private final Ansi ansi;

  DemoReport(PrintWriter out, Ansi ansi) {
    this.out = out;
    this.ansi = ansi;
  }

  /** Prints a step as soon as it is done. */
  void step(String name, double seconds, String what, Object... arguments) {
    String line = String.format(Locale.ROOT, "  %-8s%5.1f s  ", name, seconds);
    out.println(line + String.format(Locale.ROOT, what, arguments));
    out.flush();
  }

  /** Prints the neighbors of each class before and after the changes, with the scores. */
  void neighbors(Neighbors before, Neighbors after, Changes changes) {
    out.println();
    out.println(
        "  The nearest classes, with Lucene's score: (1 + cosine) / 2, - if not among the first");
    Table table = new Table("lrrl");
    before
        .of()
        .forEach(
            (name, hits) -> {
              table.row("", "", "", "");
              table.heading(name, "before", "after", "");
              Map<String, Float> then = scores(hits);
              Map<String, Float> now = scores(after.of().get(name));
              Map<String, Float> both = new LinkedHashMap<>(then);
              both.putAll(now);
              for (String id : both.keySet()) {
                table.row("  " + id, score(then.get(id)), score(now.get(id)), change(id, changes));
              }
            });
    table.print(out, ansi);
  }

  private static Map<String, Float> scores(List<Hit> hits) {
    Map<String, Float> scores = new LinkedHashMap<>();
    hits.forEach(hit -> scores.put(hit.id(), hit.score()));
    return scores;
  }

  private static String score(Float score) {
    return score == null ? "-" : String.format(Locale.ROOT, "%.3f", score);
  }

  private static String change(String id, Changes changes) {
    if (changes.deleted().contains(id)) {
      return "@|red deleted|@";
    }
    return changes.updated().contains(id) ? "@|yellow updated|@" : "";
  }

  /** Prints what the audits counted, in a column each. */
  void audits(Map<String, IdAudit.Result> audits) {
    out.println();
    Table table = new Table("l" + "r".repeat(audits.size()));
    List<String> heading = new ArrayList<>(List.of("ids checked"));
    heading.addAll(audits.keySet());
    table.heading(heading.toArray(String[]::new));
    row(table, "ids that were put in", audits, audit -> count(audit.expected()));
    row(table, "live documents", audits, audit -> count(audit.live()));
    row(
        table,
        "document -> its id and vector",
        audits,
        audit -> of(audit.rightDocuments(), audit.live()));
    row(
        table,
        "id -> its document and vector",
        audits,
        audit -> of(audit.rightIds(), audit.expected()));
    row(
        table,
        "deleted id -> no document",
        audits,
        audit -> audit.deleted() == 0 ? "-" : of(audit.goneIds(), audit.deleted()));
    row(table, "ids in the files, with unmerged deletes", audits, audit -> count(audit.stored()));
    table.print(out, ansi);
  }

  private static void row(
      Table table,
      String name,
      Map<String, IdAudit.Result> audits,
      Function<IdAudit.Result, String> cell) {
    List<String> row = new ArrayList<>(List.of(name));
    audits.values().forEach(audit -> row.add(cell.apply(audit)));
    table.row(row.toArray());
  }

  private static String of(int right, int all) {
    return right == all
        ? "@|green all " + count(all) + "|@"
        : "@|red " + count(right) + " of " + count(all) + "|@";
  }

  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** Prints the files of the index. */
  void files(List<SegmentFile> files) {
    out.println();
    Table table = new Table("lrl");
    table.heading("files", "bytes", "");
    for (SegmentFile file : files) {
      table.row(file.name(), count(file.bytes()), file.content());
    }
    long sum = files.stream().collect(Collectors.summingLong(SegmentFile::bytes));
    table.row("", count(sum), "in all");
    table.print(out, ansi);
  }

  /** Prints a closing line. */
  void end(String line) {
    out.println();
    out.println("  " + line);
    out.flush();
  }
}
