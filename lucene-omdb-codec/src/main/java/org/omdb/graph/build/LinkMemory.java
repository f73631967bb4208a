// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph.build;

import java.io.Closeable;
import java.io.IOException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.util.IOUtils;
import org.omdb.work.Progress;

/**
 * Where the links of a graph's level 0 are while it is built. They are by far the largest part of
 * it: 128 bytes per node with Lucene's M of 16. They are on the heap if they take less than
 * 1/{@value #HEAP_FRACTION} of it. Else they are in a temporary file in the folder of the index,
 * which is mapped into memory and deleted at once. In a directory without a folder, on file systems
 * that can't map files for writing, and on Windows, they are on the heap in any case.
 *
 * <p>The system property {@value #PROPERTY} overrides that: {@value #HEAP} or {@value #FILE}. It is
 * for tests and measurements.
 *
 * <p>To be closed after the last use of the graph. For one graph, in one thread.
 */
public final class LinkMemory implements Closeable {

  /** The system property that says where links are. */
  public static final String PROPERTY = "org.omdb.links";

  /** The value of {@link #PROPERTY} for the heap. */
  public static final String HEAP = "heap";

  /** The value of {@link #PROPERTY} for a file, however few the links are. */
  public static final String FILE = "file";

  private static final int HEAP_FRACTION = 16;

  /** Null for the heap. */
  private final Directory directory;

  private final String segment;
  private final IOContext context;
  private MappedLinks mapped;

  private LinkMemory(Directory directory, String segment, IOContext context) {
    this.directory = directory;
    this.segment = segment;
    this.context = context;
  }

  /**
   * Links on the heap.
   *
   * @return memory that need not be closed
   */
  public static LinkMemory onHeap() {
    return new LinkMemory(null, null, null);
  }

  /**
   * Links on the heap or in a file, depending on their number.
   *
   * @param directory that the graph's segment is written to
   * @param segment its name
   * @param context of its files
   * @return memory of which nothing is allocated yet
   */
  public static LinkMemory of(Directory directory, String segment, IOContext context) {
    return new LinkMemory(directory, segment, context);
  }

  /**
   * Allocates room for the links of level 0.
   *
   * @param slots number of nodes
   * @param max the most links of a node
   * @param progress is told of the stage "room for links"
   * @throws IOException if a file can't be written, or if thrown by {@code progress}
   */
  LinkStore allocate(int slots, int max, Progress progress) throws IOException {
    if (directory != null && isFor((long) slots * max * Integer.BYTES)) {
      mapped = MappedLinks.create(directory, segment, context, slots, max, progress);
    }
    return mapped == null ? new HeapLinks(slots, max) : mapped;
  }

  /** Whether links of this many bytes are to be in a file. */
  private static boolean isFor(long bytes) {
    String where = System.getProperty(PROPERTY);
    return FILE.equals(where)
        || (HEAP.equals(where) == false
            && bytes >= Runtime.getRuntime().maxMemory() / HEAP_FRACTION);
  }

  /** Whether the links are in a file. For tests. */
  boolean isFile() {
    return mapped != null;
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(mapped);
  }
}
