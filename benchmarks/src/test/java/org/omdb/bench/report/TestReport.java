// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.junit.AfterClass;
import org.junit.BeforeClass;

@LuceneTestCase.SuppressFileSystems("*") // Jackson and ImageIO only support the default one
public class TestReport extends LuceneTestCase {

  private static Path folder;
  private static String text;

  /** No test changes the report. */
  @BeforeClass
  public static void write() throws IOException {
    Path results = createTempDir().resolve("results.json");
    try (InputStream madeUp = TestReport.class.getResourceAsStream("made-up-results.json")) {
      Files.copy(madeUp, results);
    }
    folder = createTempDir();
    text = Files.readString(Report.write(results, folder));
  }

  @AfterClass
  public static void forget() {
    folder = null;
    text = null;
  }

  /**
   * Calculated by hand. lucene: half way from 1 to 4 ms at 0.90, 4 ms at 0.95, 16 ms at 0.99. omdb:
   * more than 0.90 at 1 ms, half way from 1 to 2 ms at 0.95, not above 0.98.
   */
  public void testAtEqualRecall() {
    assertRow("lucene | 2.00 (1.00) | 4.00 (1.00) | 16.0 (1.00) | 0.9900");
    assertRow("omdb | 1.00\\* (0.50) | 1.41 (0.35) | not reached | 0.9800");
    assertRow("brute-force | 32.0\\* (16) | 32.0\\* (8.00) | 32.0\\* (2.00) | 1.0000");
    assertTrue(
        text.contains(
            "\n\\* Even the cheapest setting has a higher recall. Its latency is shown.\n"));
  }

  /** Without lucene there are no ratios. */
  public void testWithoutReference() {
    assertRow("omdb | 9.00\\* | 9.00\\* | not reached | 0.9600");
    assertRow("something-new | 0.500\\* | 0.500\\* | not reached | 0.9700");
  }

  public void testBuildSizeAndMemory() {
    assertRow("lucene | 4.00 | 0.500 | 1.50 | 2.00 | 6.00");
    assertRow("brute-force | 0.250 | – | – | – | 0.250");
    assertRow("lucene | 70.5 | 64.0 | 0 | 4.00 | 2.00 | 0.500");
    assertRow("omdb | 0.250 | 70.0 | 3.00 | 8.00 | 1.25 (1.00…1.50) | 12.5");
    assertRow("brute-force | 0.250 | 70.0 | 3.00 | – | 1.25 (1.00…1.50) | 12.5");
    assertTrue(text.contains("Cold first query of brute-force: its files stay in the page cache."));
  }

  public void testAllSettings() {
    assertRow("lucene | 10 | 20 | 0.9500 | 4.00 (4.00…8.00) | 4.00 | 12.0 | 250 | 475");
  }

  public void testGrowth() {
    assertRow(
        "omdb | 100,000 | 0.125\\* | not reached | 12.0 | 8,333 | 0.250 | 70.5 | 705 | 1.25 (1.00…1.50)");
    assertRow("omdb | 0.00 | – | 1.08 | 0.00 | 0.00 | 0.00");
    assertTrue(text.contains("## Growth (synthetic, 16 dimensions, k 10)"));
  }

  /**
   * Calculated by hand. omdb takes 0.5, 0.25 and 0.75 of lucene's time at 0.95, one ratio per turn,
   * and does not reach 0.99. At fanouts 10, 20 and 40 the medians of the turns are 0.5, 0.5 and
   * 0.25. With 100 hits its recall is 0.01 lower.
   */
  public void testRatiosTurnByTurn() {
    assertRow(
        "segments | omdb | 0.50 (0.25…0.75) | not reached | 0.50 | 0.50 | 1.50 | -0.0150 | -0.0100");
    assertRow(
        "segments | lucene | 4.00 s, 1.00 (1.00…1.00) | 4.00 s, 1.00 | 250 (1.00) | 80.0 MB (1.00) | 250,000"
            + " | 2.5 %");
    assertRow(
        "segments | omdb | 1.00 s, 0.25 (0.20…0.50) | 1.00 s, 0.25 | 1,000 (4.00) | 100 MB (1.25) | 250,000"
            + " | 27.5 %");
  }

