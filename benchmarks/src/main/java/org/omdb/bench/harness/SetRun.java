// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.harness;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.util.IOConsumer;
import org.apache.lucene.util.IOUtils;
import org.omdb.bench.contender.BuildOptions;
import org.omdb.bench.contender.Contender;
import org.omdb.bench.data.GroundTruth;
import org.omdb.bench.data.VectorSet;
import org.omdb.cli.Progress;

/**
 * One set with all contenders: they take turns at building their indexes, and then at searching,
 * each time in another order, so that a machine that gets slower or hotter is so for all of them.
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
    this.set = set;
    this.contenders = contenders;
    this.plan = plan;
    this.folder = folder;
  }

  /** Measures. */
  List<ContenderRun> run(GroundTruth truth) throws IOException {
    RecallMeter recalls = new RecallMeter(set, truth);
    float[][] queries = set.queries().asList().toArray(float[][]::new);
    List<ContenderRun> runs = new ArrayList<>();
    for (Contender contender : contenders) {
      List<Setting> settings = plan.settings(contender, set.size());
      Path own = folder.resolve(contender.name());
      float[][] asked = Arrays.copyOf(queries, Math.min(queries.length, plan.queriesOf(contender)));
      runs.add(new ContenderRun(contender, own, set, asked, recalls, settings));
    }
    try {
      build(runs);
      search(runs);
    } finally {
      IOUtils.rm(folder);
    }
    return runs;
  }

  private void build(List<ContenderRun> runs) throws IOException {
    if (plan.warmUp()) {
      for (ContenderRun run : runs) {
        run.warmUpBuilding();
      }
    }
    int times = plan.builds(set.size());
    inTurns(times, runs, this::build);
  }

  private void build(ContenderRun run) throws IOException {
    String task = set.name() + ": " + run.contender.name() + " builds";
    try (Progress progress = Progress.start(task, "rows", set.size())) {
      run.build(BuildOptions.DEFAULT.withProgress(progress::to));
    }
  }

  private void search(List<ContenderRun> runs) throws IOException {
    if (plan.warmUp()) {
      for (ContenderRun run : runs) {
        run.warmUpSearching();
      }
    }
    long steps = 0;
    for (ContenderRun run : runs) {
      steps += (long) plan.repeats() * run.curves.size();
    }
    AtomicLong done = new AtomicLong();
    try (Progress progress = Progress.start(set.name() + ": searches", "settings", steps)) {
      inTurns(plan.repeats(), runs, run -> run.measure(() -> progress.to(done.incrementAndGet())));
    }
  }

  /** Each time another one begins. */
  private static void inTurns(int times, List<ContenderRun> runs, IOConsumer<ContenderRun> turn)
      throws IOException {
    List<ContenderRun> order = new ArrayList<>(runs);
    for (int i = 0; i < times; i++) {
      for (ContenderRun run : order) {
        turn.accept(run);
      }
      Collections.rotate(order, 1);
    }
  }
}
