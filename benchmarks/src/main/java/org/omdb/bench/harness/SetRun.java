// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.harness;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.util.IOConsumer;
import org.apache.lucene.util.IOUtils;
import org.omdb.bench.contender.BuildOptions;
import org.omdb.bench.contender.Contender;
import org.omdb.bench.data.GroundTruth;
import org.omdb.bench.data.VectorSet;
import org.omdb.cli.console.Progress;

/**
 * Measures all contenders on one set in one scenario. They take turns to build their indexes, and
 * then to search. The order changes from turn to turn, so that a machine that becomes slower
 * affects all contenders equally.
 */
final class SetRun {

  private static final int LEAST_ROWS = 10;

  private final VectorSet set;
  private final Scenario scenario;
  private final Plan plan;
  private final Path folder;
  private final List<ContenderRun> runs = new ArrayList<>();
  private final Map<View, RecallMeter> views = new LinkedHashMap<>();

  /**
   * @param folder for indexes; created, and deleted at the end
   */
  SetRun(VectorSet set, Scenario scenario, List<Contender> contenders, Plan plan, Path folder) {
    this.set = set;
    this.scenario = scenario;
    this.plan = plan;
    this.folder = folder;
    float[][] queries = set.queries().asList().toArray(float[][]::new);
    for (Contender contender : contenders) {
      if (scenario.suits(contender)) {
        Path own = folder.resolve(Bench.fileName(contender.name()));
        int asked = Math.min(queries.length, plan.queriesOf(contender));
        runs.add(new ContenderRun(contender, own, set, Arrays.copyOf(queries, asked)));
      }
    }
  }

  /**
   * Measures.
   *
   * @param cache folder of the true neighbors
   * @return the measured contenders, and the views that have enough rows
   */
  Measured run(Path cache) throws IOException {
    for (View view : scenario.views()) {
      VectorSet rows = view.of(set);
      if (rows.size() >= LEAST_ROWS && runs.isEmpty() == false) {
        views.put(view, new RecallMeter(rows, GroundTruth.of(rows, cache)));
        runs.forEach(run -> run.add(view, plan.settings(run.contender, rows.size())));
      }
    }
    if (views.isEmpty() == false) {
      try {
        build();
        search();
      } finally {
        IOUtils.rm(folder);
      }
    }
    return new Measured(scenario, List.copyOf(views.keySet()), runs);
  }

  /**
   * What was measured.
   *
   * @param scenario of the run
   * @param views of the scenario that were searched
   * @param runs one for each contender that took part
   */
  record Measured(Scenario scenario, List<View> views, List<ContenderRun> runs) {}

  private void build() throws IOException {
    BuildOptions options = BuildOptions.DEFAULT.withShape(scenario.shape());
    if (plan.warmUp()) {
      for (ContenderRun run : runs) {
        run.warmUpBuilding(options);
      }
    }
    inTurns(
        plan.builds(scenario, set.size()),
        run -> {
          String task = name() + ": " + run.contender.name() + " builds";
          try (Progress progress = Progress.start(task, "rows", set.size())) {
            run.build(options.withProgress(progress::to));
          }
        });
  }

  private String name() {
    return set.name() + ", " + scenario.name();
  }

  private void search() throws IOException {
    long steps = 0;
    for (ContenderRun run : runs) {
      for (View view : views.keySet()) {
        steps += (long) plan.repeats() * run.curves(view).size();
      }
    }
    AtomicLong done = new AtomicLong();
    try (Progress progress = Progress.start(name() + ": searches", "settings", steps)) {
      for (int turn = 0; turn < plan.repeats(); turn++) {
        searchOnce(turn, () -> progress.to(done.incrementAndGet()));
      }
    }
  }

  private void searchOnce(int turn, Runnable onSetting) throws IOException {
    List<ContenderRun> order = rotated(turn);
    for (ContenderRun run : order) {
      run.measureOpening();
    }
    for (Map.Entry<View, RecallMeter> view : views.entrySet()) {
      try (ViewTurn searches = new ViewTurn(view.getKey(), order, view.getValue(), plan)) {
        if (plan.warmUp() && turn == 0) {
          searches.warmUp();
        }
        searches.measure(onSetting);
      }
    }
  }

  /** Runs a task for all contenders several times. Each time another contender is first. */
  private void inTurns(int times, IOConsumer<ContenderRun> action) throws IOException {
    for (int turn = 0; turn < times; turn++) {
      for (ContenderRun run : rotated(turn)) {
        action.accept(run);
      }
    }
  }

  private List<ContenderRun> rotated(int turn) {
    List<ContenderRun> order = new ArrayList<>(runs);
    Collections.rotate(order, turn);
    return order;
  }
}