  /** Older results do not name a scenario. */
  public void testRatiosOfOneSegment() {
    assertRow("one-segment | omdb | 0.35 | not reached | 1.00 | 1.00 | – | +0.0300 | –");
    assertFalse(text, text.contains("Compared with `lucene`: real-one"));
  }

  public void testGenerations() {
    assertTrue(text.contains("## Recall over generations: made-up:1000x16 (synthetic)\n"));
    assertRow("contender | fanout | 0 | 5 | commits and merges, s");
    assertRow("lucene | 20 | 0.9500 | 0.9000 | 2.50");
    assertRow("omdb | 20 | 0.9500 | 0.9400 | 2.50");
  }

  /** Calculated by hand: in the three turns omdb opens in 0.5, 1 and 0.25 of lucene's time. */
  public void testStart() throws IOException {
    assertTrue(text.contains("## After a restart: made-up:1000x16 (synthetic)\n"));
    assertTrue(
        text.contains("start 3 JVMs each. JVM options: `-Xint -Xss1m`. Figures are medians"));
    assertRow("contender | open | first search | first 100, mean | first 100, median | recall");
    assertRow("lucene | 4.00 (1.00) | 2.00 (1.00) | 1.00 (1.00) | 0.500 | 0.9500");
    assertRow("omdb | 2.00 (0.50) | 6.00 (3.00) | 1.50 (1.50) | 0.250 | 0.9500");
    assertTrue(svg("start-made-up-1000x16").contains(": made-up:1000x16 (synthetic)<"));
  }

  /**
   * By hand: at 0.95 lucene takes 8 ms with half of its index and 2 ms with all, omdb 4 ms (half
   * way from 2 to 8 ms, logarithmically) and 1 ms, while it starts in 16 ms.
   */
  public void testMemory() throws IOException {
    assertTrue(text.contains("## In little memory: made-up:1000x16 (synthetic)\n"));
    assertTrue(text.contains("MMapDirectory, with the read advice *context*"));
    assertTrue(text.contains("2,000 different queries, 1,000 of them the set's own"));
    assertRow("lucene | 0.500 | 100 | 50.0 | 16.0 (1.00) | 8.00 (1.00) | 4.00");
    assertRow("omdb | 0.500 | 120 | 60.0 | 16.0\\* (1.00) | 4.00 (0.50) | 4.00");
    assertRow("omdb | 1.00 | 120 | 60.0 | 16.0\\* (1.00) | 1.00 (0.50) | 1.00");
    assertRow(
        "omdb | 0.500 | 20 | 1 | 0.9600 | 500 | 16.0 | 15.0 | 20.0 | 30.0 | 3.00 | 12.0 | 4,000 | 8.00 | 7.00"
            + " | 9.00 | 10.0 | 1.50 | 6.00 | 60.0");
    assertRow("omdb | 0.500 | 1 | 500 | 2.00 | 7.00 | 9.00 | 10.0");
    assertRow("omdb | 0.500 | 4 | 1,250 (2.50) | 3.20 | 12.0 | 20.0 | 25.0");
    assertTrue(svg("memory-made-up-1000x16").contains(": made-up:1000x16 (synthetic)<"));
    String overview = svg("overview-made-up-1000x16");
    assertTrue(overview.contains(">By recall<"));
    assertTrue(overview.contains(">At a recall of 0.95, with a part of the index in memory<"));
  }

