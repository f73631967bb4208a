// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.ExitableDirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.QueryTimeout;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.NIOFSDirectory;
import org.omdb.fixtures.ColdDirectory;
import org.omdb.fixtures.ColdDirectory.Access;

/** Codes and links are read, all of them and nothing else. */
public class TestOmdbWarmer extends MemoryTestCase {

  /** What a warmer has to read. */
  private static Map<String, Place> hot(Map<String, Place> places) {
    Map<String, Place> hot = new TreeMap<>(places);
    hot.keySet().removeIf(name -> HOT.contains(extension(name)) == false);
    return hot;
  }

  /** The bytes of all fields by kind, which {@link TestSearchMemory} compares with the files. */
  private static SearchMemory memory(DirectoryReader reader) {
    SearchMemory sum = SearchMemory.NONE;
    for (String field : List.of(FLOATS, BYTES, OTHER)) {
      sum = sum.plus(SearchMemory.of(reader, field));
    }
    return sum;
  }

  /**
   * Codes and links were read once, from front to back, and asked for before they were read. Next
   * to them nothing was read.
   */
  private static void checkReadOnce(
      Map<String, Place> hot, List<Access> accesses, SearchMemory memory, long loaded) {
    Map<String, Long> bytes = new HashMap<>();
    long left = loaded;
    for (Map.Entry<String, Place> file : hot.entrySet()) {
      String name = file.getKey();
      List<Access> reads = within(file.getValue(), accesses, false);
      List<Access> asked = within(file.getValue(), accesses, true);
      long end = 0;
      long sum = 0;
      for (Access read : reads) {
        assertTrue(name + " is read twice", read.offset() >= end);
        assertTrue(name + " is read in parts", read.length() <= 1 << 16);
        assertTrue(name + " is asked for", asked.stream().anyMatch(a -> covers(a, read)));
        end = read.offset() + read.length();
        sum += read.length();
      }
      assertEquals(name, sum, asked.stream().mapToLong(Access::length).sum());
      assertEquals(name, sum, covered(file.getValue(), accesses));
      assertTrue(name, isLoaded(file.getValue(), accesses));
      bytes.merge(extension(name), sum, Long::sum);
      left -= sum;
    }
    assertEquals(0, left);
    for (Access access : accesses) {
      left += access.isPrefetch() ? 0 : access.length();
    }
    assertEquals("nothing else", loaded, left);
    assertEquals(memory.codes(), (long) bytes.get("omdc"));
    assertTrue(memory.codes() > 0);
    long graphs = memory.links() - bytes.get("omda");
    assertTrue(graphs + " of " + bytes, graphs > 0 && graphs <= bytes.get("vex"));
    for (Map.Entry<String, Place> file : hot.entrySet()) {
      if (extension(file.getKey()).equals("vex")) {
        assertEquals(file.getValue().length(), covered(file.getValue(), accesses));
      }
    }
  }

  private static boolean covers(Access asked, Access read) {
    return asked.offset() <= read.offset()
        && asked.offset() + asked.length() >= read.offset() + read.length();
  }

  public void testReadsCodesAndLinksAndNothingElse() throws IOException {
    for (boolean isCompound : new boolean[] {false, true}) {
      try (ColdDirectory dir = newColdDirectory()) {
        write(dir, codec(false), 2, isCompound);
        Map<String, Place> places = places(dir);
        Map<String, Place> hot = hot(places);
        assertEquals("2 segments, 2 formats, 3 files", 12, hot.size());
        try (DirectoryReader reader = DirectoryReader.open(dir)) {
          dir.record();
          long loaded = OmdbWarmer.load(reader);
          checkReadOnce(hot, dir.recorded(), memory(reader), loaded);
          for (LeafReaderContext leaf : reader.leaves()) {
            dir.record();
            new OmdbWarmer().warm(leaf.reader());
            Map<String, Long> read = bytesRead(dir.recorded(), places);
            loaded -= read.values().stream().mapToLong(n -> n).sum();
            read.forEach((file, n) -> assertTrue(file, n == 0 || hot.containsKey(file)));
          }
          assertEquals(0, loaded);
        }
      }
    }
  }

  /** Codes that are in a file, but were measured and found of no use. */
  public void testCodesThatSearchesDoNotUseAreNotRead() throws IOException {
    try (ColdDirectory dir = newColdDirectory()) {
      try (IndexWriter writer =
          new IndexWriter(dir, config(codec(false), random().nextBoolean()))) {
        for (int i = 0; i < COUNT; i++) {
          Document document = new Document();
          document.add(new KnnFloatVectorField(FLOATS, tightVector(i)));
          writer.addDocument(document);
        }
      }
      Map<String, Place> places = places(dir);
      try (DirectoryReader reader = DirectoryReader.open(dir)) {
        assertEquals(0, SearchMemory.of(reader, FLOATS).codes());
        dir.record();
        OmdbWarmer.load(reader);
        List<Access> accesses = dir.recorded();
        places.forEach(
            (file, place) -> {
              assertFalse(file, extension(file).equals("omdc") && isEmpty(place));
              boolean isLink = extension(file).equals("omda") || extension(file).equals("vex");
              assertEquals(file, isLink, covered(place, accesses) > 0);
            });
      }
    }
  }

