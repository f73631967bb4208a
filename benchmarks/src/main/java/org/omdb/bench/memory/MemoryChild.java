// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.memory;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.omdb.bench.contender.Contender;
import org.omdb.bench.contender.Contenders;
import org.omdb.bench.contender.Hits;
import org.omdb.bench.contender.Searcher;
import org.omdb.bench.harness.ChildFiles;
import org.omdb.bench.harness.PassTimes;
import org.omdb.bench.harness.SearchThreads;
import org.omdb.bench.harness.Setting;
import org.omdb.lucene.search.WarmUp;

/**
 * The main class of a JVM whose memory is limited from outside. It does what the lines on its input
 * say, and answers each of them with a line, until its input ends.
 *
 * <ul>
 *   <li>{@value #WARM_UP}: opens the index, searches until everything is compiled, and writes the
 *       ids found; closes it
 *   <li>{@value #OPEN}: opens the index; answers the milliseconds
 *   <li>{@value #SEARCH} with a number of threads, a fanout, a number of searches and a maximum of
 *       seconds: answers a {@link Pass}. The queries follow those of the pass before
 *   <li>{@value #CLOSE}: closes the index
 * </ul>
 */
public final class MemoryChild {

  static final String WARM_UP = "warm-up";
  static final String OPEN = "open";
  static final String SEARCH = "search";
  static final String CLOSE = "close";

  private final MemoryTask task;
  private final float[][] queries;
  private final Contender contender;
  private Searcher searcher;
  private int nextQuery;

  private MemoryChild(MemoryTask task) throws IOException {
    this.task = task;
    this.queries = ChildFiles.readQueries(task.queries());
    this.contender = Contenders.named(task.contender());
  }

  /**
   * Does a {@link MemoryTask} and ends.
   *
   * @param arguments as {@link MemoryTask#arguments} makes them
   * @throws Exception if anything fails
   */
  public static void main(String[] arguments) throws Exception {
    PrintStream answers = System.out;
    System.setOut(System.err); // what libraries print is no answer
    MemoryChild child = new MemoryChild(MemoryTask.parse(arguments));
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line; (line = commands.readLine()) != null; ) {
      answers.println(child.answer(line.split(" ")));
      answers.flush();
    }
  }

  private String answer(String[] words) throws IOException, InterruptedException {
    switch (words[0]) {
      case WARM_UP:
        return warmUp();
      case OPEN:
        nextQuery = 0;
        long start = System.nanoTime();
        searcher = contender.open(task.index(), task.access());
        return Double.toString((System.nanoTime() - start) / 1e6);
      case SEARCH:
        return pass(
                Integer.parseInt(words[1]),
                new Setting(MemoryPlan.K, Integer.parseInt(words[2])),
                Integer.parseInt(words[3]),
                Double.parseDouble(words[4]))
            .line();
      case CLOSE:
        searcher.close();
        searcher = null;
        System.gc(); // unmaps what only a garbage collection unmaps
        return "closed";
      default:
        throw new IllegalArgumentException(words[0]);
    }
  }

  private String warmUp() throws IOException, InterruptedException {
    searcher = contender.open(task.index(), task.access());
    searchWithAllFanouts();
    WarmUp.await(); // from now on omdb compares codes
    searchWithAllFanouts();
    for (int fanout : task.fanouts()) {
      List<Hits> hits = new ArrayList<>(queries.length);
      nextQuery = 0;
      for (int i = 0; i < queries.length; i++) {
        hits.add(search(fanout));
      }
      List<String[]> ids = new ArrayList<>(queries.length);
      for (Hits found : hits) {
        ids.add(found.ids());
      }
      ChildFiles.writeIds(task.answer(fanout), ids);
    }
    return answer(new String[] {CLOSE});
  }

  private void searchWithAllFanouts() throws IOException {
    for (int i = 0; i < task.warmUpSearches(); i++) {
      search(task.fanouts().get(i % task.fanouts().size()));
    }
  }

  private Pass pass(int threads, Setting setting, int searches, double seconds) throws IOException {
    try (SearchThreads searching = new SearchThreads(threads, queries)) {
      ProcessCounters before = ProcessCounters.ofThisProcess();
      PassTimes times =
          searching.measure(
              searcher,
              setting,
              nextQuery,
              (begun, nanos) -> begun >= searches || (begun > 0 && nanos >= seconds * 1e9));
      nextQuery = (nextQuery + times.searches()) % queries.length;
      return Pass.of(times, before, ProcessCounters.ofThisProcess());
    }
  }

  private Hits search(int fanout) throws IOException {
    float[] query = queries[nextQuery++ % queries.length];
    return searcher.search(query, MemoryPlan.K, fanout);
  }
}