  /**
   * By hand: alone, omdb has 4, 2 and 1.5 times the queries per second of lucene. While merging it
   * has 0.5, 0.75 and 0.5 of its own, and 8, 6 and 3 times those of lucene.
   */
  public void testThroughputOfThreads() throws IOException {
    assertTrue(text.contains("## Throughput: made-up:1000x16 (synthetic)\n"));
    assertRow(
        "omdb | alone | 2 | 3,000 (2,000…4,000) | 2.00 (1.50…4.00) | – | 0.750 (0.50) | 0.375 | 3.00 (0.75)"
            + " | 0.9600");
    assertRow(
        "omdb | while merging | 2 | 1,500 (1,500…2,000) | 6.00 (3.00…8.00) | 0.50 (0.50…0.75) | 1.50 (0.25)"
            + " | 0.750 | 8.00 (0.50) | 0.9600");
    assertTrue(
        text.contains(
            "measured: omdb 30,000 vectors (1,500 per second), lucene 5,000 vectors (250 per second).\n"));
    String svg = svg("throughput-threads-made-up-1000x16");
    assertTrue(svg.contains(": made-up:1000x16 (synthetic)<"));
    assertTrue(svg.contains(">Alone<"));
    assertTrue(svg.contains(">While another index is merged<"));
  }

  /** By hand: with an executor omdb takes 0.5, 0.75 and 0.5 of its own time and of lucene's. */
  public void testThroughputWithAnExecutor() throws IOException {
    assertRow("lucene | none | 8 | 2.00 | 1.00 | – | 1.00 | 4.00 (1.00) | 0.9500");
    assertRow(
        "omdb | 2 threads | 8 | 0.500 (0.500…0.750) | 0.50 (0.50…0.75) | 0.50 (0.50…0.75) | 0.250 | 2.00 (0.50)"
            + " | 0.9600");
    assertTrue(
        svg("throughput-executor-made-up-1000x16").contains(">With an executor of 2 threads<"));
  }

  public void testSaysWhoWasSkipped() {
    assertRow("made-up:1000x16 | too-narrow | supports at most 8 dimensions, the set has 16");
  }

  public void testSaysWhatIsNotReal() throws IOException {
    assertTrue(text.contains("## made-up:1000x16 (synthetic)\n"));
    assertTrue(text.contains("## real-one\n"));
    assertTrue(svg("recall10-made-up-1000x16").contains(": made-up:1000x16 (synthetic)<"));
    assertTrue(svg("size-made-up-1000x16").contains(": made-up:1000x16 (synthetic)<"));
    assertTrue(svg("build-real-one").contains(": real-one<"));
  }

  public void testEnvironmentAndLimits() {
    assertRow("cpu | made up");
    assertRow("simd bits | 256");
    assertRow("note | figures of this file are invented for a test; \\| is no column");
    assertTrue(text.contains("## What the figures do not show"));
  }

  public void testEachChartThatIsShownIsThereAndNoOther() throws IOException {
    Set<String> shown = new TreeSet<>();
    Matcher image = Pattern.compile("]\\(charts/(.*)\\.svg\\)").matcher(text);
    while (image.find()) {
      shown.add(image.group(1) + ".svg");
      shown.add(image.group(1) + ".png");
    }
    Set<String> there = new TreeSet<>();
    try (var files = Files.list(folder.resolve("charts"))) {
      files.forEach(file -> there.add(file.getFileName().toString()));
    }
    assertEquals(shown, there);
    assertEquals(2 * 14, there.size());
  }

  public void testContendersAreNamedInTheirChart() throws IOException {
    String svg = svg("recall10-made-up-1000x16");
    for (String contender : List.of("lucene", "omdb", "brute-force")) {
      assertTrue(contender, svg.contains(">" + contender + "<"));
    }
  }

  private String svg(String name) throws IOException {
    return Files.readString(folder.resolve("charts").resolve(name + ".svg"));
  }

  private void assertRow(String cells) {
    assertTrue(cells + " in\n" + text, text.contains("\n| " + cells + " |\n"));
  }
}
