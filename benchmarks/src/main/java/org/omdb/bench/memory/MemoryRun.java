// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.lucene.util.IOConsumer;
import org.apache.lucene.util.IOUtils;
import org.omdb.bench.contender.Contender;
import org.omdb.bench.data.GroundTruth;
import org.omdb.bench.data.VectorSet;
import org.omdb.bench.harness.Bench;
import org.omdb.bench.harness.ChildFiles;
import org.omdb.bench.harness.RecallMeter;
import org.omdb.cli.console.Progress;

/** Measures all contenders on one set. At each share of the index in memory, they take turns. */
final class MemoryRun {

  private final VectorSet set;
  private final List<Contender> contenders;
  private final MemoryPlan plan;
  private final CgroupMount mount;
  private final Path folder;
  private final Path logs;
  private final Consumer<String> onFailure;

  /**
   * @param set with as many queries as the plan has
   * @param folder for queries and answers, deleted at the end
   * @param logs folder for the output of the JVMs; created, and kept
   * @param onFailure called with one line for each JVM that failed
   */
  MemoryRun(
      VectorSet set,
      List<Contender> contenders,
      MemoryPlan plan,
      CgroupMount mount,
      Path folder,
      Path logs,
      Consumer<String> onFailure) {
    this.set = set;
    this.contenders = contenders;
    this.plan = plan;
    this.mount = mount;
    this.folder = folder;
    this.logs = logs;
    this.onFailure = onFailure;
  }

  /**
   * Measures.
   *
   * @param indexes where indexes are, or are built
   * @param cache folder of the true neighbors
   * @param onMeasured gets the figures of each contender at each share, as soon as they are there
   * @throws NoMemoryLimitException if no group can be made
   */
  void run(IndexStore indexes, Path cache, IOConsumer<MemoryFigures> onMeasured)
      throws IOException, NoMemoryLimitException {
    RecallMeter recalls = new RecallMeter(set, GroundTruth.of(set, cache));
    Files.createDirectories(folder);
    Files.createDirectories(logs);
    try {
      Path queries = folder.resolve("queries");
      ChildFiles.writeQueries(queries, set.queries().asList().toArray(float[][]::new));
      Map<Contender, MemoryTask> tasks = new LinkedHashMap<>();
      for (Contender contender : contenders) {
        Path index = indexes.index(set, contender);
        tasks.put(contender, task(contender, index, queries));
      }
      measure(tasks, recalls, onMeasured);
    } finally {
      IOUtils.rm(folder);
    }
  }

  private MemoryTask task(Contender contender, Path index, Path queries) {
    return new MemoryTask(
        contender.name(),
        index,
        queries,
        folder,
        plan.warmUpSearches(),
        plan.fanouts(),
        plan.access());
  }

  private void measure(
      Map<Contender, MemoryTask> tasks, RecallMeter recalls, IOConsumer<MemoryFigures> onMeasured)
      throws IOException, NoMemoryLimitException {
    long steps = (long) plan.shares().size() * tasks.size();
    try (Progress progress = Progress.start(set.name() + ", memory: searches", "Javas", steps)) {
      long done = 0;
      for (double share : plan.shares()) {
        for (Map.Entry<Contender, MemoryTask> entry : tasks.entrySet()) {
          ShareRun run = new ShareRun(plan, entry.getKey(), entry.getValue(), recalls);
          String name = Bench.fileName(entry.getKey().name() + "-" + share);
          try (MemoryGroup group =
              mount.create("omdb-bench-" + ProcessHandle.current().pid() + "-" + done)) {
            onMeasured.accept(run.run(group, share, logs.resolve(name + ".log")));
          } catch (ChildFailedException e) {
            onFailure.accept(set.name() + " with share " + share + ": " + e.getMessage());
          }
          progress.to(++done);
        }
      }
    }
  }
}
