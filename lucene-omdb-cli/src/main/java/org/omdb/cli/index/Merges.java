// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.index;

import java.io.IOException;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.IndexWriter;
import org.omdb.cli.console.Interruption;

/**
 * The merges of a writer. Waiting for them ends when the user wants the command to end: then a
 * rollback of the writer aborts them. For one thread.
 */
public final class Merges {

  private static final long POLL_MILLIS = 10;

  private final IndexWriter writer;
  private final ConcurrentMergeScheduler scheduler;

  /**
   * Takes over a writer.
   *
   * @param writer which merges
   * @param scheduler of the writer
   */
  public Merges(IndexWriter writer, ConcurrentMergeScheduler scheduler) {
    this.writer = writer;
    this.scheduler = scheduler;
  }

  /**
   * Does the merges that make so few segments. The scheduler gets what goes wrong with one.
   *
   * @param segments how many there may be
   * @throws IOException if writing what is in memory fails
   */
  public void force(int segments) throws IOException {
    writer.forceMerge(segments, false);
    await();
    Interruption.check();
  }

  /**
   * Waits until there are no merges.
   *
   * @return false if the user wants an end before
   * @throws IOException if the thread is interrupted
   */
  public boolean await() throws IOException {
    while (writer.hasPendingMerges() || scheduler.mergeThreadCount() > 0) {
      if (Interruption.isRequested()) {
        return false;
      }
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
    return true;
  }
}
