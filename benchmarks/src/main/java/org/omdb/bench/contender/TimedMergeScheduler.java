// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.contender;

import java.io.IOException;
import org.apache.lucene.index.MergeTrigger;
import org.apache.lucene.index.SerialMergeScheduler;

/** Merges in the calling thread and measures the time. */
final class TimedMergeScheduler extends SerialMergeScheduler {

  private long nanos;

  @Override
  public synchronized void merge(MergeSource source, MergeTrigger trigger) throws IOException {
    long start = System.nanoTime();
    super.merge(source, trigger);
    nanos += System.nanoTime() - start;
  }

  /** Nanoseconds spent in merges so far. */
  synchronized long nanos() {
    return nanos;
  }
}
