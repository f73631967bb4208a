// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.console.Interruption;
import org.omdb.cli.folder.UncommittedFiles;
import org.omdb.lucene.OmdbVectorField;

/** The user ends a command of a session. */
@LuceneTestCase.SuppressFileSystems("ExtrasFS")
public class TestInterruptedChange extends LuceneTestCase {

  private Path path;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    path = createTempDir().resolve("idx");
  }

  @Override
  public void tearDown() throws Exception {
    Interruption.clear();
    super.tearDown();
  }

  private static void add(IndexChange change, int segments) throws IOException {
    for (int i = 0; i < segments; i++) {
      Document document = new Document();
      document.add(
          new OmdbVectorField(
              "v", "id" + i, new float[] {1, i}, VectorSimilarityFunction.EUCLIDEAN));
      change.writer().addDocument(document);
      change.writer().flush();
    }
  }

  private int documents() throws IOException {
    try (Directory directory = FSDirectory.open(path);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      return reader.numDocs();
    }
  }

  public void testACommittedChangeStays() throws IOException, CommandFailure {
    try (IndexChange change = IndexChange.open(path, 8, true)) {
      add(change, 30); // the last of which start a merge
      change.commit();
      Interruption.request();
    }
    assertFalse("the command reports what it did", Interruption.isRequested());
    assertEquals(30, documents());
    assertEquals(0, UncommittedFiles.of(path).sum());
    try (IndexChange change = IndexChange.open(path, 8, false)) { // the lock is free
      assertEquals(30, change.documentsBefore());
    }
  }

  public void testAnInterruptedCommitIsNoChange() throws IOException, CommandFailure {
    try (IndexChange change = IndexChange.open(path, 8, true)) {
      add(change, 3);
      change.commit();
    }
    try (IndexChange change = IndexChange.open(path, 8, false)) {
      add(change, 5);
      Interruption.request();
      expectThrows(Interruption.Interrupted.class, change::commit);
    }
    assertTrue(Interruption.isRequested());
    assertEquals(3, documents());
    assertEquals(0, UncommittedFiles.of(path).sum());
  }

  public void testAnInterruptedMergeIsNoChange() throws IOException, CommandFailure {
    try (IndexChange change = IndexChange.open(path, 8, true)) {
      add(change, 3);
      change.commit();
    }
    Interruption.request();
    try (IndexChange change = IndexChange.open(path, 8, false)) {
      add(change, 5);
      try {
        change.merge();
      } catch (
          @SuppressWarnings("unused")
          Interruption.Interrupted e) {
        // unless the merge was faster
      }
    }
    assertEquals(3, documents());
    assertEquals(0, UncommittedFiles.of(path).sum());
  }

  /** So many that a flush builds a graph, whose vectors are equal so that it takes longest. */
  private static Document equal(int id) {
    Document document = new Document();
    document.add(
        new OmdbVectorField("v", "equal" + id, new float[32], VectorSimilarityFunction.EUCLIDEAN));
    return document;
  }

  public void testAFlushIsEnded() throws IOException, CommandFailure {
    try (IndexChange change = IndexChange.open(path, 8, true)) {
      change.writer().addDocument(equal(-1));
      change.commit();
    }
    try (IndexChange change = IndexChange.open(path, 8, false)) {
      for (int i = 0; i < 5_000; i++) {
        change.writer().addDocument(equal(i));
      }
      Interruption.request();
      expectThrows(Interruption.Interrupted.class, () -> change.writer().flush());
      assertFalse("the flush was ended", change.writer().isOpen());
    }
    assertEquals(1, documents());
    assertEquals(0, UncommittedFiles.of(path).sum());
    Interruption.clear();
    try (IndexChange change = IndexChange.open(path, 8, false)) { // the lock is free
      assertEquals(1, change.documentsBefore());
    }
  }

  /** A copy has what is there if the process is killed. */
  private Path copy() throws IOException {
    Path copy = createTempDir();
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return copy;
  }

  public void testWhatAKilledFirstChangeLeavesIsReplacedByTheNext()
      throws IOException, CommandFailure {
    Path killed;
    try (IndexChange change = IndexChange.open(path, 8, true)) {
      add(change, 5);
      killed = copy();
    }
    assertFalse("rolled back", Files.exists(path));
    path = killed;
    assertTrue(UncommittedFiles.of(path).sum() > 0);
    assertEquals(0, documents());
    try (IndexChange change = IndexChange.open(path, 8, true)) {
      assertEquals(0, UncommittedFiles.of(path).sum());
      add(change, 2);
      change.commit();
    }
    assertEquals(2, documents());
  }

  public void testAFolderThatWasThereBecomesEmptyAgain() throws IOException, CommandFailure {
    Files.createDirectory(path);
    try (IndexChange change = IndexChange.open(path, 8, true)) {
      add(change, 2);
    }
    try (Stream<Path> files = Files.list(path)) {
      assertEquals(
          List.of(IndexWriter.WRITE_LOCK_NAME),
          files.map(file -> file.getFileName().toString()).toList());
    }
    try (IndexChange change = IndexChange.open(path, 8, true)) {
      add(change, 2);
      change.commit();
    }
    assertEquals(2, documents());
  }

  public void testAnIndexWithoutItsCommitIsLeftAsItIs() throws IOException, CommandFailure {
    try (IndexChange change = IndexChange.open(path, 8, true)) {
      add(change, 2);
      change.commit();
    }
    try (Directory directory = FSDirectory.open(path)) {
      directory.deleteFile(SegmentInfos.getLastCommitSegmentsFileName(directory));
    }
    Map<String, Long> before = UncommittedFiles.of(path).bytes();
    assertFalse(before.isEmpty());
    CommandFailure refused =
        expectThrows(CommandFailure.class, () -> IndexChange.open(path, 8, true));
    assertTrue(refused.getMessage(), refused.getMessage().contains("that no commit has"));
    assertEquals(before, UncommittedFiles.of(path).bytes());
  }

  public void testMergeMakesOneSegment() throws IOException, CommandFailure {
    try (IndexChange change = IndexChange.open(path, 8, true)) {
      add(change, 2 + random().nextInt(20));
      change.merge();
      change.commit();
    }
    try (Directory directory = FSDirectory.open(path);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      assertEquals(1, reader.leaves().size());
    }
  }
}
