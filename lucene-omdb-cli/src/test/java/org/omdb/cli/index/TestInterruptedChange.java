// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.index;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
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
