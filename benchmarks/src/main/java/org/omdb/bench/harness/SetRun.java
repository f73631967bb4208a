// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.util.IOUtils;
import org.omdb.bench.contender.BuildOptions;
import org.omdb.bench.contender.BuildReport;
import org.omdb.bench.contender.Contender;
import org.omdb.bench.data.VectorSet;
import org.omdb.cli.Progress;

/**
 * One set with all contenders: each builds its index once, then they take turns at searching, each
 * time in another order, so that a machine that gets slower or hotter is so for all of them.
 */
final class SetRun {

  private final VectorSet set;
  private final List<Contender> contenders;
  private final Plan plan;
  private final Path folder;

  /**
   * @param folder for indexes; made, and deleted in the end
   */
  SetRun(VectorSet set, List<Contender> contenders, Plan plan, Path folder) {
    this.set = set.firstQueries(plan.queries());
    this.contenders = contenders;
    this.plan = plan;
    this.folder = folder;
  }

  /**
   * Measures.
   *
   * @param truth rows of the nearest neighbors per query, nearest first
   */
  List<ContenderRun> run(int[][] truth) throws IOException {
    RecallMeter recalls = new RecallMeter(set, truth);
    try {
      List<ContenderRun> runs = new ArrayList<>();
      for (Contender contender : contenders) {
        Path own = Files.createDirectories(folder.resolve(contender.name()));
        BuildReport report = build(contender, own);
        runs.add(
            new ContenderRun(
                contender, report, own, set, recalls, plan.settings(contender, set.size())));
      }
      search(runs);
      return runs;
    } finally {
      IOUtils.rm(folder);
    }
  }

  private BuildReport build(Contender contender, Path own) throws IOException {
    try (Progress progress =
        Progress.start(set.name() + ": " + contender.name() + " builds", "rows", set.size())) {
      BuildOptions options = BuildOptions.DEFAULT.withProgress(progress::to);
      return contender.build(set, own, options);
    }
  }

  private void search(List<ContenderRun> runs) throws IOException {
    long steps = 0;
    for (ContenderRun run : runs) {
      steps += (long) plan.repeats() * run.curves.size();
    }
    AtomicLong done = new AtomicLong();
    try (Progress progress = Progress.start(set.name() + ": searches", "settings", steps)) {
      List<ContenderRun> order = new ArrayList<>(runs);
      for (int repeat = 0; repeat < plan.repeats(); repeat++) {
        for (ContenderRun run : order) {
          run.measure(() -> progress.to(done.incrementAndGet()));
        }
        Collections.rotate(order, 1);
      }
    }
  }
}
