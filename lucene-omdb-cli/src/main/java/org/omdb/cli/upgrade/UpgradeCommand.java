// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.upgrade;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.Lock;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.util.BytesRef;
import org.omdb.cli.CommandFailure;
import org.omdb.cli.JsonOutput;
import org.omdb.cli.Omdb;
import org.omdb.cli.Progress;
import org.omdb.cli.Table;
import org.omdb.cli.index.IndexFolders;
import org.omdb.cli.index.IndexSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code omdb upgrade}: an index of plain Lucene to OMDB and back, in place. */
@Command(
    name = "upgrade",
    description = {
      "Brings an index that plain Lucene wrote to OMDB, in place, or back.",
      "",
      "Takes indexes of this major version of Lucene and of the one before it. All ids are checked"
          + " before the first byte is written; each segment is compared with what was there before"
          + " it is committed. Interrupted and run again, it goes on where it was; run on an index"
          + " that is done, it changes nothing."
    },
    footer = {
      "",
      "Examples:",
      "  omdb upgrade --index idx --field embedding --id-field id",
      "  omdb upgrade --index idx --to lucene"
    },
    mixinStandardHelpOptions = true)
public final class UpgradeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--index", paramLabel = "DIR", required = true, description = "The index folder.")
  private Path index;

  @Option(
      names = "--field",
      paramLabel = "NAME",
      description = "The vector field. With --to lucene it may be left out, for all OMDB fields.")
  private String field;

  @Option(
      names = "--id-field",
      paramLabel = "ID",
      description =
          "The field that has the ids, as doc values, stored or indexed; may be repeated where"
              + " documents have them in different fields. Not needed for a field with ids of its"
              + " own (OmdbVectorField), nor where a segment says which field it is.")
  private List<String> idFields = new ArrayList<>();

  @Option(
      names = "--to",
      paramLabel = "omdb|lucene",
      defaultValue = "omdb",
      description = "Where to: ${COMPLETION-CANDIDATES}; by default ${DEFAULT-VALUE}.")
  private Target target;

  @Option(names = "--json", description = "Report as JSON.")
  private boolean json;

  private final Map<String, SegmentFacts> before = new LinkedHashMap<>();
  private final List<String> warnings = new ArrayList<>();
  private byte[] commit;
  private long withoutId;
  private long duplicates;

  @Override
  public Integer call() throws IOException, CommandFailure {
    if (field == null && target == Target.omdb) {
      throw CommandFailure.usage("--field is missing: which vector field shall be upgraded?");
    }
    if (idFields.contains("")) {
      throw CommandFailure.usage("--id-field is \"\", expected the name of a field");
    }
    long nanos = System.nanoTime();
    try (Directory directory = IndexFolders.open(index)) {
      UpgradePlan plan = check(directory);
      if (plan == null) {
        return Omdb.DONE;
      }
      warnings.forEach(warning -> err("warning: " + warning));
      Map<String, SegmentFacts> after = convert(directory, plan);
      report(plan, after.values(), (System.nanoTime() - nanos) / 1e9);
    }
    return Omdb.DONE;
  }

  private Map<String, SegmentFacts> convert(Directory directory, UpgradePlan plan)
      throws IOException, CommandFailure {
    try (Conversion conversion =
        new Conversion(index, directory, IndexSettings.read(directory), plan, commit, before)) {
      return conversion.run();
    } catch (FileSystemException | CorruptIndexException e) {
      throw e; // names its file
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      throw CommandFailure.data(
          index
              + ": "
              + reason(e)
              + ", while a segment was rewritten; the index is complete, with this segment as it"
              + " was: run the command again to go on",
          e);
    }
  }

  private UpgradePlan check(Directory directory) throws IOException, CommandFailure {
    try {
      return planAndSurvey(directory);
    } catch (FileSystemException | CorruptIndexException e) {
      throw e; // names its file
    } catch (
        @SuppressWarnings("unused")
        IndexNotFoundException e) {
      throw IndexFolders.noIndex(index);
    } catch (IOException | IllegalArgumentException e) { // the latter for an unknown codec
      throw CommandFailure.data(index + ": " + reason(e) + "; nothing is changed", e);
    }
  }

  /** What is to be done, null if nothing is. */
  private UpgradePlan planAndSurvey(Directory directory) throws IOException, CommandFailure {
    UpgradePlan plan;
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      plan = plan(reader);
    }
    if (plan.segments().isEmpty()) {
      reportNothing(plan);
      return null;
    }
    // What is checked is what is written: nobody else may write until then.
    try (Lock lock = directory.obtainLock(IndexWriter.WRITE_LOCK_NAME);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      lock.ensureValid();
      commit = SegmentInfos.readLatestCommit(directory).getId();
      plan = plan(reader);
      survey(reader, plan);
      if (DirectoryReader.listCommits(directory).size() > 1) {
        warnings.add("the index has older commits, which are deleted as by any writer");
      }
    } catch (LockObtainFailedException e) {
      throw IndexFolders.locked(index);
    }
    return plan;
  }

  private UpgradePlan plan(DirectoryReader reader) throws CommandFailure {
    try {
      return UpgradePlan.of(leaves(reader), target, field, idFields);
    } catch (CommandFailure e) {
      throw e.in(index);
    }
  }

  private static List<SegmentReader> leaves(DirectoryReader reader) {
    List<SegmentReader> leaves = new ArrayList<>();
    for (LeafReaderContext leaf : reader.leaves()) {
      leaves.add((SegmentReader) leaf.reader());
    }
    return leaves;
  }

  private void survey(DirectoryReader reader, UpgradePlan plan) throws IOException, CommandFailure {
    BadIds bad = new BadIds();
    TableOnlyIds tableOnly = new TableOnlyIds(idFields);
    try (DuplicateIds ids = new DuplicateIds();
        Progress progress = Progress.start("check", "documents", reader.maxDoc())) {
      Survey survey =
          new Survey(
              plan.fieldsWithIds(),
              idFields,
              new Survey.Listener() {
                @Override
                public void id(
                    SegmentReader leaf, String ofField, int doc, boolean softDeleted, BytesRef id)
                    throws IOException {
                  bad.check(leaf, ofField, doc, id);
                  boolean counts = softDeleted == false && ofField.equals(field);
                  if (counts && bad.message() == null && target == Target.omdb) {
                    ids.add(id);
                  }
                }

                @Override
                public boolean unreadable(
                    SegmentReader leaf, String ofField, int doc, IllegalArgumentException reason) {
                  return bad.unreadable(leaf, reason);
                }
              });
      for (SegmentReader leaf : leaves(reader)) {
        SegmentFacts facts = survey.of(leaf);
        before.put(facts.name(), facts);
        if (target == Target.lucene && plan.segments().contains(facts.name())) {
          for (String asked : plan.asked()) {
            FieldInfo info = leaf.getFieldInfos().fieldInfo(asked);
            if (info != null && info.hasVectorValues()) {
              tableOnly.check(leaf, info);
            }
          }
        }
        progress.add(leaf.maxDoc());
      }
      refuse(bad.message(), "give it another one first, or name another field with --id-field");
      refuse(
          tableOnly.message(),
          "update the doc values of the id field, or name the field that has them with --id-field");
      ids.sort();
      count(plan, ids);
    }
    DiskSpace.check(index, DiskSpace.needed(plan.segments().stream().map(before::get).toList()));
  }

  private void refuse(String problem, String remedy) throws CommandFailure {
    if (problem != null) {
      throw CommandFailure.data(index + ": " + problem + ": " + remedy + "; nothing is changed");
    }
  }

  private void count(UpgradePlan plan, DuplicateIds ids) throws CommandFailure {
    warnings.addAll(plan.warnings());
    long vectors = 0;
    for (String asked : plan.asked()) {
      for (SegmentFacts segment : before.values()) {
        vectors += segment.field(asked).vectors();
        withoutId += segment.field(asked).withoutId();
      }
    }
    if (target == Target.omdb && vectors > 0 && withoutId == vectors) {
      refuse(
          "none of the " + vectors + " vectors of field \"" + field + "\" has an id",
          "name the field that has them with --id-field");
    }
    if (withoutId > 0) {
      warnings.add(count(withoutId) + " of " + count(vectors) + " vectors have no id");
    }
    duplicates = ids.count();
    if (duplicates > 0) {
      warnings.add(
          count(duplicates)
              + " vectors have an id that another vector has too, such as \""
              + ids.example()
              + "\"; all are kept, and a look-up finds the last");
    }
  }

  private static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private static String reason(Throwable t) {
    Throwable cause = t;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof OutOfMemoryError) {
      return "out of memory (give more with OMDB_JAVA_OPTS=-Xmx4g or the like)";
    }
    return String.valueOf(cause.getMessage()).replaceAll("\\s*\\R\\s*", " ");
  }

  private void err(String line) {
    spec.commandLine().getErr().println(line);
  }

  private void reportNothing(UpgradePlan plan) {
    PrintWriter out = spec.commandLine().getOut();
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
            + switch (plan.target()) {
              case omdb -> " is in OMDB already, with all ids in the id table";
              case lucene -> " is in Lucene's format already";
            }
            + "; nothing is changed");
  }

  private void report(UpgradePlan plan, Collection<SegmentFacts> after, double seconds) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("to", target.name());
      result.put("changed", true);
      result.put("fields", List.copyOf(plan.asked()));
      result.put("segments_rewritten", plan.segments().size());
      result.put("vectors_without_id", withoutId);
      result.put("duplicate_ids", duplicates);
      result.put("warnings", warnings);
      result.put("before", rows(plan, before.values()));
      result.put("after", rows(plan, after));
      result.put("audit", "equal");
      result.put("seconds", Math.round(seconds * 1000) / 1000.0);
      JsonOutput.print(out, result);
      return;
    }
    out.println("before:");
    table(plan, before.values(), out);
    out.println();
    out.println("after:");
    table(plan, after, out);
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

  private void table(UpgradePlan plan, Collection<SegmentFacts> segments, PrintWriter out) {
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
      table.row(
          row.values().stream()
              .map(cell -> cell == null ? "-" : cell instanceof Integer n ? count(n) : cell)
              .toArray());
    }
    table.print(out, spec.commandLine().getColorScheme().ansi());
  }

  /**
   * One per segment and vector field; one for a segment without. Ids are null if not looked for.
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
}
