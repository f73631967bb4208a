// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.throughput;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.util.IOUtils;
import org.omdb.bench.contender.Contender;
import org.omdb.bench.data.GroundTruth;
import org.omdb.bench.data.VectorSet;
import org.omdb.bench.harness.Bench;
import org.omdb.bench.harness.RecallMeter;
import org.omdb.bench.harness.Results;
import org.omdb.bench.harness.Scenarios;
import org.omdb.cli.console.Progress;

/** Measures searches by several threads, and adds the figures to the {@link Results}. */
public final class ThroughputBench {

  private final Bench bench;
  private final Results results;
  private final Path out;
  private final Path cache;

  /**
   * Makes a run that has measured nothing yet.
   *
   * @param bench of the same run
   * @param results to which figures are added, and which are written after each set
   * @param out folder of the results, and of the indexes while they are needed
   * @param cache folder of the exact neighbors
   */
  public ThroughputBench(Bench bench, Results results, Path out, Path cache) {
    this.bench = bench;
    this.results = results;
    this.out = out;
    this.cache = cache;
  }

  /**
   * Measures one set.
   *
   * @param all the set; the plan may use only some of its queries
   * @param contenders in the order of the report; those without segments are left out
   * @param plan what is searched, and by how many threads
   * @throws IOException if reading or writing fails
   */
  public void set(VectorSet all, List<Contender> contenders, ThroughputPlan plan)
      throws IOException {
    VectorSet set = all.firstQueries(plan.queries());
    List<Contender> able =
        bench.able(set, contenders).stream().filter(Contender::hasSegments).toList();
    if (able.isEmpty() || set.size() < plan.setting().k()) {
      return;
    }
    Path folder = bench.folder(set, Scenarios.THROUGHPUT);
    IOUtils.rm(folder);
    try {
      Indexes indexes = new Indexes(set, folder);
      indexes.build(able, plan.segmentsOf(set.size()));
      ThroughputJson json = new ThroughputJson(set, plan);
      measure(plan, indexes, able).forEach(measured -> json.add(measured, results));
    } finally {
      IOUtils.rm(folder);
    }
    results.write(out);
  }

  private List<Measured> measure(ThroughputPlan plan, Indexes indexes, List<Contender> contenders)
      throws IOException {
    VectorSet set = indexes.set();
    RecallMeter recalls = new RecallMeter(set, GroundTruth.of(set, cache));
    float[][] queries = set.queries().asList().toArray(float[][]::new);
    ThreadsRun threads = new ThreadsRun(plan, indexes, contenders);
    ExecutorRun executor = new ExecutorRun(plan, indexes, contenders);
    AtomicLong done = new AtomicLong();
    String task = set.name() + ", " + Scenarios.THROUGHPUT + ": searches";
    try (Progress progress =
            Progress.start(task, "measurements", threads.steps() + executor.steps());
        PassMeter meter =
            new PassMeter(plan, queries, recalls, () -> progress.to(done.incrementAndGet()))) {
      threads.run(meter);
      executor.run(meter);
      return meter.results();
    }
  }
}
