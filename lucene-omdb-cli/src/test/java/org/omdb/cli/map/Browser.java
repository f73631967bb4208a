// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Chromium without a window, driven over its DevTools protocol on 127.0.0.1. See
 * https://chromedevtools.github.io/devtools-protocol/. For one thread.
 */
final class Browser implements Closeable {

  private static final long TIMEOUT_SECONDS = 60;
  private static final int MAX_ROUNDS = 1200; // of 50 ms
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final HttpClient client = HttpClient.newHttpClient();
  private final WebSocket socket;
  private final AtomicInteger commands = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();

  /** What the page asked for, and what it complained of. */
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

  private final List<String> errors = Collections.synchronizedList(new ArrayList<>());

  private Browser(Process process, Path profile) throws Exception {
    this.process = process;
    String port = devToolsPort(profile);
    JsonNode targets = null;
    for (int i = 0; targets == null || targets.isEmpty(); i++) {
      HttpRequest list =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list")).build();
      targets = JSON.readTree(client.send(list, HttpResponse.BodyHandlers.ofString()).body());
      pause(i);
    }
    URI page = URI.create(targets.get(0).get("webSocketDebuggerUrl").textValue());
    this.socket =
        client.newWebSocketBuilder().buildAsync(page, new Listener()).get(60, TimeUnit.SECONDS);
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      command(domain + ".enable", Map.of());
    }
  }

  /** Where Chromium is, if it is installed. */
  static Optional<Path> find() {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
      for (String name : NAMES) {
        Path file = Path.of(folder, name);
        if (Files.isExecutable(file)) {
          return Optional.of(file);
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Starts a browser.
   *
   * @param chromium as {@link #find} found it
   * @param profile an empty folder
   */
  static Browser start(Path chromium, Path profile) throws Exception {
    Process process =
        new ProcessBuilder(
                chromium.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--window-size=1200,800",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return new Browser(process, profile);
    } catch (Throwable t) {
      end(process);
      throw t;
    }
  }

  private String devToolsPort(Path profile) throws Exception {
    Path file = profile.resolve("DevToolsActivePort");
    for (int i = 0; Files.exists(file) == false || Files.size(file) == 0; i++) {
      if (process.isAlive() == false) {
        throw new IOException("chromium ended with status " + process.exitValue());
      }
      pause(i);
    }
    return Files.readAllLines(file).get(0);
  }

  private static void pause(int round) throws InterruptedException {
    if (round > MAX_ROUNDS) {
      throw new AssertionError("the browser does not start");
    }
    Thread.sleep(50);
  }

  /** Begins to open a page. */
  void open(Path page) throws Exception {
    command("Page.navigate", Map.of("url", "file://" + page.toAbsolutePath()));
  }

  /** Waits until a JavaScript expression is true. */
  void await(String expression) throws Exception {
    for (int i = 0; evaluate(expression).asBoolean() == false; i++) {
      if (errors.isEmpty() == false || i > MAX_ROUNDS) {
        String page = evaluate("document.body.innerText").asText();
        throw new AssertionError("never: " + expression + "; " + errors + "; " + page);
      }
      Thread.sleep(50);
    }
  }

  /** The value of a JavaScript expression. */
  JsonNode evaluate(String expression) throws Exception {
    JsonNode result =
        command("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
    if (result.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + result);
    }
    return result.get("result").path("value");
  }

  /** Types a text into what has the focus. */
  void type(String text) throws Exception {
    command("Input.insertText", Map.of("text", text));
  }

  /** Presses a key, such as {@code Enter} or {@code /}. */
  void press(String key) throws Exception {
    for (String type : List.of("rawKeyDown", "keyUp")) {
      command("Input.dispatchKeyEvent", Map.of("type", type, "key", key));
    }
  }

  /** Moves the mouse, or presses and releases its button. */
  void mouse(double x, double y, boolean click) throws Exception {
    command("Input.dispatchMouseEvent", Map.of("type", "mouseMoved", "x", x, "y", y));
    if (click) {
      for (String type : List.of("mousePressed", "mouseReleased")) {
        command(
            "Input.dispatchMouseEvent",
            Map.of("type", type, "x", x, "y", y, "button", "left", "clickCount", 1));
      }
    }
  }

  /** Asks for dark or light pages. */
  void preferColors(String scheme) throws Exception {
    command(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** The addresses that were asked for since the start. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  /** Exceptions, and violations of the content security policy. */
  List<String> errors() {
    return List.copyOf(errors);
  }

  private JsonNode command(String method, Map<String, ?> parameters) throws Exception {
    int id = commands.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(id, answer);
    socket
        .sendText(
            JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)), true)
        .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    JsonNode message = answer.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    if (message.has("error")) {
      throw new AssertionError(method + ": " + message.get("error"));
    }
    return message.get("result");
  }

  /** Receives answers and events. */
  private final class Listener implements WebSocket.Listener {

    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        try {
          receive(JSON.readTree(text.toString()));
        } catch (IOException e) {
          errors.add(e.toString());
        }
        text.setLength(0);
      }
      from.request(1);
      return null;
    }
  }

  private void receive(JsonNode message) {
    if (message.has("id")) {
      answers.remove(message.get("id").intValue()).complete(message);
      return;
    }
    JsonNode event = message.path("params");
    switch (message.path("method").asText()) {
      case "Network.requestWillBeSent" -> requests.add(event.at("/request/url").asText());
      case "Runtime.exceptionThrown" -> errors.add(event.path("exceptionDetails").toString());
      case "Log.entryAdded" -> {
        if (event.at("/entry/level").asText().equals("error")) {
          errors.add(event.path("entry").toString());
        }
      }
      default -> {} // there are many others
    }
  }

  @Override
  public void close() {
    socket.abort();
    client.shutdownNow();
    client.close();
    end(process);
  }

  private static void end(Process process) {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    process.onExit().join();
    children.forEach(child -> child.onExit().join());
  }
}
