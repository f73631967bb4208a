// SPDX-License-Identifier: Apache-2.0
package org.omdb.examples.packages;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.omdb.fixtures.browser.Browser;

/** The whole example in a process of its own, with the real model, in a real browser. */
public class ITFindPackages extends LuceneTestCase {

  private static final String PICTURES = "shrink pictures without losing quality";
  private static final String HOSTILE =
      "<img src=x onerror=\"document.title='hacked'\"> & <b>bold</b>";

  private static final int TERMINATED = 128 + 15; // what Java makes of SIGTERM

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

  private Path packages() throws Exception {
    Path data = createTempDir("data");
    Files.write(
        data.resolve("packages.txt"),
        List.of("jpegoptim", "pngcrush", "mpg123", "bc", "wdiff", "nginx", "hostile<i>"));
    Files.write(
        data.resolve("synopses.txt"),
        List.of(
            "utility to optimize jpeg files",
            "optimizes PNG (Portable Network Graphics) files",
            "MPEG layer 1/2/3 audio player",
            "GNU bc arbitrary precision calculator language",
            "Compares two files word by word",
            "small, powerful, scalable web/proxy server",
            HOSTILE));
    return data;
  }

  private static String found(String column, String part) {
    return "[...document.querySelectorAll('#"
        + column
        + " li ."
        + part
        + "')].map(e => e.innerText)";
  }

  private void type(String text) throws Exception {
    browser.evaluate(
        "document.getElementById('query').focus(); document.getElementById('query').select()");
    browser.type(text);
  }

  private String first(String column) throws Exception {
    return browser.evaluate(found(column, "name") + "[0]").textValue();
  }

  public void testPackagesAreFoundAsOneTypesAndAgainAfterARestart() throws Exception {
    Path data = packages();
    Path store = createTempDir("example").resolve("store");
    try (ExampleProcess example = ExampleProcess.start(data, store)) {
      assertEquals("7 of 7 packages are in " + store + ".", example.readLine());
      assertTrue("it embedded something", example.errors().contains("Embedding"));
      open(example.address());
      findPictures();
      findWords();
      showHostileDescription();
      dropLateAnswer();
      assertEquals(TERMINATED, example.terminate());
      assertEquals("The store is closed.", example.readLine());
    }
    withoutLastLine(data.resolve("packages.txt"));
    withoutLastLine(data.resolve("synopses.txt"));
    try (ExampleProcess example = ExampleProcess.start(data, store)) {
      assertEquals("6 of 6 packages are in " + store + ".", example.readLine());
      assertFalse("nothing is left to embed", example.errors().contains("Embedding"));
      open(URI.create(example.address() + "?q=" + PICTURES.replace(' ', '+')));
      browser.await(found("vector", "name") + ".length === 6");
      assertTrue(List.of("jpegoptim", "pngcrush").contains(first("vector")));
      assertEquals(TERMINATED, example.terminate());
      assertEquals("The store is closed.", example.readLine());
    }
  }

  private static void withoutLastLine(Path file) throws Exception {
    List<String> lines = Files.readAllLines(file);
    Files.write(file, lines.subList(0, lines.size() - 1));
  }

  private void open(URI address) throws Exception {
    browser.open(address);
    browser.await("location.port === '" + address.getPort() + "'");
    browser.await("document.readyState === 'complete'");
  }

  private void findPictures() throws Exception {
    assertEquals("query", browser.evaluate("document.activeElement.id").textValue());
    browser.type(PICTURES);
    browser.await(found("vector", "name") + ".length === 7");
    JsonNode names = browser.evaluate(found("vector", "name"));
    List<String> best = List.of(names.get(0).textValue(), names.get(1).textValue());
    assertTrue(names.toString(), best.containsAll(List.of("jpegoptim", "pngcrush")));
    assertEquals(0, browser.evaluate(found("text", "name")).size());
    assertEquals(names, browser.evaluate(found("hybrid", "name")));
    assertTrue(
        browser.evaluate("document.getElementById('status').innerText").textValue(),
        browser
            .evaluate("document.getElementById('status').innerText")
            .textValue()
            .startsWith("7 packages searched."));
    JsonNode times =
        browser.evaluate("[...document.querySelectorAll('.time')].map(e => e.innerText)");
    for (JsonNode time : times) {
      assertTrue(time.toString(), time.textValue().matches("\\d+\\.\\d ms"));
    }
  }

  private void findWords() throws Exception {
    type("word by word");
    browser.await(found("text", "name") + ".length === 1");
    for (String column : List.of("vector", "text", "hybrid")) {
      assertEquals("wdiff", first(column));
    }
    assertEquals(
        "Compares two files word by word",
        browser.evaluate(found("hybrid", "description") + "[0]").textValue());
  }

  private void showHostileDescription() throws Exception {
    type("onerror");
    browser.await(found("text", "name") + "[0] === 'hostile<i>'");
    assertEquals(HOSTILE, browser.evaluate(found("text", "description") + "[0]").textValue());
    assertEquals(0, browser.evaluate("document.querySelectorAll('img, b, i').length").asInt());
    assertEquals("Find packages", browser.evaluate("document.title").textValue());
    assertEquals(List.of(), browser.errors());
    for (String request : browser.requests()) {
      assertTrue(request, request.startsWith("http://127.0.0.1:") || request.startsWith("data:"));
    }
  }

  /** The answer to "audio" comes after that to "calculator", for which it was given up. */
  private void dropLateAnswer() throws Exception {
    browser.evaluate(
        """
        window.late = new Promise(resolve => window.deliver = resolve);
        window.read = 0;
        const real = window.fetch;
        window.fetch = async (address) => {
          const response = await real(address);
          if (address.includes('audio')) {
            await window.late;
            const json = response.json.bind(response);
            response.json = async () => {
              const body = await json();
              setTimeout(() => window.read++); // after what the page does with it
              return body;
            };
          }
          return response;
        };
        0
        """);
    type("audio");
    browser.await("document.querySelector('main').ariaBusy === 'true'");
    type("calculator");
    browser.await(found("text", "name") + "[0] === 'bc'");
    browser.evaluate("window.deliver(); 0");
    browser.await("window.read === 1");
    assertEquals("bc", first("text"));
    assertEquals("false", browser.evaluate("document.querySelector('main').ariaBusy").textValue());
  }
}
