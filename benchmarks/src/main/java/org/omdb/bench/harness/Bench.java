// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.harness;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.omdb.bench.contender.Contender;
import org.omdb.bench.data.VectorSet;

/** Measures sets, one after the other, and adds the figures to one {@link Results}. */
public final class Bench {

  private final Results results;
  private final Path out;
  private final Path cache;
  private final Consumer<String> onSkip;
  private final Set<String> skipped = new HashSet<>();

  /**
   * Makes a run that has measured nothing yet.
   *
   * @param results to which figures are added, and which are written after each set
   * @param out folder of the results, and of the indexes while they are needed
   * @param cache folder of the exact neighbors
   * @param onSkip called with one line for each contender that can't index a set, once per set
   */
  public Bench(Results results, Path out, Path cache, Consumer<String> onSkip) {
    this.results = results;
    this.out = out;
    this.cache = cache;
    this.onSkip = onSkip;
  }

  /**
   * Measures one set in one scenario.
   *
   * @param all the set; the plan may use only some of its queries
   * @param scenario what to do with the set
   * @param contenders in the order of the report
   * @param plan how thoroughly to measure
   * @return one outcome per contender: with 10 hits, at its largest fanout
   * @throws IOException if reading or writing fails
   */
  public List<Outcome> set(VectorSet all, Scenario scenario, List<Contender> contenders, Plan plan)
      throws IOException {
    VectorSet set = all.firstQueries(plan.queries());
    SetRun.Measured measured = measure(set, scenario, contenders, plan);
    results.add(set, measured);
    results.write(out);
    return measured.views().stream()
        .flatMap(view -> measured.runs().stream().map(run -> Outcome.of(set, view, run)))
        .toList();
  }

  /**
   * Measures the first rows of one set, for several numbers of rows, to show how figures grow.
   *
   * @param all a set with as many rows as the largest size
   * @param rows the sizes
   * @param contenders in the order of the report
   * @param plan with searches for one number of hits
   * @throws IOException if reading or writing fails
   */
  public void growth(VectorSet all, List<Integer> rows, List<Contender> contenders, Plan plan)
      throws IOException {
    for (int size : rows) {
      VectorSet set = all.first(size).firstQueries(plan.queries());
      results.addGrowth(set, measure(set, Scenarios.ONE_SEGMENT, contenders, plan));
      results.write(out);
    }
  }

  /**
   * Measures the recall of an index while its documents are replaced.
   *
   * @param all the set; the index always has half of its rows
   * @param contenders in the order of the report; those without segments are left out
   * @param plan how many generations, and what is searched
   * @throws IOException if reading or writing fails
   */
  public void generations(VectorSet all, List<Contender> contenders, GenerationsPlan plan)
      throws IOException {
    VectorSet set = all.firstQueries(plan.queries());
    Path folder = folder(set, Scenarios.GENERATIONS);
    List<Contender> able = able(set, contenders);
    results.addGenerations(set, new GenerationsRun(set, able, plan, folder).run(cache));
    results.write(out);
  }

  /**
   * Measures the first searches after a restart.
   *
   * @param set whose queries are searched for, in order; the plan may use only some of them
   * @param contenders in the order of the report; those without segments are left out
   * @param plan how many JVMs are started, and what they search
   * @throws IOException if reading or writing fails, or a started JVM fails
   */
  public void start(VectorSet set, List<Contender> contenders, StartPlan plan) throws IOException {
    Path folder = folder(set, Scenarios.START);
    Path logs = out.resolve(Scenarios.START).resolve(folder.getFileName());
    List<Contender> able = able(set, contenders);
    results.addStart(set, plan, new StartRun(set, able, plan, folder, logs).run(cache));
    results.write(out);
  }

  private SetRun.Measured measure(
      VectorSet set, Scenario scenario, List<Contender> contenders, Plan plan) throws IOException {
    List<Contender> able = able(set, contenders);
    return new SetRun(set, scenario, able, plan, folder(set, scenario.name())).run(cache);
  }

  /**
   * Chooses the contenders that can index a set. The results say why the others can't.
   *
   * @param set to be indexed
   * @param contenders to choose from
   * @return those that can, in the same order
   */
  public List<Contender> able(VectorSet set, List<Contender> contenders) {
    List<Contender> able = new ArrayList<>();
    for (Contender contender : contenders) {
      String refusal = contender.refusal(set);
      if (refusal == null) {
        able.add(contender);
      } else if (skipped.add(set.name() + " " + contender.name())) {
        results.addSkipped(set, contender, refusal);
        onSkip.accept(contender.name() + " skips " + set.name() + ": it " + refusal);
      }
    }
    return able;
  }

  /**
   * The folder of the indexes of a set while they are needed.
   *
   * @param set to be indexed
   * @param scenario name of the scenario
   * @return a path that need not exist
   */
  public Path folder(VectorSet set, String scenario) {
    return out.resolve("indexes").resolve(fileName(set.name() + "-" + set.size() + "-" + scenario));
  }

  /**
   * Makes a valid file name on every operating system.
   *
   * @param name of anything
   * @return the name with other characters replaced
   */
  public static String fileName(String name) {
    return name.replaceAll("[^A-Za-z0-9.-]", "-");
  }

  /**
   * The best recall that a contender reached.
   *
   * @param set name of the set
   * @param scenario name of the scenario
   * @param contender name of the contender
   * @param indexSeconds time to build the index
   * @param fanout largest fanout with 10 hits
   * @param recall recall@10 at that fanout
   * @param millis mean latency at that fanout, in milliseconds
   */
  public record Outcome(
      String set,
      String scenario,
      String contender,
      double indexSeconds,
      int fanout,
      double recall,
      double millis) {

    private static Outcome of(VectorSet set, View view, ContenderRun run) {
      Setting last = null;
      for (Setting setting : run.curves(view).keySet()) {
        if (setting.k() == 10) {
          last = setting;
        }
      }
      return new Outcome(
          set.name(),
          view.name(),
          run.contender.name(),
          run.build.index.median()
              + (run.build.forceMerge.isEmpty() ? 0 : run.build.forceMerge.median()),
          last.fanout(),
          run.curves(view).get(last).recall,
          run.curves(view).get(last).mean.median());
    }
  }
}
