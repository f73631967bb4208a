// SPDX-License-Identifier: Apache-2.0
package org.omdb.examples.packages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.BindException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.lucene.tests.util.LuceneTestCase;

/** The server's answers, as a browser gets them. */
public class TestPackageServer extends LuceneTestCase {

  private static final String HOSTILE =
      "</script><script>alert('\"&');</script>\u2028 \u0000 “é😀”";

  private HttpClient client;
  private WordModel model;
  private PackageIndex index;
  private PackageServer server;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    client = HttpClient.newHttpClient();
    model = new WordModel();
    index = new PackageIndex(createTempDir(), model);
    index.add(
        List.of(
            new SoftwarePackage("gimp", "edits pictures"),
            new SoftwarePackage("sox", "edits sounds"),
            new SoftwarePackage("x<y>", HOSTILE)));
    server = new PackageServer(index, 0);
  }

  @Override
  public void tearDown() throws Exception {
    server.close();
    index.close();
    client.shutdownNow();
    client.close();
    super.tearDown();
  }

  private HttpResponse<String> send(String method, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(server.address().resolve(path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode json(int status, String path) throws Exception {
    HttpResponse<String> response = send("GET", path);
    assertEquals(response.body(), status, response.statusCode());
    assertEquals(
        "application/json; charset=utf-8", response.headers().firstValue("Content-Type").get());
    return new ObjectMapper().readTree(response.body());
  }

  private JsonNode search(String query) throws Exception {
    return json(200, "/search?q=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
  }

  public void testAnswerHasThreeColumns() throws Exception {
    JsonNode answer = search("edits sounds");
    assertEquals(3, answer.get("packages").asInt());
    assertTrue(answer.get("embeddingMillis").asDouble() > 0);
    for (String column : List.of("vector", "text", "hybrid")) {
      JsonNode found = answer.get(column);
      assertTrue(found.get("millis").asDouble() > 0);
      JsonNode first = found.get("hits").get(0);
      assertEquals("sox", first.get("name").asText());
      assertEquals("edits sounds", first.get("description").asText());
      assertTrue(first.get("score").asDouble() > found.get("hits").get(1).get("score").asDouble());
    }
    assertEquals(3, answer.at("/vector/hits").size());
    assertEquals(2, answer.at("/text/hits").size());
  }

  public void testHostileDescriptionComesBackAsItIs() throws Exception {
    JsonNode first = search("alert").at("/text/hits/0");
    assertEquals("x<y>", first.get("name").asText());
    assertEquals(HOSTILE, first.get("description").asText());
  }

  public void testAnyQueryIsAnswered() throws Exception {
    for (String query : List.of("\"+-AND(", "%&=?#", "😀", "a b  c", "*:*")) {
      assertEquals(query, 3, search(query).at("/vector/hits").size());
    }
  }

  public void testWrongRequestsAreRefusedWithAReason() throws Exception {
    assertEquals("there is no /etc/passwd", json(404, "/etc/passwd").get("error").asText());
    String expected = "expected /search?q= and what to search for";
    assertEquals(expected, json(400, "/search").get("error").asText());
    assertEquals(expected, json(400, "/search?query=a").get("error").asText());
    String length = "expected 1 to 1000 characters, got ";
    assertEquals(length + 0, json(400, "/search?q=").get("error").asText());
    assertEquals(length + 2, json(400, "/search?q=++").get("error").asText());
    String tooLong = "/search?q=" + "a".repeat(1001);
    assertEquals(length + 1001, json(400, tooLong).get("error").asText());
    assertEquals(405, send("POST", "/search?q=a").statusCode());
  }

  public void testFailureIsAnAnswerAndTheNextSearchWorks() throws Exception {
    model.failure = "the model does not answer";
    assertEquals(
        "java.lang.IllegalStateException: the model does not answer",
        json(500, "/search?q=a").get("error").asText());
    model.failure = null;
    assertEquals(3, search("a").get("packages").asInt());
  }

  public void testPageIsServedWithAPolicy() throws Exception {
    for (String path : List.of("/", "/?q=from+a+link", "/page.css", "/page.js")) {
      HttpResponse<String> response = send("GET", path);
      assertEquals(200, response.statusCode());
      assertFalse(response.body().isBlank());
      String policy = response.headers().firstValue("Content-Security-Policy").get();
      assertTrue(policy, policy.startsWith("default-src 'none'; script-src 'self';"));
      assertEquals("nosniff", response.headers().firstValue("X-Content-Type-Options").get());
    }
    assertTrue(send("GET", "/").body().startsWith("<!doctype html>"));
  }

  public void testPackagesAreFoundWhileOthersAreAdded() throws Exception {
    index.add(List.of(new SoftwarePackage("vlc", "plays films")));
    JsonNode answer = search("plays");
    assertEquals(4, answer.get("packages").asInt());
    assertEquals("vlc", answer.at("/text/hits/0/name").asText());
  }

  public void testOnlyThisMachineIsAnswered() {
    assertEquals("127.0.0.1", server.address().getHost());
    int taken = server.address().getPort();
    IOException refused =
        expectThrows(BindException.class, () -> new PackageServer(index, taken).close());
    assertNotNull(refused.getMessage());
  }
}
