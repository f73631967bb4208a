// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.merge;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.index.MergeState;
import org.omdb.work.Progress;

/**
 * How far a merge is. Tells the info stream every {@value #INTERVAL_SECONDS} seconds, and ends the
 * merge if it was aborted. Safe for any number of threads.
 */
public final class MergeProgress {

  /** The component of the info stream that is told. */
  public static final String INFO_COMPONENT = "OMDB";

  private static final int INTERVAL_SECONDS = 5;
  private static final long INTERVAL_NANOS = INTERVAL_SECONDS * 1_000_000_000L;

  private final MergeState merge;
  private final AtomicLong lastMessage = new AtomicLong(System.nanoTime());

  /**
   * Begins with the first message due in {@value #INTERVAL_SECONDS} seconds.
   *
   * @param merge the merge
   */
  public MergeProgress(MergeState merge) {
    this.merge = merge;
  }

  /**
   * The progress of one field.
   *
   * @param field name of a vector field
   * @return throws a {@code MergeAbortedException} if the merge was aborted
   */
  public Progress of(String field) {
    return (stage, done, total) -> {
      merge.checkAborted();
      long last = lastMessage.get();
      long now = System.nanoTime();
      if (now - last >= INTERVAL_NANOS
          && merge.infoStream.isEnabled(INFO_COMPONENT)
          && lastMessage.compareAndSet(last, now)) {
        merge.infoStream.message(
            INFO_COMPONENT, message(merge.segmentInfo.name, field, stage, done, total));
      }
    };
  }

  /** For example: {@code _5: field "v", graph 120,000 of 1,000,000}. */
  static String message(String segment, String field, String stage, int done, int total) {
    return String.format(
        Locale.ROOT, "%s: field \"%s\", %s %,d of %,d", segment, field, stage, done, total);
  }
}
