// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that index vectors in small bulk requests. Each client has its own share of the ids, and
 * indexes some of them repeatedly with other vectors.
 *
 * <p>A request without a response is sent again to another node, until it is acknowledged. So the
 * final vector of each id is known, even if the first request was carried out.
 */
public final class BulkClients implements Closeable {

  private static final int BULK = 20;

  /** One in this many documents replaces an old one. */
  private static final int REPLACE = 5;

  private final List<Rest> nodes;
  private final String index;
  private final RealVectors vectors;
  private final Map<String, float[]> acknowledged = Collections.synchronizedMap(new HashMap<>());
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicInteger sentAgain = new AtomicInteger();
  private final ExecutorService threads;
  private final List<Future<?>> running = new ArrayList<>();
  private volatile boolean stopped;

  private BulkClients(List<Rest> nodes, String index, RealVectors vectors, int clients) {
    this.nodes = nodes;
    this.index = index;
    this.vectors = vectors;
    this.threads = Executors.newFixedThreadPool(clients);
  }

  /** Starts clients, which go on until {@link #finish}. */
  public static BulkClients start(
      List<Rest> nodes, String index, RealVectors vectors, int clients) {
    BulkClients bulk = new BulkClients(nodes, index, vectors, clients);
    for (int i = 0; i < clients; i++) {
      int client = i;
      bulk.running.add(
          bulk.threads.submit(
              () -> {
                bulk.run(client, clients);
                return null;
              }));
    }
    return bulk;
  }

  private void run(int client, int clients) throws Exception {
    int round = 0;
    int next = client;
    while (stopped == false) {
      StringBuilder lines = new StringBuilder();
      Map<String, float[]> sent = new HashMap<>();
      while (sent.size() < BULK) {
        // From the second round on all documents are replaced.
        int n = sent.size() % REPLACE == 0 && round == 0 && next > client ? client : next;
        String id = vectors.ids().get(n);
        float[] vector = vectors.vectors().get((n + round + next) % vectors.size());
        sent.put(id, vector); // the last vector of an id wins, also within a request
        ClusterTestCase.appendDocument(lines, id, vector, n);
        next += clients;
        if (next >= vectors.size()) {
          next = client;
          round++;
        }
      }
      send(client, lines.toString());
      acknowledged.putAll(sent);
      count.addAndGet(sent.size());
    }
  }

  /** Sends a request until all of it is acknowledged, for at most a minute. */
  private void send(int client, String lines) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    String problem = null;
    for (int attempt = 0; System.nanoTime() < deadline; attempt++) {
      try {
        Rest.Answer answer =
            nodes
                .get((client + attempt) % nodes.size())
                .send("POST", index + "/_bulk?timeout=10s", lines);
        if (answer.status() == 200 && answer.body().get("errors").asBoolean() == false) {
          return;
        }
        problem = firstError(answer.body());
      } catch (IOException e) { // the node is stopped
        problem = e.toString();
      }
      sentAgain.incrementAndGet();
      Thread.sleep(20);
    }
    throw new AssertionError("not acknowledged within a minute, the last time because " + problem);
  }

  private static String firstError(JsonNode body) {
    for (JsonNode item : body.path("items")) {
      if (item.at("/index/error").isMissingNode() == false) {
        return item.at("/index/error").toString();
      }
    }
    return body.toString();
  }

  /** Waits until {@code more} further documents are acknowledged. */
  public void awaitAcknowledged(int more) throws Exception {
    int wanted = count.get() + more;
    while (count.get() < wanted) {
      for (Future<?> client : running) {
        if (client.isDone()) {
          client.get(); // throws the exception that ended it
        }
      }
      Thread.sleep(5);
    }
  }

  /** Ends the clients and returns what was acknowledged. */
  public Map<String, float[]> finish() throws Exception {
    stopped = true;
    for (Future<?> client : running) {
      try {
        client.get(2, TimeUnit.MINUTES);
      } catch (ExecutionException e) {
        throw new AssertionError("a client failed", e.getCause());
      }
    }
    return new HashMap<>(acknowledged);
  }

  /** The number of acknowledged documents, and of requests that were sent again. */
  public String figures() {
    return count + " documents acknowledged, " + sentAgain + " requests sent again";
  }

  @Override
  public void close() {
    stopped = true;
    threads.shutdownNow();
  }
}
