// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.folder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexDeletionPolicy;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.KeepOnlyLastCommitDeletionPolicy;
import org.apache.lucene.index.NoDeletionPolicy;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.omdb.lucene.OmdbCodec;

@LuceneTestCase.SuppressFileSystems("ExtrasFS") // files that Lucene leaves alone
public class TestUncommittedFiles extends LuceneTestCase {

  /** Names that a killed writer may leave. */
  private static final List<String> LEFT =
      List.of(
          "_z.fdt",
          "_z_Omdb5HnswVectorsFormat_0.omdb",
          "_z_omdb_links_0.tmp",
          "_z.si",
          "_z.cfs",
          "pending_segments_zz");

  /** Names that no writer gives. */
  private static final List<String> FOREIGN =
      List.of("notes.txt", "z.fdt", "omdb-1.tmp", "README", "_z", "write.lock.txt");

  private Path folder;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    folder = createTempDir();
  }

  private static IndexWriterConfig config(IndexDeletionPolicy policy) {
    return new IndexWriterConfig()
        .setCodec(new OmdbCodec())
        .setMergePolicy(NoMergePolicy.INSTANCE)
        .setUseCompoundFile(random().nextBoolean())
        .setIndexDeletionPolicy(policy);
  }

  private static void add(IndexWriter writer) throws IOException {
    Document document = new Document();
    document.add(new StringField("id", "a", Field.Store.YES));
    writer.addDocument(document);
  }

  private void writeCommits(IndexDeletionPolicy policy, int commits) throws IOException {
    try (Directory directory = FSDirectory.open(folder);
        IndexWriter writer = new IndexWriter(directory, config(policy))) {
      for (int i = 0; i < commits; i++) {
        add(writer);
        writer.commit();
      }
    }
  }

  private void write(String name) throws IOException {
    Files.write(folder.resolve(name), name.getBytes(StandardCharsets.US_ASCII));
  }

  private Set<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  public void testNothingIsLeftByACommit() throws IOException {
    writeCommits(new KeepOnlyLastCommitDeletionPolicy(), 1 + random().nextInt(3));
    assertEquals(Set.of(), UncommittedFiles.of(folder).bytes().keySet());
  }

  public void testLeftFilesAreFoundAndRemovedAndNoOthers() throws IOException {
    writeCommits(new KeepOnlyLastCommitDeletionPolicy(), 2);
    FOREIGN.forEach(name -> uncheckedWrite(name));
    Files.createDirectory(folder.resolve("_y.dir"));
    Set<String> before = names();
    LEFT.forEach(name -> uncheckedWrite(name));
    UncommittedFiles files = UncommittedFiles.of(folder);
    assertEquals(new TreeSet<>(LEFT), files.bytes().keySet());
    assertEquals(LEFT.stream().mapToLong(String::length).sum(), files.sum());
    assertEquals(files, UncommittedFiles.remove(folder));
    assertEquals(before, names());
    assertEquals(Set.of(), UncommittedFiles.of(folder).bytes().keySet());
  }

  private void uncheckedWrite(String name) {
    try {
      write(name);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A deletion policy may keep older commits, as snapshots. */
  public void testOlderCommitsAreKept() throws IOException {
    writeCommits(NoDeletionPolicy.INSTANCE, 3);
    write("_z.fdt");
    assertEquals(Set.of("_z.fdt"), UncommittedFiles.remove(folder).bytes().keySet());
    try (Directory directory = FSDirectory.open(folder)) {
      assertEquals(3, DirectoryReader.listCommits(directory).size());
      for (int i = 0; i < 3; i++) {
        try (DirectoryReader reader =
            DirectoryReader.open(DirectoryReader.listCommits(directory).get(i))) {
          assertEquals(i + 1, reader.numDocs());
        }
      }
    }
  }

  /** The files of a writer at work are in no commit, and stay. */
  public void testNothingIsRemovedUnderAWriter() throws IOException {
    writeCommits(new KeepOnlyLastCommitDeletionPolicy(), 1);
    try (Directory directory = FSDirectory.open(folder);
        IndexWriter writer =
            new IndexWriter(directory, config(new KeepOnlyLastCommitDeletionPolicy()))) {
      add(writer);
      writer.flush();
      Set<String> before = names();
      assertFalse(UncommittedFiles.of(folder).bytes().isEmpty());
      expectThrows(LockObtainFailedException.class, () -> UncommittedFiles.remove(folder));
      assertEquals(before, names());
      writer.commit();
      assertEquals(Set.of(), UncommittedFiles.of(folder).bytes().keySet());
    }
  }

  /** What the files of a damaged commit are is not known: nothing is removed. */
  public void testNothingIsRemovedBesideADamagedCommit() throws IOException {
    writeCommits(NoDeletionPolicy.INSTANCE, 2);
    write("_z.fdt");
    String oldest = names().stream().filter(name -> name.startsWith("segments_")).findFirst().get();
    write(oldest);
    Set<String> before = names();
    expectThrows(IOException.class, () -> UncommittedFiles.of(folder));
    expectThrows(IOException.class, () -> UncommittedFiles.remove(folder));
    assertEquals(before, names());
  }

  public void testBeforeTheFirstCommitAllFilesAreUncommitted() throws IOException {
    write("_0.fdt");
    write("notes.txt");
    assertEquals(Set.of("_0.fdt"), UncommittedFiles.of(folder).bytes().keySet());
    try (Directory directory = FSDirectory.open(folder)) {
      expectThrows(IndexNotFoundException.class, () -> DirectoryReader.open(directory));
    }
  }

  /** They may be all that is left of an index. */
  public void testNothingIsRemovedWithoutACommit() throws IOException {
    write("_0.fdt");
    expectThrows(IndexNotFoundException.class, () -> UncommittedFiles.remove(folder));
    assertTrue(Files.exists(folder.resolve("_0.fdt")));
    String text = UncommittedFiles.of(folder).ofNoIndex();
    assertTrue(text, text.startsWith(", but 1 file that no commit has, 6 bytes, "));
    write("_0.si");
    text = UncommittedFiles.of(folder).ofNoIndex();
    assertTrue(text, text.startsWith(", but 2 files that no commit has, 11 bytes, "));
  }

  /** A writer was killed while it made the folder an index. */
  public void testAFirstCommitThatWasCutOffIsNothingOfAnIndex() throws IOException {
    write("pending_segments_1");
    write(IndexWriter.WRITE_LOCK_NAME);
    assertTrue(UncommittedFiles.isOfNoCommit(names()));
    assertEquals("", UncommittedFiles.of(folder).ofNoIndex());
    write("_0.fdt");
    assertFalse(UncommittedFiles.isOfNoCommit(names()));
  }
}
