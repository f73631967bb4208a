// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.util.IOUtils;
import org.omdb.bench.contender.BuildOptions;
import org.omdb.bench.contender.Contender;
import org.omdb.bench.contender.EvolvingIndex;
import org.omdb.bench.contender.IndexShape;
import org.omdb.bench.contender.IndexShape.Threads;
import org.omdb.bench.contender.Searcher;
import org.omdb.bench.data.GroundTruth;
import org.omdb.bench.data.Turnover;
import org.omdb.bench.data.VectorSet;
import org.omdb.cli.console.Progress;

/**
 * Measures how recall changes while documents are replaced. Each generation deletes random
 * documents, adds the same number of new ones, commits, and merges into one segment. In each
 * generation all contenders get the same documents. The next one begins when all are done.
 */
final class GenerationsRun {

  private static final int K = 10;

  private final VectorSet set;
  private final List<Contender> contenders;
  private final GenerationsPlan plan;
  private final Turnover turnover;
  private final Path folder;

  /**
   * @param folder for indexes; created, and deleted at the end
   */
  GenerationsRun(VectorSet set, List<Contender> contenders, GenerationsPlan plan, Path folder) {
    this.set = set;
    this.contenders = contenders.stream().filter(Contender::hasSegments).toList();
    this.plan = plan;
    this.turnover = new Turnover(set.size(), plan.generations(), plan.percent());
    this.folder = folder;
  }

  /**
   * The figures of one contender at one generation with one fanout.
   *
   * @param rows number of documents in the index
   * @param mergeSeconds total time of commits and merges of the generations so far, without the
   *     initial state
   */
  record Point(
      Contender contender,
      int generation,
      int rows,
      Setting setting,
      double recall,
      double latencyMs,
      double mergeSeconds) {}

  /**
   * Measures.
   *
   * @param cache folder of the true neighbors
   */
  List<Point> run(Path cache) throws IOException {
    Map<Contender, EvolvingIndex> indexes = new LinkedHashMap<>();
    Map<Contender, Double> mergeSeconds = new LinkedHashMap<>();
    List<Point> points = new ArrayList<>();
    String task = set.name() + ", " + Scenarios.GENERATIONS;
    try (Progress progress = Progress.start(task, "generations", turnover.generations())) {
      for (Contender contender : contenders) {
        indexes.put(contender, contender.evolve(emptyFolder(contender), options()));
      }
      for (int generation = 0; generation <= turnover.generations(); generation++) {
        for (Map.Entry<Contender, EvolvingIndex> entry : indexes.entrySet()) {
          double seconds = next(entry.getValue(), generation);
          mergeSeconds.merge(entry.getKey(), generation == 0 ? 0 : seconds, Double::sum);
        }
        if (generation % plan.interval() == 0) {
          points.addAll(measure(generation, mergeSeconds, cache));
        }
        progress.to(generation);
      }
    } finally {
      IOUtils.close(indexes.values());
      IOUtils.rm(folder);
    }
    return points;
  }

  private Path folder(Contender contender) {
    return folder.resolve(Bench.fileName(contender.name()));
  }

  private Path emptyFolder(Contender contender) throws IOException {
    IOUtils.rm(folder(contender));
    return Files.createDirectories(folder(contender));
  }

  private BuildOptions options() {
    return BuildOptions.DEFAULT.withShape(
        IndexShape.DEFAULT
            .with(Threads.DEFAULT)
            .marking(row -> List.of(mark(turnover.death(row)))));
  }

  /** The mark of the documents that a generation deletes. */
  private static String mark(int generation) {
    return "until-" + generation;
  }

  private double next(EvolvingIndex index, int generation) throws IOException {
    index.delete(mark(generation));
    index.add(set, turnover.born(generation));
    return index.merge();
  }

  private List<Point> measure(int generation, Map<Contender, Double> mergeSeconds, Path cache)
      throws IOException {
    VectorSet living = set.only(turnover.living(generation));
    RecallMeter recalls = new RecallMeter(living, GroundTruth.of(living, cache));
    float[][] queries = living.queries().asList().toArray(float[][]::new);
    List<Point> points = new ArrayList<>();
    for (Contender contender : contenders) {
      try (Searcher searcher = contender.open(folder(contender));
          SearchTimer timer = new SearchTimer(searcher, queries)) {
        for (int fanout : plan.fanouts()) {
          Setting setting = new Setting(K, fanout);
          timer.oneThread(setting); // warms up
          SearchTimer.Timing timing = timer.oneThread(setting);
          points.add(
              new Point(
                  contender,
                  generation,
                  living.size(),
                  setting,
                  recalls.mean(timing.hits(), K),
                  timing.meanMillis(),
                  mergeSeconds.get(contender)));
        }
      }
    }
    return points;
  }
}
