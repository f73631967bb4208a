// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.upgrade;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.NoMergeScheduler;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.index.SoftDeletesRetentionMergePolicy;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.util.IOUtils;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.console.Progress;
import org.omdb.cli.index.IndexFolders;
import org.omdb.cli.index.IndexSettings;
import org.omdb.cli.index.Merges;

/**
 * Rewrites segments one by one. Each new segment is compared with the old one and then committed,
 * so that an upgrade that is killed leaves a complete index, and so does one that the user
 * interrupts. For one thread.
 */
final class Conversion implements Closeable {

  private final Path path;
  private final Directory directory;
  private final IndexSettings settings;
  private final UpgradePlan plan;
  private final Survey survey;
  private final Map<String, SegmentFacts> facts;
  private final SegmentRewrites rewrites = new SegmentRewrites();
  private final QuietMergeScheduler scheduler = new QuietMergeScheduler();
  private final IndexWriter writer;
  private final Merges merges;
  private DirectoryReader reader;
  private boolean failed = true;

  /**
   * Opens the index for writing.
   *
   * @param checked {@link SegmentInfos#getId} of the commit that was checked, which must still be
   *     the last one
   * @param before its segments by name
   */
  Conversion(
      Path path,
      Directory directory,
      IndexSettings settings,
      UpgradePlan plan,
      byte[] checked,
      Map<String, SegmentFacts> before)
      throws IOException, CommandFailure {
    this.path = path;
    this.directory = directory;
    this.settings = settings;
    this.plan = plan;
    this.facts = new LinkedHashMap<>(before);
    this.survey = new Survey(plan.fieldsWithIds(), plan.idFields(), Survey.Listener.NONE);
    try {
      writer = new IndexWriter(directory, config());
    } catch (
        @SuppressWarnings("unused")
        LockObtainFailedException e) {
      throw IndexFolders.locked(path);
    }
    merges = new Merges(writer, scheduler);
    if (Arrays.equals(checked, SegmentInfos.readLatestCommit(directory).getId()) == false) {
      writer.rollback();
      throw CommandFailure.data(
          path + ": another process has changed the index in the meantime: run the command again");
    }
  }

  private IndexWriterConfig config() {
    // One merge runs at a time. As many threads as there are cores build its graph: its own thread,
    // and all other threads of the scheduler but one, which the scheduler keeps free.
    int threads = UpgradeCodec.workers() + 1;
    scheduler.setMaxMergesAndThreads(threads, threads);
    MergePolicy policy = rewrites;
    if (settings.softDeletesField() != null) {
      policy =
          new SoftDeletesRetentionMergePolicy(
              settings.softDeletesField(), () -> MatchAllDocsQuery.INSTANCE, policy);
    }
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setCodec(plan.codec())
            .setMergePolicy(policy)
            .setMergeScheduler(scheduler)
            .setCommitOnClose(false);
    settings.applyTo(config);
    return config;
  }

  /** Leaves a failure to the thread that waits for the merge, instead of printing it. */
  private static final class QuietMergeScheduler extends ConcurrentMergeScheduler {

    private volatile Throwable failure;

    @Override
    protected void handleMergeException(Throwable thrown) {
      failure = thrown;
    }

    /** Fails if a merge has failed. */
    void check() throws IOException {
      if (failure != null) {
        throw new IOException("a merge failed", failure);
      }
    }
  }

  /** Rewrites all segments of the plan; returns all segments of the index, in their order. */
  Map<String, SegmentFacts> run() throws IOException, CommandFailure {
    long documents = 0;
    for (String name : plan.segments()) {
      documents += facts.get(name).documents();
    }
    try (Progress progress = Progress.start("upgrade", "documents", documents)) {
      openReader();
      for (String name : plan.segments()) {
        SegmentFacts old = facts.get(name);
        rewrites.next(name);
        merges.force(Integer.MAX_VALUE);
        scheduler.check();
        openReader();
        compare(old);
        writer.commit();
        progress.add(old.documents());
      }
    }
    failed = false;
    Map<String, SegmentFacts> after = new LinkedHashMap<>();
    for (String name : names()) {
      after.put(name, facts.get(name));
    }
    return after;
  }

  private void openReader() throws IOException {
    DirectoryReader newer =
        reader == null
            ? DirectoryReader.open(writer)
            : DirectoryReader.openIfChanged(reader, writer);
    if (newer != null) {
      IOUtils.close(reader); // it holds on to the files of merged segments
      reader = newer;
    }
  }

  private Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    for (LeafReaderContext leaf : reader.leaves()) {
      names.add(((SegmentReader) leaf.reader()).getSegmentName());
    }
    return names;
  }

  /** Compares a segment with the one that has replaced it. */
  private void compare(SegmentFacts old) throws IOException, CommandFailure {
    SegmentFacts found = null;
    for (LeafReaderContext context : reader.leaves()) {
      SegmentReader leaf = (SegmentReader) context.reader();
      if (leaf.getSegmentName().equals(old.name())) {
        throw changed(old, "it was not rewritten");
      }
      if (facts.containsKey(leaf.getSegmentName()) == false) {
        found = survey.of(leaf);
        facts.put(found.name(), found);
      }
    }
    int documents = found == null ? 0 : found.documents();
    if (documents != old.documents()) {
      throw changed(old, old.documents() + " documents became " + documents);
    }
    Set<String> fields = new HashSet<>(old.fields().keySet());
    if (found != null) {
      fields.addAll(found.fields().keySet());
    }
    for (String field : fields) {
      FieldCounts before = old.field(field);
      FieldCounts after =
          found == null ? new FieldCounts(null, 0, 0, 0, 0, 0, 0) : found.field(field);
      if (before.sameContent(after) == false) {
        throw changed(
            old, "the vectors and ids of field \"" + field + "\": " + before + " became " + after);
      }
    }
  }

  private CommandFailure changed(SegmentFacts old, String how) {
    return CommandFailure.data(
        path
            + ": rewriting segment "
            + old.name()
            + " would have changed what it holds, "
            + how
            + "; it is left as it was. This is a bug in omdb");
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(reader);
    writer.rollback(); // drops what was not committed, and closes
    if (failed && DirectoryReader.indexExists(directory)) {
      // A writer that closed itself, as on a full disk, leaves files; the next one deletes them.
      new IndexWriter(directory, config().setMergeScheduler(NoMergeScheduler.INSTANCE)).close();
    }
  }
}
