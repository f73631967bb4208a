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

  /** Prints what the checks counted, in a column each. */
  void checks(Map<String, ContentCheck.Result> checks) {
    out.println();
    Table table = new Table("l" + "r".repeat(checks.size()));
    List<String> heading = new ArrayList<>(List.of("ids checked"));
    heading.addAll(checks.keySet());
    table.heading(heading.toArray(String[]::new));
    row(table, "ids that were put in", checks, check -> count(check.expected()));
    row(table, "live documents", checks, check -> count(check.live()));
    row(
        table,
        "document -> its id and vector",
        checks,
        check -> of(check.rightDocuments(), check.live()));
    row(
        table,
        "id -> its document and vector",
        checks,
        check -> of(check.rightIds(), check.expected()));
    row(
        table,
        "deleted id -> no document",
        checks,
        check -> check.deleted() == 0 ? "-" : of(check.goneIds(), check.deleted()));
    row(table, "ids in the files, with unmerged deletes", checks, check -> count(check.stored()));
    table.print(out, ansi);
  }

  private static void row(
      Table table,
      String name,
      Map<String, ContentCheck.Result> checks,
      Function<ContentCheck.Result, String> cell) {
    List<String> row = new ArrayList<>(List.of(name));
    checks.values().forEach(check -> row.add(cell.apply(check)));
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
