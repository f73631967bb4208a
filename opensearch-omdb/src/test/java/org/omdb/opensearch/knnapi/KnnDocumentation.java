// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.knnapi;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.omdb.opensearch.cluster.BruteForce;
import org.omdb.opensearch.cluster.CurlCommand;
import org.omdb.opensearch.cluster.Rest;

/** The requests of the k-NN plugin's documentation, with the hits that must come back. */
public final class KnnDocumentation {

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```$");
  private static final int SEARCHES = 10;

  private KnnDocumentation() {}

  /**
   * Sends all requests, in their order, and compares hits and scores.
   *
   * @param rest of a node
   * @param isRefused requests that the node answers with 400
   */
  public static void check(Rest rest, Predicate<CurlCommand> isRefused) throws IOException {
    Matcher block = BLOCK.matcher(page());
    List<BruteForce.Hit> found = null;
    int searches = 0;
    while (block.find()) {
      if (block.group(1).equals("hits")) {
        checkHits(block.group(2).strip().split("\n"), found);
        found = null;
        searches++;
      } else {
        assertNull("hits of a search were not compared", found);
        CurlCommand request = CurlCommand.request(block.group(2));
        if (request.method().equals("PUT") && request.path().contains("_") == false) {
          rest.send("DELETE", request.path(), null); // examples use a name several times
        }
        Rest.Answer answer = rest.send(request.method(), request.path(), request.body());
        if (isRefused.test(request)) {
          assertEquals(answer.reasons(), 400, answer.status());
        } else {
          found = hits(request, answer.ok(), rest);
        }
      }
    }
    assertEquals(SEARCHES, searches);
  }

  private static String page() throws IOException {
    try (InputStream in = KnnDocumentation.class.getResourceAsStream("documentation.md")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Returns the hits of a search; null for another request. */
  private static List<BruteForce.Hit> hits(CurlCommand request, JsonNode answer, Rest rest)
      throws IOException {
    assertFalse(request + "\n" + answer, answer.path("errors").asBoolean());
    if (request.path().contains("_bulk") || request.path().contains("_doc")) {
      rest.post("_refresh", null);
    }
    if (request.path().contains("_search") == false) {
      return null;
    }
    List<BruteForce.Hit> hits = new ArrayList<>();
    for (JsonNode hit : answer.at("/hits/hits")) {
      hits.add(new BruteForce.Hit(hit.get("_id").asText(), hit.get("_score").floatValue()));
    }
    return hits;
  }

  private static void checkHits(String[] expected, List<BruteForce.Hit> found) {
    assertEquals(found.toString(), expected.length, found.size());
    for (int i = 0; i < expected.length; i++) {
      String[] idAndScore = expected[i].split(" ");
      assertEquals(found.toString(), idAndScore[0], found.get(i).id());
      float score = Float.parseFloat(idAndScore[1]);
      assertEquals(found.toString(), score, found.get(i).score(), 1e-6 * score);
    }
  }
}
