// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.upgrade;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.store.FSDirectory;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.console.Interruption;
import org.omdb.cli.index.IndexSettings;

/** A conversion that is told of other contents than a segment has refuses its own result. */
public class TestConversion extends UpgradeTestCase {

  private final Map<String, SegmentFacts> before = new LinkedHashMap<>();
  private Map<String, float[]> model;
  private UpgradePlan plan;
  private SegmentInfos commit;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    model = writeRandom(luceneConfig(), IdKind.STORED_TERM, "id", 0);
    model.putAll(writeRandom(luceneConfig(), IdKind.STORED_TERM, "id", 1000));
    try (FSDirectory directory = FSDirectory.open(index);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      List<SegmentReader> leaves =
          reader.leaves().stream()
              .map(LeafReaderContext::reader)
              .map(SegmentReader.class::cast)
              .toList();
      plan = UpgradePlan.of(leaves, Target.omdb, "v", List.of("id"));
      Survey survey = new Survey(plan.fieldsWithIds(), plan.idFields(), Survey.Listener.NONE);
      for (SegmentReader leaf : leaves) {
        before.put(leaf.getSegmentName(), survey.of(leaf));
      }
    }
    commit = commit();
    // Segments whose documents have no vector are left alone.
    assertFalse(plan.segments().isEmpty());
  }

  @Override
  public void tearDown() throws Exception {
    Interruption.clear();
    super.tearDown();
  }

  private void convert() throws IOException, CommandFailure {
    try (FSDirectory directory = FSDirectory.open(index);
        Conversion conversion =
            new Conversion(
                index, directory, IndexSettings.read(directory), plan, commit.getId(), before)) {
      conversion.run();
    }
  }

  /** Each segment is committed, so that a process that is killed keeps what was done. */
  public void testEachSegmentIsCommitted() throws Exception {
    convert();
    assertEquals(commit.getGeneration() + plan.segments().size(), commit().getGeneration());
    assertFormat(OMDB, "v");
    assertContents(model);
  }

  /** Not only between segments, of which there may be a single large one. */
  public void testAnInterruptionEndsTheRewriteOfASegment() throws Exception {
    Interruption.request();
    expectThrows(Interruption.Interrupted.class, this::convert);
    Interruption.clear();
    assertEquals(commit.getGeneration(), commit().getGeneration());
    assertContents(model, "id");
    convert(); // the lock is free
    assertFormat(OMDB, "v");
    assertContents(model);
  }

  public void testAnInterruptionEndsTheCheck() throws Exception {
    Interruption.request();
    try (FSDirectory directory = FSDirectory.open(index)) {
      UpgradeCheck check = new UpgradeCheck(index, Target.omdb, "v", List.of("id"));
      expectThrows(Interruption.Interrupted.class, () -> check.run(directory));
      directory.obtainLock(IndexWriter.WRITE_LOCK_NAME).close();
    }
  }

  /** A segment whose contents have changed is not committed; those before it are. */
  public void testADifferenceIsNotCommitted() throws Exception {
    List<String> segments = List.copyOf(plan.segments());
    int wrong = random().nextInt(segments.size());
    String name = segments.get(wrong);
    int what = random().nextInt(5);
    before.computeIfPresent(
        name,
        (key, facts) -> {
          FieldCounts v = facts.field("v");
          FieldCounts other =
              new FieldCounts(
                  v.format(),
                  v.vectors() + (what == 0 ? 1 : 0),
                  v.idsInTable(),
                  v.idsElsewhere() + (what == 1 ? 1 : 0),
                  v.idBytes(),
                  v.ids() + (what == 2 ? 1 : 0),
                  v.vectorsWithIds() + (what == 3 ? 1 : 0));
          return new SegmentFacts(
              facts.name(),
              facts.luceneVersion(),
              facts.codec(),
              facts.compound(),
              facts.documents() + (what == 4 ? 1 : 0),
              facts.bytes(),
              Map.of("v", other));
        });
    CommandFailure failure = expectThrows(CommandFailure.class, this::convert);
    assertTrue(failure.getMessage(), failure.getMessage().contains("segment " + name + " would"));
    assertEquals(commit.getGeneration() + wrong, commit().getGeneration());
    assertEquals(wrong, formats("v").stream().filter(format -> format.equals(OMDB)).count());
    assertContents(model, "id");
  }

  public void testAChangeInBetweenIsNoticed() throws Exception {
    write(luceneConfig(), writer -> writer.addDocument(document(5000, IdKind.STORED_TERM, "id")));
    Map<String, String> bytes = bytes();
    CommandFailure failure = expectThrows(CommandFailure.class, this::convert);
    assertTrue(failure.getMessage(), failure.getMessage().contains("run the command again"));
    assertEquals(bytes, bytes());
    try (FSDirectory directory = FSDirectory.open(index)) { // and the lock is free
      directory.obtainLock(IndexWriter.WRITE_LOCK_NAME).close();
    }
  }
}
