// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.util.IOUtils;
import org.omdb.bench.contender.BuildOptions;
import org.omdb.bench.contender.BuildReport;
import org.omdb.bench.contender.Contender;
import org.omdb.bench.contender.Searcher;
import org.omdb.bench.data.VectorSet;

/** All measurements of one contender on one set in one scenario. */
final class ContenderRun {

  /** Enough rows to make the JIT compiler compile the hot code of a build. */
  private static final int WARM_UP_ROWS = 3_000;

  final Contender contender;
  final float[][] queries;
  final BuildTimes build = new BuildTimes();
  final Samples open = new Samples();
  final Samples coldFirstQuery = new Samples();
  final Samples idsOf10 = new Samples();
  final Samples idsOf100 = new Samples();
  final Samples heap = new Samples();
  long offHeap;
  Map<String, Long> offHeapParts = Map.of();
  String coldNote;

  private final Path folder;
  private final VectorSet set;
  private final Map<View, Map<Setting, Curve>> curves = new LinkedHashMap<>();

  /**
   * @param folder for the index
   * @param queries of the set
   */
  ContenderRun(Contender contender, Path folder, VectorSet set, float[][] queries) {
    this.contender = contender;
    this.folder = folder;
    this.set = set;
    this.queries = queries;
  }

  /** Adds a view and the settings to be measured on it. */
  void add(View view, List<Setting> settings) {
    Map<Setting, Curve> ofView = new LinkedHashMap<>();
    settings.forEach(setting -> ofView.put(setting, new Curve()));
    curves.put(view, ofView);
  }

  Map<Setting, Curve> curves(View view) {
    return curves.get(view);
  }

  /** Builds an index that is not measured. */
  void warmUpBuilding(BuildOptions options) throws IOException {
    build(set.first(Math.min(set.size(), WARM_UP_ROWS)), options);
  }

  /** Builds the index, and replaces an existing one. */
  void build(BuildOptions options) throws IOException {
    build.add(build(set, options));
  }

  private BuildReport build(VectorSet rows, BuildOptions options) throws IOException {
    IOUtils.rm(folder);
    return contender.build(rows, Files.createDirectories(folder), options);
  }

  /** Opens the index; the caller closes it. */
  Searcher open(View view) throws IOException {
    return view.filter() == null
        ? contender.open(folder)
        : contender.openFiltered(folder, view.filter().name());
  }

  /** Opens the index twice: with cold files to measure the time, then to measure the memory. */
  void measureOpening() throws IOException {
    View view = curves.keySet().iterator().next();
    measureCold(view);
    long heapBefore = Heap.used();
    long start = System.nanoTime();
    Searcher searcher = open(view);
    open.add(millisSince(start));
    try (searcher;
        SearchTimer timer = new SearchTimer(searcher, queries)) {
      timer.oneThread(widest(view).iterator().next()); // so that searchers have their buffers
      heap.add(Math.max(0, Heap.used() - heapBefore));
      offHeap = searcher.offHeapBytes();
      offHeapParts = searcher.offHeapParts();
    }
  }

  private void measureCold(View view) throws IOException {
    coldNote = PageCache.drop(folder);
    long start = System.nanoTime();
    try (Searcher searcher = open(view)) {
      Setting first = curves(view).keySet().iterator().next();
      searcher.search(queries[0], first.k(), first.fanout());
      coldFirstQuery.add(millisSince(start));
    }
  }

  /** The setting with the largest fanout for each number of hits, in the order of hits. */
  Collection<Setting> widest(View view) {
    Map<Integer, Setting> widest = new TreeMap<>();
    for (Setting setting : curves(view).keySet()) {
      widest.merge(setting.k(), setting, (a, b) -> a.compareTo(b) > 0 ? a : b);
    }
    return widest.values();
  }

  private static double millisSince(long start) {
    return (System.nanoTime() - start) / 1e6;
  }
}
