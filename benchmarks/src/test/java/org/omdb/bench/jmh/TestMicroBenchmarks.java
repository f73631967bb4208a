// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.jmh;

import com.carrotsearch.randomizedtesting.annotations.ThreadLeakScope;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs each microbenchmark briefly, with few rows. The figures mean nothing. */
@ThreadLeakScope(ThreadLeakScope.Scope.NONE) // JMH's threads end a little after a run
@LuceneTestCase.SuppressFileSystems("*") // they map files
public class TestMicroBenchmarks extends LuceneTestCase {

  /** Without it Lucene does not use SIMD. */
  private static final String SIMD = "--add-modules=jdk.incubator.vector";

  public void testDistanceKernels() throws Exception {
    assertRuns(DistanceKernels.class, 2 * 2, "bulk", "onHeap", "single");
  }

  public void testGraphWalk() throws Exception {
    assertRuns(GraphWalk.class, 2 * 2, "query10", "walk");
  }

  public void testIdTableAccess() throws Exception {
    assertRuns(
        IdTableAccess.class, 1, "docValuesString", "omdbOrdinal", "omdbString", "storedString");
  }

  public void testIdLookup() throws Exception {
    assertRuns(IdLookup.class, 1, "omdb", "term");
  }

  public void testImageParsing() throws Exception {
    assertRuns(ImageParsing.class, 1, "open", "openAndReadIds", "openAndReadVectors");
  }

  private static void assertRuns(Class<?> benchmark, int settings, String... methods)
      throws Exception {
    Options options =
        new OptionsBuilder()
            .include("\\b" + benchmark.getSimpleName() + "\\.")
            .param("rows", "300")
            .forks(0)
            .warmupIterations(0)
            .measurementIterations(1)
            .measurementTime(TimeValue.milliseconds(5))
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    Collection<RunResult> results = new Runner(options).run();
    Set<String> ran = new TreeSet<>();
    for (RunResult result : results) {
      String name = result.getParams().getBenchmark();
      ran.add(name.substring(name.lastIndexOf('.') + 1));
      assertTrue(name, result.getPrimaryResult().getScore() > 0);
      assertEquals(name, "ns/op", result.getPrimaryResult().getScoreUnit());
      assertTrue(name, result.getParams().getJvmArgs().contains(SIMD));
    }
    assertEquals(Set.of(methods), ran);
    assertEquals(settings * methods.length, results.size());
  }
}
