// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.omdb.bench.harness.ChildFiles;
import org.omdb.bench.harness.Heap;
import org.omdb.lucene.search.WarmUp;

/** The main class of a JVM that does a {@link StoreTask} with one store. */
public final class StoreChild {

  static final String ADD_SECONDS = "add_s";
  static final String SEARCH_MILLIS = "search_ms";
  static final String FILTERED_MILLIS = "filtered_ms";
  static final String DURABLE_ADD_MILLIS = "durable_add_ms";
  static final String HEAP_BYTES = "heap_bytes";
  static final String RESTART_MILLIS = "restart_ms";
  static final String LEFT = "left";

  private static final String ADDED = "added-";
  private static final int DURABLE_ADDS = 5;

  private final StoreTask task;
  private final PrintStream answers;
  private final ObjectNode figures = JsonNodeFactory.instance.objectNode();

  private StoreChild(StoreTask task, PrintStream answers) {
    this.task = task;
    this.answers = answers;
  }

  /**
   * Does a {@link StoreTask} and ends.
   *
   * @param arguments as {@link StoreTask#arguments} makes them
   * @throws Exception if anything fails
   */
  public static void main(String[] arguments) throws Exception {
    PrintStream answers = System.out;
    System.setOut(System.err); // what libraries print is no answer
    Logger.getLogger("").setLevel(Level.WARNING); // SimpleVectorStore logs each document
    new StoreChild(StoreTask.parse(arguments), answers).run();
  }

  private void run() throws Exception {
    switch (task.kind()) {
      case FILL -> fill();
      case RESTART -> restart();
      case ADD_UNTIL_KILLED -> addUntilKilled();
      case COUNT -> count();
    }
    new ObjectMapper().writeValue(task.figures().toFile(), figures);
  }

  private void fill() throws Exception {
    float[][] queries = task.queries();
    long before = Heap.used();
    try (Application application = task.contender().open(task.store())) {
      addAll(application);
      if (task.number() > 0) {
        WarmUp.await(); // from now on omdb compares codes
      }
      figures.put(SEARCH_MILLIS, search(application, queries, null));
      figures.put(FILTERED_MILLIS, search(application, queries, Passage.CHOSEN_ONES));
      figures.put(HEAP_BYTES, Heap.used() - before);
      figures.put(DURABLE_ADD_MILLIS, addDurably(application, queries));
    }
  }

  /** The documents are on the heap during this method only, and a store may keep what it wants. */
  private void addAll(Application application) throws IOException {
    List<Passage> passages = task.passages();
    long start = System.nanoTime();
    for (int i = 0; i < passages.size(); i += StorePlan.BATCH) {
      application.add(passages.subList(i, Math.min(i + StorePlan.BATCH, passages.size())));
    }
    application.save();
    figures.put(ADD_SECONDS, millisSince(start) / 1e3);
  }

  /** The mean time of a search; writes what was found. */
  private double search(Application application, float[][] queries, Passage.Condition condition)
      throws IOException {
    for (int i = 0; i < task.number(); i++) {
      application.search(queries[i % queries.length], StorePlan.K, condition);
    }
    List<String[]> found = new ArrayList<>(queries.length);
    long start = System.nanoTime();
    for (float[] query : queries) {
      found.add(application.search(query, StorePlan.K, condition).toArray(String[]::new));
    }
    double millis = millisSince(start) / queries.length;
    ChildFiles.writeIds(task.found(condition != null), found);
    return millis;
  }

  /** The median time to add a few more documents so that they are durable. */
  private static double addDurably(Application application, float[][] queries) throws IOException {
    double[] millis = new double[DURABLE_ADDS];
    for (int turn = 0; turn < DURABLE_ADDS; turn++) {
      List<Passage> passages = more("later-", turn * StorePlan.SMALL_BATCH, queries);
      long start = System.nanoTime();
      application.add(passages);
      application.save();
      millis[turn] = millisSince(start);
    }
    Arrays.sort(millis);
    return millis[DURABLE_ADDS / 2];
  }

  /** Documents that are not in the set, with vectors that are near its own. */
  private static List<Passage> more(String prefix, int first, float[][] vectors) {
    return IntStream.range(first, first + StorePlan.SMALL_BATCH)
        .mapToObj(
            number ->
                Passage.ofRow(number, prefix + number, vectors[number % vectors.length].clone()))
        .toList();
  }

  private void restart() throws IOException {
    float[] query = task.queries()[0];
    try (Application application = task.contender().open(task.store())) {
      if (application.search(query, StorePlan.K, null).size() < StorePlan.K) {
        throw new IOException("the store has lost documents");
      }
      figures.put(RESTART_MILLIS, ManagementFactory.getRuntimeMXBean().getUptime());
    }
  }

  private void addUntilKilled() throws IOException {
    float[][] vectors = task.queries();
    try (Application application = task.contender().open(task.store())) {
      for (int added = 0; ; added += StorePlan.SMALL_BATCH) {
        application.add(more(ADDED, added, vectors));
        application.save();
        answers.println(added + StorePlan.SMALL_BATCH);
        answers.flush();
      }
    }
  }

  /**
   * Counts the documents of the set, and those that were added until a kill. There is no figure if
   * the store can't be opened.
   */
  private void count() throws IOException {
    Application opened;
    try {
      opened = task.contender().open(task.store());
    } catch (IOException | RuntimeException e) {
      e.printStackTrace(); // into the log
      return;
    }
    List<Passage> passages = new ArrayList<>(task.passages());
    float[][] vectors = task.queries();
    for (int added = 0; added < task.number(); added += StorePlan.SMALL_BATCH) {
      passages.addAll(more(ADDED, added, vectors));
    }
    try (Application application = opened) {
      Set<String> there = new HashSet<>(application.search(vectors[0], passages.size(), null));
      long left = 0;
      for (Passage passage : passages) {
        if (there.contains(passage.id())
            || application.search(passage.vector(), 1, passage.itself()).isEmpty() == false) {
          left++;
        }
      }
      figures.put(LEFT, left);
    }
  }

  private static double millisSince(long start) {
    return (System.nanoTime() - start) / 1e6;
  }
}
