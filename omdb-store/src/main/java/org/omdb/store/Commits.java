// SPDX-License-Identifier: Apache-2.0
package org.omdb.store;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.lucene.index.IndexWriter;

/**
 * Commits a writer: when it is asked to, after a number of changes, and in the background. Safe for
 * any number of threads. Threads that ask at the same time share a commit.
 */
final class Commits implements Closeable {

  private final IndexWriter writer;
  private final Function<Instant, Map<String, String>> userData;
  private final int commitAfter; // 0 for never
  private final ScheduledThreadPoolExecutor scheduler; // null for no commits by time
  private final AtomicLong changes = new AtomicLong();
  private final Object committing = new Object();
  private volatile long committedChanges; // written while committing
  private volatile Instant lastCommit; // as above
  private final AtomicReference<Throwable> failure = new AtomicReference<>(); // of the last commit
  private final AtomicReference<Throwable> unreported = new AtomicReference<>();

  /**
   * Starts to commit in the background.
   *
   * @param userData of a commit that is made at some time
   * @param lastCommit when the last commit of the index was made
   */
  Commits(
      IndexWriter writer,
      OmdbStoreOptions options,
      Function<Instant, Map<String, String>> userData,
      Instant lastCommit) {
    this.writer = writer;
    this.userData = userData;
    this.commitAfter = options.commitAfter();
    this.lastCommit = lastCommit;
    this.scheduler = options.commitInterval().isZero() ? null : start(options.commitInterval());
  }

  private ScheduledThreadPoolExecutor start(Duration interval) {
    ScheduledThreadPoolExecutor started =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "omdb-store-commit");
              thread.setDaemon(true);
              return thread;
            });
    long nanos = TimeUnit.NANOSECONDS.convert(interval);
    started.scheduleWithFixedDelay(this::commitInBackground, nanos, nanos, TimeUnit.NANOSECONDS);
    return started;
  }

  /**
   * Commits changes, and merges too, whose sources take space until then. Nobody is there to catch
   * what this throws, so it is kept for the next call.
   */
  private void commitInBackground() {
    try {
      synchronized (committing) {
        // A change may be in the last commit and have been counted after it only.
        if (writer.hasUncommittedChanges() || changes.get() > committedChanges) {
          commitNow();
        }
      }
    } catch (Throwable t) {
      failure.set(t);
      unreported.set(t);
    }
  }

  /**
   * To be called after changes were made.
   *
   * @param count how many
   */
  void changed(long count) throws IOException {
    long now = changes.addAndGet(count);
    if (commitAfter > 0 && now - committedChanges >= commitAfter) {
      commit();
    }
  }

  /** Makes all changes durable that were counted before. */
  void commit() throws IOException {
    long wanted = changes.get();
    if (committedChanges >= wanted) {
      return;
    }
    synchronized (committing) {
      if (committedChanges >= wanted) {
        return; // by another thread meanwhile
      }
      commitNow();
    }
  }

  /** The thread holds the lock. */
  private void commitNow() throws IOException {
    long contained = changes.get();
    Instant now = Instant.now();
    // Asked for when the commit has its documents: by then the first vector may have been written.
    writer.setLiveCommitData(() -> userData.apply(now).entrySet().iterator());
    writer.commit();
    committedChanges = contained;
    lastCommit = now;
    failure.set(null);
    unreported.set(null);
  }

  /** Throws why a commit in the background failed, unless it was thrown before. */
  void throwFailure() throws IOException {
    Throwable thrown = unreported.getAndSet(null);
    if (thrown != null) {
      throw new IOException(
          "a commit in the background failed: "
              + thrown.getMessage()
              + ". What was written since "
              + lastCommit
              + " is in memory only, and durable after the next commit that succeeds. This call did"
              + " nothing",
          thrown);
    }
  }

  /** How many changes were counted, and are not committed. */
  long pending() {
    return Math.max(0, changes.get() - committedChanges);
  }

  Instant lastCommit() {
    return lastCommit;
  }

  /** Why the last commit in the background failed; empty since one succeeded. */
  Optional<String> failure() {
    return Optional.ofNullable(failure.get()).map(Throwable::toString);
  }

  /** Commits no more in the background. Waits for one that is under way. */
  @Override
  public void close() {
    if (scheduler == null) {
      return;
    }
    scheduler.shutdown();
    boolean isInterrupted = false;
    for (boolean isTerminated = false; isTerminated == false; ) {
      try {
        isTerminated = scheduler.awaitTermination(1, TimeUnit.DAYS);
      } catch (InterruptedException e) {
        isInterrupted = true; // a commit that is under way ends by itself
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
