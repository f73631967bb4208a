// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.lucene.util.IOUtils;
import org.omdb.bench.contender.BuildOptions;
import org.omdb.bench.contender.Contender;
import org.omdb.bench.contender.IndexShape;
import org.omdb.bench.contender.IndexShape.Threads;
import org.omdb.bench.data.GroundTruth;
import org.omdb.bench.data.VectorSet;
import org.omdb.cli.console.Progress;

/**
 * Measures the first searches after a restart. Each contender builds an index of one segment. New
 * JVMs open it and search, one JVM at a time. Contenders take turns. The index is in the page
 * cache, so that the disk does not affect the figures.
 */
final class StartRun {

  private final VectorSet set;
  private final List<Contender> contenders;
  private final StartPlan plan;
  private final Path folder;
  private final Path logs;

  /**
   * @param folder for indexes; created, and deleted at the end
   * @param logs folder for the output of the JVMs; created, and kept
   */
  StartRun(VectorSet set, List<Contender> contenders, StartPlan plan, Path folder, Path logs) {
    this.set = set;
    this.contenders = contenders.stream().filter(Contender::hasSegments).toList();
    this.plan = plan;
    this.folder = folder;
    this.logs = logs;
  }

  /**
   * What was measured of one contender.
   *
   * @param rounds one per JVM
   * @param recall mean of the first search for each query
   */
  record Started(Contender contender, List<StartTimes> rounds, double recall) {}

  /**
   * Measures.
   *
   * @param cache folder of the true neighbors
   */
  List<Started> run(Path cache) throws IOException {
    RecallMeter recalls = new RecallMeter(set, GroundTruth.of(set, cache));
    try {
      build();
      Path queries = folder.resolve("queries");
      ChildFiles.writeQueries(queries, set.queries().asList().toArray(float[][]::new));
      Files.createDirectories(logs);
      Map<Contender, List<StartTimes>> rounds = start(queries);
      List<Started> started = new ArrayList<>();
      for (Map.Entry<Contender, List<StartTimes>> entry : rounds.entrySet()) {
        double recall = recall(entry.getValue().getLast(), recalls);
        started.add(new Started(entry.getKey(), entry.getValue(), recall));
      }
      return started;
    } finally {
      IOUtils.rm(folder);
    }
  }

  private void build() throws IOException {
    BuildOptions options = BuildOptions.DEFAULT.withShape(IndexShape.DEFAULT.with(Threads.DEFAULT));
    IOUtils.rm(folder);
    for (Contender contender : contenders) {
      Path index = Files.createDirectories(index(contender));
      String task = name() + ": " + contender.name() + " builds";
      try (Progress progress = Progress.start(task, "rows", set.size())) {
        contender.build(set, index, options.withProgress(progress::to));
      }
    }
  }

  private Map<Contender, List<StartTimes>> start(Path queries) throws IOException {
    Map<Contender, List<StartTimes>> rounds = new LinkedHashMap<>();
    contenders.forEach(contender -> rounds.put(contender, new ArrayList<>()));
    StartProcess process = new StartProcess(plan.childOptions());
    long starts = (long) plan.rounds() * contenders.size();
    try (Progress progress = Progress.start(name() + ": starts", "JVMs", starts)) {
      long done = 0;
      for (int round = 1; round <= plan.rounds(); round++) {
        for (Contender contender : contenders) {
          read(index(contender));
          StartTask task =
              new StartTask(
                  contender.name(),
                  index(contender),
                  queries,
                  folder.resolve("answer"),
                  plan.searches(),
                  plan.setting());
          Path log = logs.resolve(Bench.fileName(contender.name()) + "-" + round + ".log");
          rounds.get(contender).add(process.run(task, log));
          progress.to(++done);
        }
      }
    }
    return rounds;
  }

  /** Reads all files, so that they are in the page cache. */
  private static void read(Path index) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(index)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      try (InputStream in = Files.newInputStream(file)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
    }
  }

  private double recall(StartTimes times, RecallMeter recalls) {
    return recalls.meanOfIds(times.ids(), plan.setting().k());
  }

  private Path index(Contender contender) {
    return folder.resolve(Bench.fileName(contender.name()));
  }

  private String name() {
    return set.name() + ", " + Scenarios.START;
  }
}
