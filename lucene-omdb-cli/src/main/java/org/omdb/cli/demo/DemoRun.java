// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.Directory;

/** The steps of the demo, in one index. */
final class DemoRun {

  private static final int SEGMENTS = 8;

  private final ClassVectors classVectors;
  private final List<String> probes;
  private final Directory directory;
  private final DemoIndex index;
  private final DemoReport report;

  /** What should be in the index now: vectors by id. */
  private final SortedMap<String, float[]> vectors;

  private final Map<String, ContentCheck.Result> checks = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  /**
   * Prepares the demo.
   *
   * @param classVectors one for each class
   * @param probes the classes whose neighbors are searched
   */
  DemoRun(ClassVectors classVectors, List<String> probes, Directory directory, DemoReport report) {
    this.classVectors = classVectors;
    this.vectors = classVectors.all();
    this.probes = probes;
    this.directory = directory;
    this.index = new DemoIndex(directory);
    this.report = report;
  }

  /**
   * Runs all steps.
   *
   * @return what went wrong, a line each
   */
  List<String> run() throws IOException {
    add();
    Neighbors before = searchAndCheck("added", Set.of());
    Changes changes = change(before);
    searchAndCheck("changed", changes.deleted());
    merge();
    Neighbors after = searchAndCheck("merged", changes.deleted());
    checkIndex();
    measureRecall();
    report.neighbors(before, after, changes);
    report.checks(checks);
    report.files(SegmentFile.list(directory));
    return problems;
  }

  private void add() throws IOException {
    Stopwatch time = new Stopwatch();
    index.create();
    index.add(vectors, SEGMENTS);
    report.step("add", time.seconds(), "%,d documents in %d commits", vectors.size(), segments());
  }

  private Changes change(Neighbors neighbors) throws IOException {
    Changes changes = Changes.pick(vectors.keySet(), neighbors);
    SortedMap<String, float[]> updated = new TreeMap<>();
    for (String id : changes.updated()) {
      updated.put(id, classVectors.withoutSupertypes(id));
    }
    Stopwatch time = new Stopwatch();
    index.change(changes.deleted(), updated);
    report.step(
        "change",
        time.seconds(),
        "%,d documents deleted, %,d updated: their supertypes don't count any more",
        changes.deleted().size(),
        updated.size());
    vectors.putAll(updated);
    vectors.keySet().removeAll(changes.deleted());
    return changes;
  }

  private void merge() throws IOException {
    int segments = segments();
    Stopwatch time = new Stopwatch();
    index.merge();
    report.step("merge", time.seconds(), "%d segments to %d", segments, segments());
  }

  private Neighbors searchAndCheck(String stage, Set<String> deleted) throws IOException {
    try (DirectoryReader reader = index.open()) {
      Neighbors neighbors = Neighbors.search(reader, probes, vectors);
      problems.addAll(neighbors.wrongScores(vectors));
      ContentCheck.Result check = ContentCheck.of(reader, vectors, deleted);
      checks.put(stage, check);
      problems.addAll(check.problems());
      return neighbors;
    }
  }

  /** Runs Lucene's own check of the files. */
  private void checkIndex() throws IOException {
    Stopwatch time = new Stopwatch();
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    try (CheckIndex checkIndex = new CheckIndex(directory)) {
      checkIndex.setLevel(CheckIndex.Level.MIN_LEVEL_FOR_SLOW_CHECKS);
      checkIndex.setInfoStream(new PrintStream(log, false, StandardCharsets.UTF_8));
      boolean clean = checkIndex.checkIndex().clean;
      report.step(
          "check", time.seconds(), "Lucene's CheckIndex: %s", clean ? "clean" : "NOT CLEAN");
      if (clean == false) {
        problems.add("CheckIndex says: " + log.toString(StandardCharsets.UTF_8));
      }
    }
  }

  private void measureRecall() throws IOException {
    try (DirectoryReader reader = index.open()) {
      Stopwatch time = new Stopwatch();
      Recall recall = Recall.of(reader, vectors);
      report.step(
          "search",
          time.seconds(),
          "%d classes: recall@10 %.3f against exact search, %.2f ms each",
          recall.searches(),
          recall.recall(),
          recall.millis());
    }
  }

  private int segments() throws IOException {
    try (DirectoryReader reader = index.open()) {
      return reader.leaves().size();
    }
  }
}
