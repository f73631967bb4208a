// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph.build;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.Constants;
import org.apache.lucene.util.IOUtils;
import org.omdb.work.Progress;

/**
 * Links in a mapped temporary file. The file is made by the directory of the index, so it is
 * subject to the same limits as all files there. It is deleted as soon as it is mapped. What a
 * crash before that leaves, the next {@code IndexWriter} deletes. Its blocks are freed when this is
 * closed. The garbage collector only has to free the addresses.
 */
final class MappedLinks extends LinkStore implements Closeable {

  /** A mapped buffer has to be smaller than 2^31 bytes. */
  private static final int MAX_CHUNK_BYTES = 1 << 30;

  /** Written between two calls of {@link Progress#done}. */
  private static final int ZEROS = 1 << 20;

  private final FileChannel channel;
  private final int chunkShift;
  private final int chunkMask;

  /** Null if this is closed, so that nobody touches a page that is gone: that may end the JVM. */
  private IntBuffer[] chunks;

  private MappedLinks(FileChannel channel, int slots, int max, int maxChunkBytes)
      throws IOException {
    super(max);
    this.channel = channel;
    long slotBytes = (long) max * Integer.BYTES;
    int chunkSlots = (int) Long.highestOneBit(Math.max(1, maxChunkBytes / slotBytes));
    chunkShift = Integer.numberOfTrailingZeros(chunkSlots);
    chunkMask = chunkSlots - 1;
    chunks = new IntBuffer[(int) (((long) slots + chunkMask) >>> chunkShift)];
    for (int i = 0; i < chunks.length; i++) {
      long start = (long) i << chunkShift;
      chunks[i] =
          channel
              .map(
                  FileChannel.MapMode.READ_WRITE,
                  start * slotBytes,
                  Math.min(chunkSlots, slots - start) * slotBytes)
              .order(ByteOrder.nativeOrder())
              .asIntBuffer();
    }
  }

  /**
   * Makes and maps a file.
   *
   * @param directory of the index
   * @param segment name of the segment that is being written
   * @param context of its files
   * @param slots number of nodes
   * @param max the most links of a node
   * @param progress see {@link GraphBuilder#build}
   * @return null if the directory is not one of the file system, if its file system can't map files
   *     for writing, as some of networks and virtual machines, or if a file that is mapped can't be
   *     deleted, as on Windows
   * @throws IOException if the file can't be written; it is deleted then
   */
  static MappedLinks create(
      Directory directory, String segment, IOContext context, int slots, int max, Progress progress)
      throws IOException {
    return create(directory, segment, context, slots, max, MAX_CHUNK_BYTES, progress);
  }

  static MappedLinks create(
      Directory directory,
      String segment,
      IOContext context,
      int slots,
      int max,
      int maxChunkBytes,
      Progress progress)
      throws IOException {
    if (Constants.WINDOWS || FilterDirectory.unwrap(directory) instanceof FSDirectory == false) {
      return null;
    }
    Path folder = ((FSDirectory) FilterDirectory.unwrap(directory)).getDirectory();
    // IndexWriter deletes a file of such a name if it finds one.
    IndexOutput out = directory.createTempOutput(segment, "omdb_links", context);
    MappedLinks links = null;
    try {
      try (out) {
        writeZeros(out, slots, max, progress);
      }
      Path file = folder.resolve(out.getName());
      if (Files.exists(file)) { // else a wrapper of the directory keeps small files elsewhere
        links = open(file, slots, max, maxChunkBytes);
      }
      directory.deleteFile(out.getName());
      return links;
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, links, () -> directory.deleteFile(out.getName()));
      throw t;
    }
  }

  /** Allocates the file's blocks: a write to a hole while the disk is full may end the JVM. */
  private static void writeZeros(IndexOutput out, int slots, int max, Progress progress)
      throws IOException {
    byte[] zeros = new byte[ZEROS];
    long bytes = (long) slots * max * Integer.BYTES;
    for (long left = bytes; left > 0; left -= ZEROS) {
      progress.done("room for links", (int) ((bytes - left) / Integer.BYTES / max), slots);
      out.writeBytes(zeros, (int) Math.min(left, ZEROS));
    }
  }

  /** Null if the file can't be mapped. */
  private static MappedLinks open(Path file, int slots, int max, int maxChunkBytes)
      throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      return new MappedLinks(channel, slots, max, maxChunkBytes);
    } catch (ClosedChannelException e) { // the thread is interrupted
      throw e;
    } catch (@SuppressWarnings("unused") IOException | UnsupportedOperationException e) {
      try (channel) {
        channel.truncate(0); // some of it may be mapped, which would keep its blocks
      }
      return null;
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, channel);
      throw t;
    }
  }

  private int offset(int slot) {
    return (slot & chunkMask) * max();
  }

  @Override
  void read(int slot, int[] into, int count) {
    chunks[slot >>> chunkShift].get(offset(slot), into, 0, count);
  }

  @Override
  void write(int slot, int i, int node) {
    chunks[slot >>> chunkShift].put(offset(slot) + i, node);
  }

  @Override
  void write(int slot, int[] from, int count) {
    chunks[slot >>> chunkShift].put(offset(slot), from, 0, count);
  }

  @Override
  public void close() throws IOException {
    chunks = null;
    // An interrupt would close the channel instead. Lucene's outputs do not react to one either.
    boolean isInterrupted = Thread.interrupted();
    try (channel) {
      channel.truncate(0); // the mapping keeps the blocks of the file otherwise
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
