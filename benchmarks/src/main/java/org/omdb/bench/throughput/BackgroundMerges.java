// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.throughput;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.lucene.util.IOUtils;
import org.omdb.bench.contender.BuildOptions;
import org.omdb.bench.contender.Contender;
import org.omdb.bench.contender.EvolvingIndex;
import org.omdb.bench.contender.IndexShape;
import org.omdb.bench.contender.IndexShape.Threads;
import org.omdb.bench.data.VectorSet;

/**
 * A thread that builds an index of four segments, merges them into one, and starts again with an
 * empty index, until this is closed. Merges run as by the defaults of Lucene and of the format.
 */
final class BackgroundMerges implements Closeable {

  private static final int SEGMENTS = 4;

  private static final BuildOptions OPTIONS =
      BuildOptions.DEFAULT.withShape(IndexShape.DEFAULT.with(Threads.DEFAULT));

  private final Contender contender;
  private final VectorSet set;
  private final Path folder;
  private final Thread thread = new Thread(this::run, "background-merges");
  private final CountDownLatch hasMerged = new CountDownLatch(1);
  private volatile EvolvingIndex current;
  private volatile boolean isStopped;

  private volatile MergeCount count = MergeCount.NONE;

  // Written by the thread, and read when it has ended.
  private Throwable failure;
  private long firstMergeEnd;

  /**
   * @param set to be indexed each time
   * @param folder for the index; created, and deleted at the end
   */
  private BackgroundMerges(Contender contender, VectorSet set, Path folder) {
    this.contender = contender;
    this.set = set;
    this.folder = folder;
  }

  /** Starts the thread, and waits for its first merge, so that all is under way. */
  static BackgroundMerges start(Contender contender, VectorSet set, Path folder)
      throws IOException {
    Files.createDirectories(folder);
    BackgroundMerges merges = new BackgroundMerges(contender, set, folder);
    merges.thread.setDaemon(true);
    merges.thread.start();
    try {
      merges.hasMerged.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      merges.close();
      throw new IOException("interrupted", e);
    }
    return merges;
  }

  private void run() {
    try {
      while (isStopped == false) {
        buildAndMerge();
      }
    } catch (Throwable t) {
      if (isStopped == false) { // otherwise it is how a call ends when the index is abandoned
        failure = t;
      }
    } finally {
      hasMerged.countDown();
    }
  }

  private void buildAndMerge() throws IOException {
    try (EvolvingIndex index = contender.evolve(folder, OPTIONS)) {
      current = index;
      for (int i = 0; i < SEGMENTS && isStopped == false; i++) {
        index.add(set, IntStream.range(firstRow(i), firstRow(i + 1)).toArray());
        index.flush();
      }
      if (isStopped == false) {
        index.merge();
        count(index.mergedDocuments());
      }
    }
  }

  private int firstRow(int segment) {
    return (int) ((long) set.size() * segment / SEGMENTS);
  }

  private void count(long vectors) {
    long now = System.nanoTime();
    if (hasMerged.getCount() > 0) {
      firstMergeEnd = now;
      hasMerged.countDown();
    } else {
      count = new MergeCount(count.vectors() + vectors, (now - firstMergeEnd) / 1e9);
    }
  }

  /** What was merged since the first merge, as of now. */
  MergeCount count() {
    return count;
  }

  /** False once the thread has ended, which it does early if it failed. */
  boolean isRunning() {
    return thread.isAlive();
  }

  /** Aborts the merge that runs, and waits until the thread has ended. */
  MergeCount stop() throws IOException {
    isStopped = true;
    try {
      if (current != null) {
        current.abandon();
      }
    } finally {
      awaitEnd(); // nobody may delete the folder before
    }
    if (failure != null) {
      throw new IOException("merging in the background failed: " + failure, failure);
    }
    return count;
  }

  private void awaitEnd() {
    boolean isInterrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (
          @SuppressWarnings("unused")
          InterruptedException e) {
        isInterrupted = true; // the merge ends soon
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    try {
      stop();
    } finally {
      IOUtils.rm(folder);
    }
  }
}
