// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.IOUtils;
import org.omdb.bench.data.GroundTruth;
import org.omdb.bench.data.VectorSet;
import org.omdb.bench.harness.Bench;
import org.omdb.bench.harness.ChildFiles;
import org.omdb.bench.harness.RecallMeter;
import org.omdb.bench.harness.Results;
import org.omdb.bench.harness.Scenarios;
import org.omdb.cli.console.Progress;

/**
 * Measures the same application on stores of LangChain4j and Spring AI, and adds the figures to the
 * {@link Results}. Each store has a JVM of its own for each task. They take turns, and another one
 * begins each turn.
 */
public final class StoreBench {

  private static final String RECALL = "recall";
  private static final String FILTERED_RECALL = "filtered_recall";
  private static final String DISK_BYTES = "disk_bytes";

  private final Bench bench;
  private final Results results;
  private final Path out;
  private final Path cache;

  /**
   * Makes a run that has measured nothing yet.
   *
   * @param bench of the same run
   * @param results to which figures are added, and which are written after each set
   * @param out folder of the results, and of the stores while they are needed
   * @param cache folder of the exact neighbors
   */
  public StoreBench(Bench bench, Results results, Path out, Path cache) {
    this.bench = bench;
    this.results = results;
    this.out = out;
    this.cache = cache;
  }

  /**
   * Measures one set, whose vectors are compared by their cosine, as these stores do. A set that is
   * too small for the searches is left out.
   *
   * @param all the set; the plan may use only some of its queries
   * @param plan how thoroughly to measure
   * @throws IOException if reading or writing fails, or a started JVM fails
   */
  public void set(VectorSet all, StorePlan plan) throws IOException {
    VectorSet set = byCosine(all.firstQueries(plan.queries()));
    VectorSet chosen =
        set.only(IntStream.range(0, set.size()).filter(Passage.SAMPLE::test).toArray());
    if (chosen.size() < StorePlan.K) {
      return;
    }
    Path folder = bench.folder(set, Scenarios.STORES);
    IOUtils.rm(folder);
    Files.createDirectories(folder);
    Path logs = Files.createDirectories(out.resolve(Scenarios.STORES));
    StoreProcess process =
        new StoreProcess(plan, logs.resolve(folder.getFileName().toString() + ".log"));
    Map<StoreContender, StoreFigures> figures = new EnumMap<>(StoreContender.class);
    for (StoreContender contender : StoreContender.values()) {
      figures.put(contender, new StoreFigures());
    }
    try {
      StoreTask.write(set, folder);
      Recalls recalls =
          new Recalls(
              new RecallMeter(set, GroundTruth.of(set, cache)),
              new RecallMeter(chosen, GroundTruth.of(chosen, cache)));
      int steps = figures.size() * (plan.rounds() + plan.kills());
      String task = set.name() + ", " + Scenarios.STORES + ": stores";
      try (Progress progress = Progress.start(task, "steps", steps)) {
        for (int round = 0; round < plan.rounds(); round++) {
          for (StoreContender contender : rotated(round)) {
            measure(contender, plan, folder, process, recalls, figures.get(contender));
            progress.add(1);
          }
        }
        SplittableRandom random = new SplittableRandom(plan.kills());
        for (int kill = 0; kill < plan.kills(); kill++) {
          long millis = random.nextLong(plan.mostMillisUntilKill());
          for (StoreContender contender : rotated(kill)) {
            kill(contender, set.size(), folder, process, millis, figures.get(contender));
            progress.add(1);
          }
        }
      }
    } finally {
      IOUtils.rm(folder);
    }
    figures.forEach((contender, measured) -> measured.write(set, contender, plan, results));
    results.write(out);
  }

  private static VectorSet byCosine(VectorSet set) {
    return new VectorSet(
        set.name(),
        set.origin(),
        set.description(),
        VectorSimilarityFunction.COSINE,
        set.base(),
        set.ids(),
        set.queries(),
        null);
  }

  /** Of all documents, and of those that the filter matches. */
  private record Recalls(RecallMeter ofAll, RecallMeter ofFiltered) {}

  private static List<StoreContender> rotated(int turn) {
    List<StoreContender> order = new ArrayList<>(List.of(StoreContender.values()));
    Collections.rotate(order, turn);
    return order;
  }

  private static void measure(
      StoreContender contender,
      StorePlan plan,
      Path folder,
      StoreProcess process,
      Recalls recalls,
      StoreFigures figures)
      throws IOException {
    Path store = emptyStore(contender, folder);
    StoreTask fill =
        new StoreTask(contender, StoreTask.Kind.FILL, store, folder, plan.warmUpSearches());
    figures.add(process.run(fill));
    figures.add(
        RECALL, recalls.ofAll().meanOfIds(ChildFiles.readIds(fill.found(false)), StorePlan.K));
    figures.add(
        FILTERED_RECALL,
        recalls.ofFiltered().meanOfIds(ChildFiles.readIds(fill.found(true)), StorePlan.K));
    figures.add(DISK_BYTES, ChildFiles.bytes(store));
    figures.add(process.run(new StoreTask(contender, StoreTask.Kind.RESTART, store, folder, 0)));
  }

  /** Kills a JVM that adds to a copy of the store which the last round left. */
  private static void kill(
      StoreContender contender,
      int rows,
      Path folder,
      StoreProcess process,
      long millis,
      StoreFigures figures)
      throws IOException {
    Path store = folder.resolve("killed");
    IOUtils.rm(store);
    copy(folder.resolve(contender.label()), store);
    StoreTask adding = new StoreTask(contender, StoreTask.Kind.ADD_UNTIL_KILLED, store, folder, 0);
    int added = process.kill(adding, millis);
    StoreTask counting = new StoreTask(contender, StoreTask.Kind.COUNT, store, folder, added);
    figures.addKill(rows + added, process.count(counting));
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private static Path emptyStore(StoreContender contender, Path folder) throws IOException {
    Path store = folder.resolve(contender.label());
    IOUtils.rm(store);
    return Files.createDirectories(store);
  }
}
