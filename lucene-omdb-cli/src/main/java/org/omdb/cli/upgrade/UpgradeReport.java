// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.upgrade;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.omdb.cli.console.JsonOutput;
import org.omdb.cli.console.Table;
import picocli.CommandLine;

/** Prints what an upgrade did, for people or as JSON. */
final class UpgradeReport {

  private final CommandLine commandLine;
  private final PrintWriter out;
  private final Path index;
  private final Target target;
  private final boolean json;

  UpgradeReport(CommandLine commandLine, Path index, Target target, boolean json) {
    this.commandLine = commandLine;
    this.out = commandLine.getOut();
    this.index = index;
    this.target = target;
    this.json = json;
  }

  /**
   * Says that the index is in the format asked for already.
   *
   * @param field the vector field, or null for the whole index
   */
  void printNothingToDo(String field) {
    if (json) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("to", target.name());
      result.put("changed", false);
      JsonOutput.print(out, result);
      return;
    }
    String what = field == null ? "the index" : "field \"" + field + "\"";
    out.println(
        index
            + ": "
            + what
            + switch (target) {
              case omdb -> " is in OMDB already, with all ids in the id table";
              case lucene -> " is in Lucene's format already";
            }
            + "; nothing is changed");
  }

  /**
   * Shows the segments before and after.
   *
   * @param checked what was there before
   * @param after all segments of the index now
   * @param seconds that the upgrade took
   */
  void print(UpgradeCheck.Result checked, Collection<SegmentFacts> after, double seconds) {
    UpgradePlan plan = checked.plan();
    Collection<SegmentFacts> before = checked.before().values();
    if (json) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("to", target.name());
      result.put("changed", true);
      result.put("fields", List.copyOf(plan.asked()));
      result.put("segments_rewritten", plan.segments().size());
      result.put("vectors_without_id", checked.withoutId());
      result.put("duplicate_ids", checked.duplicates());
      result.put("warnings", checked.warnings());
      result.put("before", rows(plan, before));
      result.put("after", rows(plan, after));
      result.put("audit", "equal");
      result.put("seconds", Math.round(seconds * 1000) / 1000.0);
      JsonOutput.print(out, result);
      return;
    }
    out.println("before:");
    table(plan, before);
    out.println();
    out.println("after:");
    table(plan, after);
    out.println();
    long vectors = 0;
    long ids = 0;
    for (SegmentFacts segment : after) {
      for (String asked : plan.asked()) {
        vectors += segment.field(asked).vectors();
        ids += segment.field(asked).idCount();
      }
    }
    out.printf(
        Locale.ROOT,
        "%s: %,d of %,d segments rewritten; %,d vectors and %,d ids, the same as before; %.1f s%n",
        index,
        plan.segments().size(),
        before.size(),
        vectors,
        ids,
        seconds);
  }

  private void table(UpgradePlan plan, Collection<SegmentFacts> segments) {
    Table table =
        new Table("llllrrrrl")
            .heading(
                "segment",
                "Lucene",
                "codec",
                "field",
                "vectors",
                "ids in table",
                "elsewhere",
                "none",
                "format");
    for (Map<String, Object> row : rows(plan, segments)) {
      table.data(
          row.values().stream()
              .map(cell -> cell == null ? "-" : cell instanceof Integer n ? count(n) : cell)
              .toArray());
    }
    table.print(out, commandLine.getColorScheme().ansi());
  }

  /**
   * A row per segment and vector field, or one for a segment without vectors. Counts of ids are
   * null where ids were not read.
   */
  private static List<Map<String, Object>> rows(
      UpgradePlan plan, Collection<SegmentFacts> segments) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (SegmentFacts segment : segments) {
      if (segment.fields().isEmpty()) {
        rows.add(row(segment, null, false));
      }
      segment
          .fields()
          .keySet()
          .forEach(name -> rows.add(row(segment, name, plan.fieldsWithIds().contains(name))));
    }
    return rows;
  }

  private static Map<String, Object> row(SegmentFacts segment, String name, boolean withIds) {
    FieldCounts counts = segment.field(name == null ? "" : name);
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("segment", segment.name());
    row.put("lucene_version", segment.luceneVersion());
    row.put("codec", segment.codec());
    row.put("field", name);
    row.put("vectors", counts.vectors());
    row.put("ids_in_table", withIds ? counts.idsInTable() : null);
    row.put("ids_elsewhere", withIds ? counts.idsElsewhere() : null);
    row.put("without_id", withIds ? counts.withoutId() : null);
    row.put("format", counts.format());
    return row;
  }

  /** A number with separators between thousands. */
  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
