// SPDX-License-Identifier: Apache-2.0
package org.omdb.examples.packages;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Gives a browser the page, and answers to what is typed there: {@code /search?q=...} is an {@link
 * Answer} as JSON. Only programs of this machine can reach it.
 */
final class PackageServer implements Closeable {

  private static final String QUERY = "q=";
  private static final int MAX_QUERY = 1000;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The page may do nothing but ask this server, whatever a description says. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:;"
          + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  private record Content(int status, String type, byte[] bytes) {}

  private final PackageIndex index;
  private final Map<String, Content> files =
      Map.of(
          "/", file("page.html", "text/html"),
          "/page.css", file("page.css", "text/css"),
          "/page.js", file("page.js", "text/javascript"));
  private final ExecutorService threads =
      Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
  private final HttpServer server;

  /**
   * Starts to answer.
   *
   * @param index stays open as long as this
   * @param port 0 for any that is free
   * @throws IOException if the port is not free
   */
  PackageServer(PackageIndex index, int port) throws IOException {
    this.index = index;
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Content content = answer(exchange);
      exchange.getResponseHeaders().set("Content-Type", content.type() + "; charset=utf-8");
      exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
      exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.sendResponseHeaders(content.status(), content.bytes().length);
      exchange.getResponseBody().write(content.bytes());
    }
  }

  private Content answer(HttpExchange exchange) throws IOException {
    URI uri = exchange.getRequestURI();
    if (exchange.getRequestMethod().equals("GET") == false) {
      return error(405, "only GET is answered");
    }
    if (uri.getPath().equals("/search")) {
      return search(uri.getRawQuery());
    }
    return files.getOrDefault(uri.getPath(), error(404, "there is no " + uri.getPath()));
  }

  private Content search(String rawQuery) throws IOException {
    if (rawQuery == null || rawQuery.startsWith(QUERY) == false) {
      return error(400, "expected /search?q= and what to search for");
    }
    String query;
    try {
      query = URLDecoder.decode(rawQuery.substring(QUERY.length()), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return error(400, e.getMessage());
    }
    if (query.isBlank() || query.length() > MAX_QUERY) {
      return error(400, "expected 1 to " + MAX_QUERY + " characters, got " + query.length());
    }
    try {
      return json(200, index.search(query));
    } catch (IOException | RuntimeException e) {
      return error(500, e.toString()); // the user of the page is who runs the server
    }
  }

  private static Content error(int status, String message) throws IOException {
    return json(status, Map.of("error", message));
  }

  private static Content json(int status, Object value) throws IOException {
    return new Content(status, "application/json", JSON.writeValueAsBytes(value));
  }

  private static Content file(String name, String type) {
    try (InputStream file = PackageServer.class.getResourceAsStream(name)) {
      return new Content(200, type, file.readAllBytes());
    } catch (IOException e) {
      throw new IllegalStateException(name + " is in the jar", e);
    }
  }

  /** Stops, when it has answered what it was asked. */
  @Override
  public void close() {
    server.stop(1);
    threads.close();
  }
}
