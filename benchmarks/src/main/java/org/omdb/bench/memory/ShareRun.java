// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.memory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.omdb.bench.contender.Contender;
import org.omdb.bench.harness.ChildFiles;
import org.omdb.bench.harness.PageCache;
import org.omdb.bench.harness.RecallMeter;

/**
 * Measures one contender with one share of its index in memory.
 *
 * <p>A JVM in a group of its own searches without a limit, until all is compiled; its hits give the
 * recall. Then for each fanout around the recall of the comparison, and each number of threads: the
 * index is closed and dropped from the page cache, so that all memory in use is the JVM's own. A
 * limit is set that leaves room for the share of the index. The index is opened again. The first
 * pass over the queries is the cold start, the further ones are the steady state. If the first pass
 * ran out of time, it is completed without being measured.
 */
final class ShareRun {

  private static final int DROPS = 20;
  private static final int PAUSE_MILLIS = 100;

  /** Maximum time between the cold pass and the steady ones, in times of a pass. */
  private static final int SETTLING_PASSES = 6;

  /** How often it is checked whether the state is steady. */
  private static final double SETTLING_SECONDS = 0.5;

  private final MemoryPlan plan;
  private final Contender contender;
  private final MemoryTask task;
  private final RecallMeter recalls;

  ShareRun(MemoryPlan plan, Contender contender, MemoryTask task, RecallMeter recalls) {
    this.plan = plan;
    this.contender = contender;
    this.task = task;
    this.recalls = recalls;
  }

  /**
   * Measures.
   *
   * @param group without processes
   * @param log file for what the JVM prints
   * @throws ChildFailedException if the JVM ended before its task
   */
  MemoryFigures run(MemoryGroup group, double share, Path log) throws IOException {
    long indexBytes = ChildFiles.bytes(task.index());
    try (MemoryProcess process = new MemoryProcess(group, contender, task, log)) {
      process.warmUp();
      double[] recall = recalls();
      forgetUnused(group, process);
      long ownBytes = group.usage();
      List<MemoryFigures.Setting> settings = new ArrayList<>();
      for (int i : plan.around(recall)) {
        for (int threads : plan.threads()) {
          drop();
          try (Limiter limiter = new Limiter(group, (long) (share * indexBytes))) {
            settings.add(setting(process, limiter, plan.fanouts().get(i), threads, recall[i]));
          }
        }
      }
      return new MemoryFigures(contender, share, indexBytes, ownBytes, settings);
    }
  }

  private MemoryFigures.Setting setting(
      MemoryProcess process, Limiter limiter, int fanout, int threads, double recall)
      throws IOException {
    double openMillis = process.openIndex();
    MemoryFigures.Limited cold = search(process, limiter, threads, fanout, 1);
    settle(process, limiter, threads, fanout, plan.queries() - cold.pass().times().searches());
    MemoryFigures.Limited steady = search(process, limiter, threads, fanout, plan.passes() - 1);
    process.closeIndex();
    return new MemoryFigures.Setting(fanout, threads, recall, openMillis, cold, steady);
  }

  /**
   * Drops also the JVM's own files, of which it needs few from now on. Otherwise they would be
   * dropped later, under the limit, and leave their memory to the index.
   */
  private void forgetUnused(MemoryGroup group, MemoryProcess process) throws IOException {
    drop();
    group.dropPageCache();
    process.openIndex();
    process.search(1, plan.fanouts().getFirst(), plan.queries(), 1);
    process.closeIndex();
    drop();
  }

  private double[] recalls() throws IOException {
    double[] means = new double[plan.fanouts().size()];
    for (int i = 0; i < means.length; i++) {
      Path found = task.answer(plan.fanouts().get(i));
      means[i] = recalls.meanOfIds(ChildFiles.readIds(found), MemoryPlan.K);
    }
    return means;
  }

  /**
   * Searches for the queries that the cold pass had no time for, until the index has all the memory
   * that it may have. What follows would be no steady state otherwise.
   */
  private void settle(MemoryProcess process, Limiter limiter, int threads, int fanout, int queries)
      throws IOException {
    double seconds = SETTLING_PASSES * plan.passSeconds();
    int left = queries;
    while (left > 0 && seconds > 0 && limiter.isFull() == false) {
      left -= process.search(threads, fanout, left, SETTLING_SECONDS).times().searches();
      seconds -= SETTLING_SECONDS;
    }
  }

  private MemoryFigures.Limited search(
      MemoryProcess process, Limiter limiter, int threads, int fanout, int passes)
      throws IOException {
    Pass pass =
        process.search(threads, fanout, passes * plan.queries(), passes * plan.passSeconds());
    return new MemoryFigures.Limited(
        pass, PageCache.resident(task.index()), limiter.pageCacheOfIndex());
  }

  /** Drops the index from the page cache; files that were just closed may take a moment. */
  private void drop() throws IOException {
    String problem = PageCache.drop(task.index());
    for (int i = 0; problem != null && i < DROPS; i++) {
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
      problem = PageCache.drop(task.index());
    }
    if (problem != null) {
      throw new IOException(problem);
    }
  }
}
