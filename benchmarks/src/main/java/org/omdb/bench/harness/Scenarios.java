// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.omdb.bench.contender.IndexShape;
import org.omdb.bench.contender.IndexShape.Pieces;
import org.omdb.bench.contender.IndexShape.Threads;
import org.omdb.bench.data.RowSample;

/** All scenarios, in the order of reports. */
public final class Scenarios {

  /** The default: search of one segment, built by one thread. */
  public static final Scenario ONE_SEGMENT =
      new Scenario(
          "one-segment",
          "one segment, built by one thread",
          IndexShape.DEFAULT,
          List.of(View.ofAll("one-segment")),
          false);

  /** The name for {@link GenerationsRun}, which is not a {@link Scenario}. */
  public static final String GENERATIONS = "generations";

  /** The name for {@link StartRun}, which is not a {@link Scenario}. */
  public static final String START = "start";

  /** The name for {@code org.omdb.bench.memory}, which is not a {@link Scenario}. */
  public static final String MEMORY = "memory";

  /** The name for {@code org.omdb.bench.throughput}, which is not a {@link Scenario}. */
  public static final String THROUGHPUT = "throughput";

  /** The name for {@code org.omdb.bench.store}, which is not a {@link Scenario}. */
  public static final String STORES = "stores";

  private static final List<String> OTHERS =
      List.of(GENERATIONS, START, MEMORY, THROUGHPUT, STORES);

  private static final RowSample DELETED = new RowSample("deleted", 10);
  private static final List<RowSample> FILTERS =
      List.of(
          new RowSample("filter-1%", 1),
          new RowSample("filter-10%", 10),
          new RowSample("filter-50%", 50),
          new RowSample("filter-90%", 90));

  private static final List<Scenario> ALL =
      List.of(
          ONE_SEGMENT,
          of(
              "segments",
              "eight segments of the same size, each merged from two",
              IndexShape.DEFAULT.withEvenSegments(8)),
          new Scenario(
              "filters",
              "one segment; a filter matches the documents with a term",
              IndexShape.DEFAULT.marking(marks(FILTERS)),
              FILTERS.stream().map(filter -> new View(filter.name(), filter, null)).toList(),
              false),
          new Scenario(
              "deletions",
              "one segment; 10 % of its documents are deleted after the merge",
              IndexShape.DEFAULT.marking(marks(List.of(DELETED))).deleting(DELETED.name()),
              List.of(new View("deletions", null, DELETED)),
              false),
          new Scenario(
              "ingest",
              "segments as they were flushed, until the commit, without merges",
              IndexShape.DEFAULT.with(Pieces.AS_FLUSHED).with(Threads.DEFAULT),
              List.of(View.ofAll("ingest")),
              true),
          building(
              "build",
              "one thread adds documents, default merges; then a force merge into one segment",
              Threads.DEFAULT),
          building(
              "build-one-thread", "one thread adds documents and merges; one segment", Threads.ONE),
          building(
              "build-two-writers",
              "two threads add documents, default merges; then a force merge into one segment",
              Threads.TWO_WRITE));

  private Scenarios() {}

  private static Scenario of(String name, String description, IndexShape shape) {
    return new Scenario(name, description, shape, List.of(View.ofAll(name)), false);
  }

  private static Scenario building(String name, String description, Threads threads) {
    IndexShape shape = IndexShape.DEFAULT.with(threads);
    return new Scenario(name, description, shape, List.of(View.ofAll(name)), true);
  }

  private static IntFunction<List<String>> marks(List<RowSample> samples) {
    return row -> samples.stream().filter(sample -> sample.test(row)).map(RowSample::name).toList();
  }

  /**
   * The names of all scenarios, including {@link #GENERATIONS}, {@link #START}, {@link #MEMORY},
   * {@link #THROUGHPUT} and {@link #STORES}.
   *
   * @return in the order of reports
   */
  public static List<String> names() {
    List<String> names = new ArrayList<>(ALL.stream().map(Scenario::name).toList());
    names.addAll(OTHERS);
    return names;
  }

  /**
   * Checks the name of a scenario.
   *
   * @param name any
   * @throws IllegalArgumentException if it is none of {@link #names}; the message is for the user
   */
  public static void check(String name) {
    if (OTHERS.contains(name) == false) {
      named(name);
    }
  }

  /**
   * Finds a scenario by its name.
   *
   * @param name as {@link Scenario#name}
   * @return the scenario
   * @throws IllegalArgumentException if there is none; the message is for the user
   */
  public static Scenario named(String name) {
    return ALL.stream()
        .filter(scenario -> scenario.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown scenario \""
                        + name
                        + "\", expected one of "
                        + String.join(", ", names())));
  }
}
