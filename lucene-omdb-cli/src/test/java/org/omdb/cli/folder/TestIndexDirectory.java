// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.DataAccessHint;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.LuceneTestCase.SuppressFileSystems;

/** Indexes are opened in one place, with advice on how they are read, and commits are checked. */
@SuppressFileSystems("*") // memory-mapped
public class TestIndexDirectory extends LuceneTestCase {

  private static final int BYTES = 1 << 22;

  /** The flags of the mapping of a file, as Linux tells them; null if it tells none. */
  private static String flags(Path file) throws IOException {
    Path maps = Path.of("/proc/self/smaps");
    if (Files.isReadable(maps) == false) {
      return null;
    }
    boolean isFile = false;
    for (String line : Files.readAllLines(maps)) {
      if (line.startsWith("VmFlags:")) {
        if (isFile) {
          return line.substring("VmFlags:".length()) + " ";
        }
      } else if (line.contains("-") && line.contains(" r")) {
        isFile = line.endsWith(file.toRealPath().toString());
      }
    }
    return null;
  }

  /** What is searched is read page by page, and what is read as a whole is read ahead. */
  public void testAdviceReachesTheSystem() throws IOException {
    assumeTrue("no advice on this system", MMapDirectory.supportsMadvise());
    Path folder = createTempDir();
    for (IndexDirectory.Reads reads : IndexDirectory.Reads.values()) {
      String name = reads.name();
      try (Directory directory = IndexDirectory.open(folder, reads)) {
        try (IndexOutput out = directory.createOutput(name, IOContext.DEFAULT)) {
          out.writeBytes(new byte[BYTES], BYTES);
        }
        IOContext context = IOContext.DEFAULT.withHints(DataAccessHint.RANDOM);
        try (IndexInput in = directory.openInput(name, context)) {
          in.readByte();
          String flags = flags(folder.resolve(name));
          assumeTrue("no flags on this system", flags != null);
          assertEquals(flags, reads == IndexDirectory.Reads.PARTS, flags.contains(" rr "));
        }
      }
    }
  }

  /** Whatever is damaged in a commit, Lucene does not get to read it. */
  public void testDamagedCommitsAreToldByTheirChecksum() throws IOException {
    Path folder = createTempDir();
    try (Directory directory = IndexDirectory.open(folder, IndexDirectory.Reads.ALL)) {
      try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
        writer.addDocument(new Document());
        writer.setLiveCommitData(Map.of("key", "value").entrySet());
        writer.commit();
      }
      Path commit = folder.resolve(SegmentInfos.getLastCommitSegmentsFileName(directory));
      byte[] sound = Files.readAllBytes(commit);
      for (int at = 0; at < sound.length; at++) {
        byte[] damaged = sound.clone();
        damaged[at] ^= (byte) (1 << random().nextInt(8));
        for (byte[] bytes : List.of(damaged, Arrays.copyOf(sound, at))) {
          Files.write(commit, bytes);
          expectThrows(CorruptIndexException.class, () -> SegmentInfos.readLatestCommit(directory));
        }
      }
      Files.write(commit, sound);
      assertEquals(1, SegmentInfos.readLatestCommit(directory).size());
    }
  }

  /** No command opens an index by itself; {@code DuplicateIds} sorts in a folder of its own. */
  public void testNoCommandOpensAnIndexByItself() throws IOException {
    Path sources =
        Path.of(System.getProperty("omdb.basedir")).resolve("lucene-omdb-cli/src/main/java");
    try (Stream<Path> files = Files.walk(sources)) {
      List<String> found =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(TestIndexDirectory::opensADirectory)
              .map(file -> file.getFileName().toString())
              .sorted()
              .toList();
      // The others sort in temporary files.
      assertEquals(List.of("DuplicateIds.java", "IndexDirectory.java", "SortedPlaces.java"), found);
    }
  }

  private static boolean opensADirectory(Path file) {
    try {
      String source = Files.readString(file);
      return source.contains("FSDirectory.open(") || source.contains("new MMapDirectory(");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
