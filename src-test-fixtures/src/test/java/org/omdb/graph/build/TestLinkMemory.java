// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph.build;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.FlushInfo;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.NIOFSDirectory;
import org.apache.lucene.store.NRTCachingDirectory;
import org.apache.lucene.store.OutputStreamIndexOutput;
import org.apache.lucene.tests.mockfile.FilterFileChannel;
import org.apache.lucene.tests.mockfile.FilterFileSystemProvider;
import org.apache.lucene.tests.store.MockDirectoryWrapper;
import org.apache.lucene.tests.util.LuceneTestCase.SuppressFileSystems;
import org.apache.lucene.util.Constants;
import org.omdb.work.Progress;
import org.omdb.work.WorkThreads;

/** Links in a file are those on the heap, and the file is gone whatever happens. */
// Files of a folder are counted. As Windows, WindowsFS lets no open file be deleted at once.
@SuppressFileSystems({"ExtrasFS", "WindowsFS"})
public class TestLinkMemory extends GraphTestCase {

  @Override
  public void setUp() throws Exception {
    super.setUp();
    assumeFalse("links are on the heap there", Constants.WINDOWS);
    System.setProperty(LinkMemory.PROPERTY, LinkMemory.FILE); // restored by the test framework
  }

  @Override
  public void tearDown() throws Exception {
    System.clearProperty(LinkMemory.PROPERTY);
    super.tearDown();
  }

  private static LinkMemory in(Directory dir) {
    return LinkMemory.of(dir, "_7", IOContext.DEFAULT);
  }

