// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** An HTTP client of one node. Thread-safe. */
public final class Rest {

  private static final Duration LONGEST = Duration.ofMinutes(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LONGEST).build();
  private final URI node;

  /** The response of a node. */
  public record Answer(int status, JsonNode body) {

    /** Returns the body; fails unless the status is that of a success. */
    public JsonNode ok() {
      if (status < 200 || status > 299) {
        throw new AssertionError("status " + status + ": " + body);
      }
      return body;
    }

    /** All reasons of an error. */
    public String reasons() {
      return String.valueOf(body);
    }
  }

  public Rest(int port) {
    this.node = URI.create("http://127.0.0.1:" + port + "/");
  }

  /**
   * Sends a request.
   *
   * @param body JSON, or lines of JSON; null for none
   */
  public Answer send(String method, String path, String body) throws IOException {
    HttpResponse<byte[]> response = response(method, path, body);
    return new Answer(response.statusCode(), JSON.readTree(response.body()));
  }

  private HttpResponse<byte[]> response(String method, String path, String body)
      throws IOException {
    String type = path.contains("_bulk") ? "application/x-ndjson" : "application/json";
    HttpRequest.Builder request =
        HttpRequest.newBuilder(node.resolve(path)).timeout(LONGEST).header("Content-Type", type);
    request.method(
        method,
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body));
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + method + " " + path, e);
    }
  }

  /** Gets a text, such as a table. */
  public String text(String path) throws IOException {
    HttpResponse<byte[]> response = response("GET", path, null);
    String text = new String(response.body(), StandardCharsets.UTF_8);
    if (response.statusCode() != 200) {
      throw new AssertionError("status " + response.statusCode() + ": " + text);
    }
    return text;
  }

  public JsonNode get(String path) throws IOException {
    return send("GET", path, null).ok();
  }

  public JsonNode put(String path, String body) throws IOException {
    return send("PUT", path, body).ok();
  }

  public JsonNode post(String path, String body) throws IOException {
    return send("POST", path, body).ok();
  }

  public JsonNode delete(String path) throws IOException {
    return send("DELETE", path, null).ok();
  }

  /** Waits until all copies of all shards of some indexes are allocated. */
  public void awaitGreen(String index) throws IOException {
    Answer health =
        send(
            "GET",
            "_cluster/health/"
                + index
                + "?wait_for_status=green&wait_for_no_relocating_shards=true"
                + "&wait_for_no_initializing_shards=true&timeout=60s",
            null);
    if (health.status() != 200) {
      Answer why = send("GET", "_cluster/allocation/explain", null);
      throw new AssertionError("not green: " + health.body() + "\n" + why.body());
    }
  }
}