  public void testReadsThroughWrappers() throws IOException {
    try (ColdDirectory dir = newColdDirectory()) {
      write(dir, codec(false), 1, random().nextBoolean());
      Map<String, Place> hot = hot(places(dir));
      QueryTimeout never = () -> false;
      try (DirectoryReader reader = new ExitableDirectoryReader(DirectoryReader.open(dir), never)) {
        assertFalse(reader.leaves().get(0).reader() instanceof SegmentReader);
        dir.record();
        long loaded = OmdbWarmer.load(reader);
        checkReadOnce(hot, dir.recorded(), memory(reader), loaded);
      }
    }
  }

  /** What a merge has written is read before readers of the writer see it. */
  public void testWarmsMergedSegments() throws IOException {
    for (boolean isWarmed : new boolean[] {true, false}) {
      try (ColdDirectory dir = newColdDirectory()) {
        write(dir, codec(false), 2, false);
        IndexWriterConfig config = config(codec(false), false);
        if (isWarmed) {
          config.setMergedSegmentWarmer(new OmdbWarmer());
        }
        List<Access> accesses;
        try (IndexWriter writer = new IndexWriter(dir, config);
            DirectoryReader before = DirectoryReader.open(writer)) {
          assertEquals(2, before.leaves().size());
          dir.record(file -> file.endsWith(".vex"));
          writer.forceMerge(1);
          accesses = dir.recorded();
        }
        places(dir)
            .forEach(
                (file, place) -> {
                  if (extension(file).equals("vex")) { // a merge itself only writes it
                    assertEquals(file, isWarmed, isLoaded(place, accesses));
                  }
                });
      }
    }
  }

  public void testOtherFormatsAndEmptyIndexesAreLeftAlone() throws IOException {
    try (ColdDirectory dir = newColdDirectory()) {
      try (IndexWriter writer = new IndexWriter(dir, new IndexWriterConfig())) {
        writer.commit();
        try (DirectoryReader reader = DirectoryReader.open(dir)) {
          assertEquals(0, OmdbWarmer.load(reader));
        }
        add(writer, 0, 20);
      }
      try (DirectoryReader reader = DirectoryReader.open(dir)) {
        dir.record();
        assertEquals(0, OmdbWarmer.load(reader));
        assertEquals(List.of(), dir.recorded());
      }
    }
  }

  /** The reader is closed between two reads, and in the middle of one. */
  public void testStopsWhenTheReaderIsClosed() throws IOException {
    for (Directory files :
        List.of(
            new MMapDirectory(createTempDir()),
            new NIOFSDirectory(createTempDir()),
            new ByteBuffersDirectory())) {
      try (ColdDirectory dir = new ColdDirectory(files)) {
        write(dir, codec(false), 1, random().nextBoolean());
        DirectoryReader reader = DirectoryReader.open(dir);
        dir.record();
        dir.beforeNextRead(reader::close);
        expectThrows(AlreadyClosedException.class, () -> OmdbWarmer.load(reader));
        assertTrue(dir.recorded().size() <= 2); // asked for and tried once
        expectThrows(AlreadyClosedException.class, () -> OmdbWarmer.load(reader));
      }
    }
  }

  public void testStopsWhenAnotherThreadClosesTheReader() throws Exception {
    for (Directory files :
        List.of(new MMapDirectory(createTempDir()), new NIOFSDirectory(createTempDir()))) {
      try (Directory dir = files) {
        write(dir, codec(false), 1, false);
        DirectoryReader reader = DirectoryReader.open(dir);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        CountDownLatch isRunning = new CountDownLatch(1);
        Thread thread =
            new Thread(
                () -> {
                  try {
                    while (true) {
                      OmdbWarmer.load(reader);
                      isRunning.countDown();
                    }
                  } catch (Throwable t) {
                    thrown.set(t);
                    isRunning.countDown();
                  }
                });
        thread.start();
        isRunning.await();
        Thread.sleep(random().nextInt(20));
        reader.close();
        thread.join();
        assertTrue(String.valueOf(thrown.get()), thrown.get() instanceof AlreadyClosedException);
      }
    }
  }

  /** A warmer that failed would end the merge and close the writer. */
  public void testAnInterruptedThreadGoesOn() throws IOException {
    try (ColdDirectory dir = newColdDirectory()) {
      write(dir, codec(false), 1, random().nextBoolean());
      try (DirectoryReader reader = DirectoryReader.open(dir)) {
        long length = OmdbWarmer.load(reader);
        Thread.currentThread().interrupt();
        assertEquals(length, OmdbWarmer.load(reader));
        assertTrue(Thread.interrupted());
      }
    }
  }
}
