// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.util.IOUtils;
import org.omdb.bench.contender.BuildOptions;
import org.omdb.bench.contender.BuildReport;
import org.omdb.bench.contender.Contender;
import org.omdb.bench.contender.Hits;
import org.omdb.bench.contender.Searcher;
import org.omdb.bench.data.VectorSet;

/** All that is measured of one contender on one set. */
final class ContenderRun {

  /** Enough rows for the compiler to see what is worth its time. */
  private static final int WARM_UP_ROWS = 3_000;

  /** What is measured of one setting. */
  static final class Curve {
    final Samples mean = new Samples();
    final Samples p50 = new Samples();
    final Samples p99 = new Samples();
    final Samples perSecond = new Samples();
    final Samples perSecondOf2 = new Samples();
    double recall;
  }

  final Contender contender;
  final BuildTimes build = new BuildTimes();
  final Map<Setting, Curve> curves = new LinkedHashMap<>();
  final Samples open = new Samples();
  final Samples coldFirstQuery = new Samples();
  final Samples idsOf10 = new Samples();
  final Samples idsOf100 = new Samples();
  final Samples heap = new Samples();
  long offHeap;
  String coldNote;

  private final Path folder;
  private final VectorSet set;
  private final float[][] queries;
  private final RecallMeter recalls;

  /**
   * @param folder for the index
   * @param queries of the set
   */
  ContenderRun(
      Contender contender,
      Path folder,
      VectorSet set,
      float[][] queries,
      RecallMeter recalls,
      List<Setting> settings) {
    this.contender = contender;
    this.folder = folder;
    this.set = set;
    this.queries = queries;
    this.recalls = recalls;
    settings.forEach(setting -> curves.put(setting, new Curve()));
  }

  /** Builds an index that nobody looks at. */
  void warmUpBuilding() throws IOException {
    build(set.first(Math.min(set.size(), WARM_UP_ROWS)), BuildOptions.DEFAULT);
  }

  /** Builds the index, instead of one that is there. */
  void build(BuildOptions options) throws IOException {
    build.add(build(set, options));
  }

  private BuildReport build(VectorSet rows, BuildOptions options) throws IOException {
    IOUtils.rm(folder);
    return contender.build(rows, Files.createDirectories(folder), options);
  }

  /** Searches with the widest settings, for nothing but the compiler. */
  void warmUpSearching() throws IOException {
    try (Searcher searcher = contender.open(folder);
        SearchTimer timer = new SearchTimer(searcher, queries)) {
      for (int k : curves.keySet().stream().mapToInt(Setting::k).distinct().toArray()) {
        SearchTimer.idMicros(timer.oneThread(widest(k)).hits());
      }
    }
  }

  /**
   * One turn of searches: everything is measured once.
   *
   * @param onSetting called after each setting
   */
  void measure(Runnable onSetting) throws IOException {
    measureCold();
    long heapBefore = Heap.used();
    long start = System.nanoTime();
    Searcher searcher = contender.open(folder);
    open.add(millisSince(start));
    try (searcher;
        SearchTimer timer = new SearchTimer(searcher, queries)) {
      timer.oneThread(widest(10)); // warms up, and makes what searchers keep
      heap.add(Math.max(0, Heap.used() - heapBefore));
      offHeap = searcher.offHeapBytes();
      for (Map.Entry<Setting, Curve> entry : curves.entrySet()) {
        measure(timer, entry.getKey(), entry.getValue());
        onSetting.run();
      }
    }
  }

  private void measureCold() throws IOException {
    coldNote = PageCache.drop(folder);
    long start = System.nanoTime();
    try (Searcher searcher = contender.open(folder)) {
      Setting first = curves.keySet().iterator().next();
      searcher.search(queries[0], first.k(), first.fanout());
      coldFirstQuery.add(millisSince(start));
    }
  }

  private void measure(SearchTimer timer, Setting setting, Curve curve) throws IOException {
    SearchTimer.Timing timing = timer.oneThread(setting);
    curve.mean.add(timing.meanMillis());
    curve.p50.add(timing.p50Millis());
    curve.p99.add(timing.p99Millis());
    curve.perSecond.add(timing.perSecond());
    curve.perSecondOf2.add(timer.perSecondOf2Threads(setting));
    List<Hits> hits = timing.hits();
    double sum = 0;
    for (int query = 0; query < hits.size(); query++) {
      sum += recalls.recall(query, hits.get(query).ids(), setting.k());
    }
    curve.recall = sum / hits.size();
    // All ids of these hits have just been read: the time is that of warm pages.
    (setting.k() == 10 ? idsOf10 : idsOf100).add(SearchTimer.idMicros(hits));
  }

  private Setting widest(int k) {
    return curves.keySet().stream()
        .filter(setting -> setting.k() == k)
        .max(Comparator.comparingInt(Setting::fanout))
        .orElseThrow();
  }

  private static double millisSince(long start) {
    return (System.nanoTime() - start) / 1e6;
  }
}
