// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.map;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.omdb.cli.source.SourceFormats;
import org.omdb.cli.source.file.SourceFile;
import org.omdb.cli.source.spi.Columns;
import org.omdb.fixtures.browser.Browser;

/** Opens pages in a real browser, if there is one. */
public class TestMapInBrowser extends MapTestCase {

  private static final String READY = "document.documentElement?.dataset.ready !== undefined";

  private Browser browser;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    Optional<Path> chromium = Browser.find();
    assumeTrue("there is no Chromium", chromium.isPresent());
    browser = Browser.start(chromium.get(), createTempDir("profile"));
  }

  @Override
  public void tearDown() throws Exception {
    if (browser != null) {
      browser.close();
    }
    super.tearDown();
  }

  private void open() throws Exception {
    browser.open(Path.of(page.toAbsolutePath().toString()).toUri());
    browser.await(READY);
  }

  private void importPackages() throws Exception {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      Map<String, Object> row = row("package-" + i, near(i % 5, 16));
      row.put("section", "section " + i % 5);
      row.put("title", "Package <b>" + i + "</b>");
      rows.add(row);
    }
    importRows("cosine", rows);
  }

  private String text(String selector) throws Exception {
    return browser.evaluate("document.querySelector('" + selector + "').textContent").textValue();
  }

  private void find(String id) throws Exception {
    browser.evaluate("document.getElementById('query').value = ''; document.activeElement.blur()");
    browser.press("/");
    assertEquals("query", browser.evaluate("document.activeElement.id").textValue());
    browser.type(id);
    browser.press("Enter");
  }

  /** The neighbors that the page lists are those that a search finds, with their scores. */
  private void assertNeighbors(String id) throws Exception {
    run(0, "search", "--index", index, "--field", FIELD, "--id", id, "-k", "10", "--json");
    JsonNode hits = json().get("hits");
    JsonNode shown =
        browser.evaluate(
            "[...document.querySelectorAll('#neighbors li')].map(li =>"
                + " [li.querySelector('.id').textContent, li.querySelector('.score').textContent])");
    assertEquals(10, hits.size());
    assertEquals(10, shown.size());
    for (int rank = 0; rank < 10; rank++) {
      assertEquals(hits.get(rank).get("id"), shown.get(rank).get(0));
      double score = hits.get(rank).get("score").doubleValue();
      assertEquals(score, shown.get(rank).get(1).asDouble(), 1e-5 * score);
    }
  }

  private void assertNothingElseWasLoaded() {
    assertEquals(List.of(), browser.errors());
    for (String request : browser.requests()) {
      assertTrue(request, request.startsWith("file://") && request.endsWith("/map.html"));
    }
    assertFalse(browser.requests().isEmpty());
  }

  public void testPackageIsFoundByItsIdWithItsNeighbors() throws Exception {
    importPackages();
    map("--color", "section");
    open();
    String id = "package-" + (100 + random().nextInt(300));
    find(id);
    assertEquals(id, text("#name"));
    assertEquals("Package <b>" + id.substring(8) + "</b>", text("#point dd:last-child"));
    assertNeighbors(id);
    String second = text("#neighbors li:nth-child(2) .id");
    browser.evaluate("document.querySelector('#neighbors li:nth-child(2) button').click()");
    assertEquals(second, text("#name"));
    assertNeighbors(second);
    assertNothingElseWasLoaded();
  }

  public void testPartOfAnIdListsThoseThatHaveIt() throws Exception {
    importPackages();
    map();
    open();
    browser.press("/");
    browser.type("KAGE-39");
    assertEquals("11 ids", text("#found"));
    assertEquals(11, browser.evaluate("document.querySelectorAll('#results li').length").asInt());
    browser.press("ArrowDown");
    String second = text("#results [aria-selected=true]");
    assertEquals(second, text("#results li:nth-child(2)"));
    browser.press("Enter");
    assertEquals(second, text("#name"));
    find("nobody");
    assertEquals("No id has this in it.", text("#found"));
    assertEquals("what was found stays", second, text("#name"));
  }

  public void testWhatIsTypedComesBeforeOtherIds() throws Exception {
    importRows(
        "euclidean",
        List.of(row("unking", 1), row("kingdom", 2), row("King", 3), row("king", 4), row("a", 5)));
    map();
    open();
    browser.press("/");
    browser.type("king");
    JsonNode shown =
        browser.evaluate("[...document.querySelectorAll('#results li')].map(li => li.textContent)");
    assertEquals("[\"king\",\"King\",\"kingdom\",\"unking\"]", shown.toString());
  }

  public void testMouseShowsThePointUnderItAndAClickKeepsIt() throws Exception {
    importPackages();
    map("--color", "section");
    open();
    find("package-7"); // puts it into the middle, or near
    browser.press("Escape");
    assertEquals(0, browser.evaluate("document.querySelectorAll('#name').length").asInt());
    JsonNode size =
        browser.evaluate("[document.getElementById('map').clientWidth, window.innerHeight]");
    double width = size.get(0).asDouble();
    double height = size.get(1).asDouble();
    String found = null;
    double x = 0;
    double y = 0;
    for (int i = 0; found == null && i < 2000; i++) {
      x = random().nextDouble() * width;
      y = random().nextDouble() * height;
      browser.mouse(x, y, false);
      found = browser.evaluate("document.querySelector('#name')?.textContent").textValue();
    }
    assertNotNull("no point under the mouse", found);
    assertEquals(found, text("#tip"));
    assertNeighbors(found);
    browser.mouse(x, y, true);
    browser.mouse(width + 30, 5, false); // away from the map
    assertEquals(found, text("#name"));
    browser.press("Escape");
    assertEquals(0, browser.evaluate("document.querySelectorAll('#name').length").asInt());
  }

  /** The colors that the canvas has, without those of its background. */
  private int colors() throws Exception {
    browser.evaluate(
        "window.drawn = false; requestAnimationFrame(() => requestAnimationFrame(() => { window.drawn ="
            + " true; }))");
    browser.await("window.drawn");
    return browser
        .evaluate(
            "(() => { const c = document.getElementById('points'); const d ="
                + " c.getContext('2d').getImageData(0, 0, c.width, c.height).data; return new Set(new"
                + " Uint32Array(d.buffer)).size - 1; })()")
        .asInt();
  }

  public void testLegendSwitchesColors() throws Exception {
    importPackages();
    map("--color", "section");
    open();
    assertEquals(5, colors());
    browser.evaluate("document.querySelectorAll('#legend input')[1].click()");
    assertEquals(4, colors());
    browser.evaluate("document.querySelectorAll('#legend .choice button')[1].click()");
    assertEquals(0, colors());
    browser.evaluate("document.querySelectorAll('#legend .choice button')[0].click()");
    assertEquals(5, colors());
  }

  public void testDarkAndLight() throws Exception {
    importPackages();
    map();
    open();
    String background = "getComputedStyle(document.body).backgroundColor";
    browser.preferColors("light");
    assertEquals("rgb(255, 255, 255)", browser.evaluate(background).textValue());
    browser.preferColors("dark");
    assertEquals("rgb(20, 23, 27)", browser.evaluate(background).textValue());
    assertNothingElseWasLoaded();
  }

  public void testHostileTextStaysText() throws Exception {
    List<String> ids =
        List.of(
            "</script><script>window.hacked = 1</script>",
            "<img src=x onerror='window.hacked = 1'>",
            "\"quoted\" 'id' & <!-- more -->",
            "{{parts}}{{title}}",
            "__proto__",
            "emoji 🦆 e\u0301 \u202egnp.exe",
            "control \u0007\u001b[31m\n\ttab");
    List<Map<String, Object>> rows = new ArrayList<>();
    for (String id : ids) {
      Map<String, Object> row = row(id, near(0, 4));
      row.put("<script>window.hacked = 1</script>", id);
      row.put("color", id);
      rows.add(row);
    }
    importRows("euclidean", rows);
    map("--color", "color");
    open();
    for (int i = 0; i < ids.size(); i++) {
      find(ids.get(i).substring(0, 8));
      String shown =
          switch (i) {
            case 5 -> "emoji 🦆 e\u0301 \\u202egnp.exe";
            case 6 -> "control \\u0007\\u001b[31m\n\ttab";
            default -> ids.get(i);
          };
      assertEquals(shown, text("#name"));
      assertEquals(shown, text("#point dd"));
      assertEquals(
          ids.size() - 1,
          browser.evaluate("document.querySelectorAll('#neighbors li').length").asInt());
    }
    assertEquals("undefined", browser.evaluate("typeof window.hacked").textValue());
    assertEquals(
        "nothing became an element",
        0,
        browser.evaluate("document.querySelectorAll('img, aside script').length").asInt());
    assertNothingElseWasLoaded();
  }

  public void testMapOfOnePoint() throws Exception {
    importRows("euclidean", List.of(row("only", 1, 2)));
    map();
    open();
    find("only");
    assertEquals("only", text("#name"));
    assertEquals(0, browser.evaluate("document.querySelectorAll('#neighbors li').length").asInt());
    assertNothingElseWasLoaded();
  }

  public void testRealPackages() throws Exception {
    Path folder = Path.of(System.getProperty("omdb.basedir")).resolveSibling("shared/data");
    String elsewhere = System.getenv("OMDB_DATA");
    Path set = (elsewhere == null ? folder : Path.of(elsewhere)).resolve("debian-minilm-384d");
    assumeTrue("there is no " + set, Files.isDirectory(set));
    List<Map<String, Object>> rows = new ArrayList<>();
    try (var vectors =
            SourceFormats.open(
                SourceFile.open(set.resolve("base_61815x384_f16.npy")), null, Columns.DEFAULT);
        BufferedReader names = Files.newBufferedReader(set.resolve("packages.txt"));
        BufferedReader synopses = Files.newBufferedReader(set.resolve("synopses.txt"))) {
      while (rows.size() < 3000 && vectors.next()) {
        Map<String, Object> row = row(names.readLine(), vectors.vector().clone());
        row.put("synopsis", synopses.readLine());
        rows.add(row);
      }
    }
    importRows("cosine", rows);
    map();
    open();
    Map<String, Object> row = rows.get(random().nextInt(rows.size()));
    find((String) row.get("id"));
    assertEquals(row.get("id"), text("#name"));
    assertEquals(row.get("synopsis"), text("#point dd"));
    assertNeighbors((String) row.get("id"));
  }
}
