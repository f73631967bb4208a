// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.harness;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.util.IOUtils;
import org.omdb.bench.contender.Hits;
import org.omdb.bench.contender.Searcher;

/**
 * One turn of searches of all contenders on one view. All their indexes are open. Each setting is
 * measured in rounds. In a round the contenders are measured directly after each other, so that
 * other load on the machine affects all of them equally. Before each measurement all queries are
 * searched once.
 */
final class ViewTurn implements Closeable {

  /** A contender skips the remaining rounds of a setting after it has searched for this long. */
  private static final long LONG_NANOS = 1_000_000_000;

  private static final int WARM_UPS = 3;

  private final View view;
  private final RecallMeter recalls;
  private final Plan plan;
  private final Map<ContenderRun, SearchTimer> timers = new LinkedHashMap<>();
  private final List<Searcher> searchers = new ArrayList<>();

  /**
   * Opens all indexes.
   *
   * @param runs in the order of the first round
   */
  ViewTurn(View view, List<ContenderRun> runs, RecallMeter recalls, Plan plan) throws IOException {
    this.view = view;
    this.recalls = recalls;
    this.plan = plan;
    try {
      for (ContenderRun run : runs) {
        Searcher searcher = run.open(view);
        searchers.add(searcher);
        timers.put(run, new SearchTimer(searcher, run.queries));
      }
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, this);
      throw t;
    }
  }

  /** Searches with the largest fanouts without measuring, so that code is compiled. */
  void warmUp() throws IOException {
    for (int i = 0; i < WARM_UPS; i++) {
      for (Map.Entry<ContenderRun, SearchTimer> entry : timers.entrySet()) {
        for (Setting widest : entry.getKey().widest(view)) {
          SearchTimer.idMicros(entry.getValue().oneThread(widest).hits());
          entry.getValue().twoThreads(widest);
        }
      }
    }
  }

  /**
   * Measures all settings.
   *
   * @param onSetting called after each setting of each contender
   */
  void measure(Runnable onSetting) throws IOException {
    Set<Setting> settings = new TreeSet<>();
    timers.keySet().forEach(run -> settings.addAll(run.curves(view).keySet()));
    for (Setting setting : settings) {
      List<ContenderRun> taking = new ArrayList<>(timers.keySet());
      taking.removeIf(run -> run.curves(view).containsKey(setting) == false);
      measure(setting, taking);
      taking.forEach(run -> onSetting.run());
    }
  }

  private void measure(Setting setting, List<ContenderRun> taking) throws IOException {
    Map<ContenderRun, Curve> rounds = new LinkedHashMap<>();
    Map<ContenderRun, List<Hits>> found = new LinkedHashMap<>();
    Map<ContenderRun, Long> spent = new LinkedHashMap<>();
    List<ContenderRun> order = new ArrayList<>(taking);
    for (int round = 0; round < plan.rounds(); round++) {
      for (ContenderRun run : List.copyOf(order)) {
        SearchTimer timer = timers.get(run);
        long start = System.nanoTime();
        timer.oneThread(setting); // warms up
        SearchTimer.Timing timing = timer.oneThread(setting);
        rounds.computeIfAbsent(run, r -> new Curve()).add(timing, timer.twoThreads(setting));
        found.put(run, timing.hits());
        if (spent.merge(run, System.nanoTime() - start, Long::sum) > LONG_NANOS) {
          order.remove(run);
        }
      }
      Collections.rotate(order, 1);
    }
    for (ContenderRun run : taking) {
      List<Hits> hits = found.get(run);
      run.curves(view).get(setting).add(rounds.get(run), hits, setting.k(), recalls);
      // The ids of these hits have just been read, so their pages are warm.
      (setting.k() == 10 ? run.idsOf10 : run.idsOf100).add(SearchTimer.idMicros(hits));
    }
  }

  @Override
  public void close() throws IOException {
    List<Closeable> all = new ArrayList<>(timers.values());
    all.addAll(searchers);
    IOUtils.close(all);
  }
}