  /** All that is written of a graph. */
  private static byte[] written(HeapGraph graph) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (IndexOutput out = new OutputStreamIndexOutput("graph", "graph", bytes, 1024)) {
      AdjacencyWriter.write(graph, out, Progress.NONE);
      SortedLinks links = new SortedLinks(graph);
      for (int level = 1; level < graph.levelCount(); level++) {
        for (int node : graph.nodes(level)) {
          out.writeInt(node);
          int count = links.read(level, node);
          for (int i = 0; i < count; i++) {
            out.writeInt(links.nodes()[i]);
          }
        }
      }
    }
    return bytes.toByteArray();
  }

  public void testGraphInFileIsTheOneOnHeap() throws IOException {
    try (Directory dir = newFSDirectory(createTempDir())) {
      for (int size : new int[] {1, 2, 100, 3_000}) {
        List<float[]> vectors = clusters(size, 1 + random().nextInt(30));
        byte[] expected = written(build(vectors, 1));
        try (LinkMemory memory = in(dir)) {
          HeapGraph graph = build(vectors, 1, memory);
          assertTrue(memory.isFile());
          assertArrayEquals(expected, written(graph));
        }
        assertEquals(List.of(), files(dir));
      }
    }
  }

  /** As good as on the heap, and whole. */
  public void testThreadsBuildInFile() throws IOException {
    double onHeap = 0;
    double inFile = 0;
    try (Directory dir = newFSDirectory(createTempDir())) {
      for (int round = 0; round < ROUNDS; round++) {
        List<float[]> all = clusters(3_200, 20);
        List<float[]> vectors = all.subList(0, 3_000);
        List<float[]> targets = all.subList(3_000, all.size());
        onHeap += recall(asLucenes(build(vectors, THREADS)), vectors, targets, 10) / ROUNDS;
        try (LinkMemory memory = in(dir)) {
          HeapGraph graph = build(vectors, THREADS, memory);
          assertTrue(memory.isFile());
          TestGraphBuilder.checkWhole(graph, vectors.size());
          inFile += recall(asLucenes(graph), vectors, targets, 10) / ROUNDS;
        }
      }
    }
    assertTrue(inFile + " instead of " + onHeap, inFile >= onHeap - MAX_LOSS);
  }

  /** Every slot keeps its own links, also where a chunk of the mapping ends. */
  public void testSlotsAreApart() throws IOException {
    try (Directory dir = newFSDirectory(createTempDir())) {
      int slots = 1 + random().nextInt(500);
      int max = 1 + random().nextInt(70);
      int chunkBytes = 1 + random().nextInt(8 * max * Integer.BYTES);
      try (MappedLinks mapped =
          MappedLinks.create(dir, "_7", IOContext.DEFAULT, slots, max, chunkBytes, Progress.NONE)) {
        LinkStore heap = new HeapLinks(slots, max);
        int[] links = new int[max];
        for (int round = 0; round < 5 * slots; round++) {
          int slot = random().nextInt(slots);
          int count = random().nextInt(max + 1);
          Arrays.setAll(links, i -> random().nextInt());
          for (LinkStore store : new LinkStore[] {heap, mapped}) {
            store.write(slot, links, count);
            store.write(slot, max - 1, round);
          }
        }
        int[] expected = new int[max];
        for (int slot = 0; slot < slots; slot++) {
          heap.read(slot, expected, max);
          mapped.read(slot, links, max);
          assertArrayEquals("slot " + slot, expected, links);
        }
      }
    }
  }

  /** A reader sees no link that was not written, while another thread writes. */
  public void testReaderBesideWriter() throws Exception {
    try (Directory dir = newFSDirectory(createTempDir());
        MappedLinks mapped =
            MappedLinks.create(dir, "_7", IOContext.DEFAULT, 1, MAX_NEIGHBORS, Progress.NONE)) {
      NeighborTable table = new NeighborTable(1, mapped);
      AtomicBoolean isOver = new AtomicBoolean();
      Thread writer =
          new Thread(
              () -> {
                int[] links = new int[MAX_NEIGHBORS];
                while (isOver.get() == false) {
                  int count = ThreadLocalRandom.current().nextInt(MAX_NEIGHBORS);
                  Arrays.fill(links, 0, count, 1 << 20 | count);
                  table.set(0, links, count);
                  table.add(0, 1 << 21);
                }
              });
      writer.start();
      try {
        int[] links = new int[MAX_NEIGHBORS];
        for (int round = 0; round < 200_000; round++) {
          int count = table.read(0, links);
          for (int i = 0; i < count; i++) {
            boolean isWritten = links[i] == 1 << 21 || links[i] - (1 << 20) < MAX_NEIGHBORS;
            assertTrue(Integer.toHexString(links[i]), isWritten && links[i] >= 1 << 20);
          }
        }
      } finally {
        isOver.set(true);
        writer.join();
      }
    }
  }

  private static List<String> files(Directory dir) throws IOException {
    List<String> found = new ArrayList<>();
    for (String file : dir.listAll()) {
      if (file.startsWith("extra") == false) { // a file of the test framework
        found.add(file);
      }
    }
    if (FilterDirectory.unwrap(dir) instanceof FSDirectory fs) {
      try (Stream<Path> paths = Files.list(fs.getDirectory())) {
        paths
            .map(path -> path.getFileName().toString())
            .filter(name -> name.startsWith("_"))
            .forEach(found::add);
      }
    }
    return found;
  }

  /** While it is in use too: no crash can leave it behind. */
  public void testFileIsGoneOnceItIsMapped() throws IOException {
    try (Directory dir = newFSDirectory(createTempDir());
        LinkMemory memory = in(dir)) {
      LinkStore links = memory.allocate(1_000, MAX_NEIGHBORS, Progress.NONE);
      assertTrue(memory.isFile());
      assertEquals(List.of(), files(dir));
      links.write(999, MAX_NEIGHBORS - 1, 5);
    }
  }

  public void testNoLinkIsReachableOnceClosed() throws IOException {
    try (Directory dir = newFSDirectory(createTempDir())) {
      LinkStore links;
      try (LinkMemory memory = in(dir)) {
        links = memory.allocate(1_000, MAX_NEIGHBORS, Progress.NONE);
      }
      // Not the end of the JVM, which reading a page that is gone might be.
      expectThrows(NullPointerException.class, () -> links.read(0, new int[1], 1));
    }
  }

  public void testWithoutFolderLinksAreOnHeap() throws IOException {
    try (Directory dir = new ByteBuffersDirectory();
        LinkMemory memory = in(dir)) {
      memory.allocate(1_000, MAX_NEIGHBORS, Progress.NONE);
      assertFalse(memory.isFile());
      assertEquals(0, dir.listAll().length);
    }
  }

  /** A cache of small files is above the folder: there is nothing to map. */
  public void testCachedFileIsNotMapped() throws IOException {
    try (Directory fs = FSDirectory.open(createTempDir());
        Directory dir = new NRTCachingDirectory(fs, 100, 100)) {
      try (LinkMemory memory = LinkMemory.of(dir, "_7", IOContext.flush(FLUSH))) {
        memory.allocate(1_000, MAX_NEIGHBORS, Progress.NONE);
        assertFalse(memory.isFile());
      }
      assertEquals(0, dir.listAll().length);
    }
  }

  /** A file system that can't map files for writing, as some of networks. */
  private static final class WithoutMapping extends FilterFileSystemProvider {

    private final Exception failure;

    WithoutMapping(FileSystem in, Exception failure) {
      super("nomapping://", in);
      this.failure = failure;
    }

    @Override
    public FileChannel newFileChannel(
        Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
        throws IOException {
      return new FilterFileChannel(super.newFileChannel(path, options, attributes)) {
        @Override
        public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
          if (failure instanceof IOException e) {
            throw e;
          }
          throw (RuntimeException) failure;
        }
      };
    }
  }

  public void testWithoutMappingLinksAreOnHeap() throws IOException {
    for (Exception failure :
        List.of(new IOException("Invalid argument"), new UnsupportedOperationException())) {
      Path real = createTempDir();
      Path folder = new WithoutMapping(real.getFileSystem(), failure).wrapPath(real);
      try (Directory dir = new NIOFSDirectory(folder);
          LinkMemory memory = in(dir)) {
        memory.allocate(1_000, MAX_NEIGHBORS, Progress.NONE);
        assertFalse(memory.isFile());
        assertEquals(List.of(), files(dir));
      }
    }
  }

  /** What an interrupted thread has built is not lost in the end. */
  public void testInterruptedThreadsCanClose() throws IOException {
    try (Directory dir = newFSDirectory(createTempDir())) {
      LinkMemory memory = in(dir);
      memory.allocate(1_000, MAX_NEIGHBORS, Progress.NONE);
      assertTrue(memory.isFile());
      Thread.currentThread().interrupt();
      boolean isInterrupted;
      try {
        memory.close();
      } finally {
        isInterrupted = Thread.interrupted(); // not for the next test, whatever happens
      }
      assertTrue("the interrupt is for the caller", isInterrupted);
    }
  }

  private static final FlushInfo FLUSH = new FlushInfo(1_000, 1_000);

  public void testFewLinksAreOnHeap() throws IOException {
    System.clearProperty(LinkMemory.PROPERTY);
    try (Directory dir = newFSDirectory(createTempDir())) {
      try (LinkMemory memory = in(dir)) {
        memory.allocate(1_000, MAX_NEIGHBORS, Progress.NONE);
        assertFalse(memory.isFile());
      }
      long slotBytes = MAX_NEIGHBORS * Integer.BYTES;
      long slots = Runtime.getRuntime().maxMemory() / 16 / slotBytes + 1;
      try (LinkMemory memory = in(dir)) {
        memory.allocate(Math.toIntExact(slots), MAX_NEIGHBORS, Progress.NONE);
        assertTrue(memory.isFile());
      }
      System.setProperty(LinkMemory.PROPERTY, LinkMemory.HEAP);
      try (LinkMemory memory = in(dir)) {
        memory.allocate(Math.toIntExact(slots), MAX_NEIGHBORS, Progress.NONE);
        assertFalse(memory.isFile());
      }
    }
  }

  /** At whichever call it fails: the exception gets out, and no file stays. */
  public void testFailureLeavesNoFile() throws IOException {
    IOException failure = new IOException("no room");
    try (MockDirectoryWrapper dir = newMockFSDirectory(createTempDir())) {
      AtomicInteger calls = new AtomicInteger();
      AtomicInteger failsAt = new AtomicInteger();
      dir.failOn(
          new MockDirectoryWrapper.Failure() {
            @Override
            public void eval(MockDirectoryWrapper mock) throws IOException {
              if (callStackContainsAnyOf("create") && calls.incrementAndGet() == failsAt.get()) {
                throw failure;
              }
            }
          });
      int failures = 0;
      for (boolean isOver = false; isOver == false; ) {
        calls.set(0);
        failsAt.incrementAndGet();
        try (LinkMemory memory = in(dir)) {
          memory.allocate(1_000, MAX_NEIGHBORS, Progress.NONE);
          isOver = true;
        } catch (IOException e) {
          assertSame(failure, e);
          failures++;
        }
        assertEquals(List.of(), files(dir));
      }
      assertTrue("failures: " + failures, failures >= 2); // opening, writing
    }
  }

  public void testFullDiskLeavesNoFile() throws IOException {
    try (MockDirectoryWrapper dir = newMockFSDirectory(createTempDir())) {
      dir.setMaxSizeInBytes(10_000);
      try (LinkMemory memory = in(dir)) {
        expectThrows(IOException.class, () -> memory.allocate(1_000, MAX_NEIGHBORS, Progress.NONE));
      }
      dir.setMaxSizeInBytes(0);
      assertEquals(List.of(), files(dir));
    }
  }

  /** At each call while a graph is built, that of writing the file among them. */
  public void testAbortLeavesNoFile() throws IOException {
    List<float[]> vectors = clusters(600, 5);
    try (Directory dir = newFSDirectory(createTempDir())) {
      int at = 0;
      for (boolean isOver = false; isOver == false; at++) {
        IOException aborted = new IOException("aborted");
        AtomicInteger left = new AtomicInteger(at);
        Progress progress =
            (stage, done, total) -> {
              if (left.getAndDecrement() == 0) {
                throw aborted;
              }
            };
        try (LinkMemory memory = in(dir)) {
          GraphBuilder.build(
              vectors.size(),
              () -> SourceGraphs.NONE,
              SHAPE,
              scorers(vectors),
              memory,
              new WorkThreads(1, progress));
          isOver = true;
        } catch (IOException e) {
          assertSame(aborted, e);
        }
        assertEquals(List.of(), files(dir));
      }
      assertTrue("calls: " + at, at > 10);
    }
  }
}
