// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.upgrade;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.Lock;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.util.BytesRef;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.console.Progress;
import org.omdb.cli.index.IndexFolders;

/**
 * Reads all ids and vectors before an upgrade writes anything, and refuses an upgrade that could
 * not succeed. For one upgrade, and one thread.
 */
final class UpgradeCheck {

  /**
   * What an upgrade goes by, and what it reports.
   *
   * @param plan what is to be done
   * @param commit {@link SegmentInfos#getId} of the commit that was checked
   * @param before the segments of that commit by name, in their order
   * @param warnings what the user should know, a line each
   * @param withoutId number of vectors without an id, in the fields that change
   * @param duplicates number of vectors that have the id of another one
   */
  record Result(
      UpgradePlan plan,
      byte[] commit,
      Map<String, SegmentFacts> before,
      List<String> warnings,
      long withoutId,
      long duplicates) {}

  private final Path index;
  private final Target target;
  private final String field;
  private final List<String> idFields;
  private final Map<String, SegmentFacts> before = new LinkedHashMap<>();
  private final List<String> warnings = new ArrayList<>();
  private long withoutId;
  private long duplicates;

  /**
   * @param field the vector field, or null for all that are in OMDB
   * @param idFields the fields that have ids, as the user named them
   */
  UpgradeCheck(Path index, Target target, String field, List<String> idFields) {
    this.index = index;
    this.target = target;
    this.field = field;
    this.idFields = idFields;
  }

  /**
   * Checks the last commit.
   *
   * @return null if there is nothing to do
   * @throws CommandFailure if the upgrade could not succeed, or another process writes to the index
   */
  Result run(Directory directory) throws IOException, CommandFailure {
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      if (plan(reader).segments().isEmpty()) {
        return null;
      }
    }
    // The lock keeps other writers out while this reads. Conversion makes sure that the commit is
    // still the same when it writes.
    try (Lock lock = directory.obtainLock(IndexWriter.WRITE_LOCK_NAME);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      lock.ensureValid();
      byte[] commit = SegmentInfos.readLatestCommit(directory).getId();
      UpgradePlan plan = plan(reader);
      survey(reader, plan);
      if (DirectoryReader.listCommits(directory).size() > 1) {
        warnings.add("the index has older commits, which are deleted as by any writer");
      }
      return new Result(plan, commit, before, warnings, withoutId, duplicates);
    } catch (LockObtainFailedException e) {
      throw IndexFolders.locked(index);
    }
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
      summarize(plan, ids);
    }
    DiskSpace.check(index, DiskSpace.needed(plan.segments().stream().map(before::get).toList()));
  }

  private void refuse(String problem, String remedy) throws CommandFailure {
    if (problem != null) {
      throw CommandFailure.data(index + ": " + problem + ": " + remedy + "; nothing is changed");
    }
  }

  private void summarize(UpgradePlan plan, DuplicateIds ids) throws CommandFailure {
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
      warnings.add(
          UpgradeReport.count(withoutId)
              + " of "
              + UpgradeReport.count(vectors)
              + " vectors have no id");
    }
    duplicates = ids.count();
    if (duplicates > 0) {
      warnings.add(
          UpgradeReport.count(duplicates)
              + " vectors have an id that another vector has too, such as \""
              + ids.example()
              + "\"; all are kept, and a look-up finds the last");
    }
  }
}
