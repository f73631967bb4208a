// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.cluster;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.lucene.util.IOUtils;
import org.omdb.opensearch.OmdbPlugin;
import org.opensearch.common.settings.Settings;
import org.opensearch.index.reindex.ReindexModulePlugin;
import org.opensearch.plugins.Plugin;
import org.opensearch.transport.Netty4ModulePlugin;

/** A cluster of nodes in this JVM, each with a folder, ports and settings of its own. */
public final class TestCluster implements Closeable {

  private final Path home;
  private final int[] transportPorts;
  private final int[] httpPorts;
  private final TestNode[] nodes;
  private final Rest[] rests;
  private final IntFunction<Settings> settings;
  private final IntFunction<List<Class<? extends Plugin>>> plugins;

  private TestCluster(
      Path home,
      int size,
      IntFunction<Settings> settings,
      IntFunction<List<Class<? extends Plugin>>> plugins)
      throws IOException {
    this.home = home;
    this.settings = settings;
    this.plugins = plugins;
    int[] ports = freePorts(2 * size);
    this.transportPorts = IntStream.range(0, size).map(i -> ports[2 * i]).toArray();
    this.httpPorts = IntStream.range(0, size).map(i -> ports[2 * i + 1]).toArray();
    this.nodes = new TestNode[size];
    this.rests = new Rest[size];
    for (int i = 0; i < size; i++) {
      rests[i] = new Rest(httpPorts[i]);
    }
  }

  /** Starts nodes that all have the plugin. */
  public static TestCluster start(Path home, int size, Settings settings) throws IOException {
    return start(home, size, node -> settings, node -> List.of(OmdbPlugin.class));
  }

  /**
   * Starts nodes.
   *
   * @param settings of each node, in addition to those that form the cluster
   * @param plugins of each node, in addition to transport and reindex
   */
  public static TestCluster start(
      Path home,
      int size,
      IntFunction<Settings> settings,
      IntFunction<List<Class<? extends Plugin>>> plugins)
      throws IOException {
    TestCluster cluster = new TestCluster(home, size, settings, plugins);
    try {
      cluster.startAll();
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, cluster);
      throw t;
    }
    return cluster;
  }

  private static int[] freePorts(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return sockets.stream().mapToInt(ServerSocket::getLocalPort).toArray();
    } finally {
      IOUtils.close(sockets);
    }
  }

  private TestNode create(int node) {
    String name = "node-" + node;
    Settings own =
        Settings.builder()
            .put(settings.apply(node))
            .put("cluster.name", "omdb-test")
            .put("node.name", name)
            .put("path.home", home.resolve(name).toString())
            .put("network.host", "127.0.0.1")
            .put("transport.port", transportPorts[node])
            .put("http.port", httpPorts[node])
            .putList(
                "discovery.seed_hosts",
                IntStream.of(transportPorts)
                    .mapToObj(port -> "127.0.0.1:" + port)
                    .collect(Collectors.toList()))
            .putList(
                "cluster.initial_cluster_manager_nodes",
                IntStream.range(0, nodes.length)
                    .mapToObj(i -> "node-" + i)
                    .collect(Collectors.toList()))
            .put("cluster.routing.allocation.disk.threshold_enabled", false)
            .build();
    List<Class<? extends Plugin>> all = new ArrayList<>(plugins.apply(node));
    all.add(Netty4ModulePlugin.class);
    all.add(ReindexModulePlugin.class);
    return new TestNode(own, all);
  }

  /**
   * Makes nodes one after the other, because their constructor is not thread-safe, and starts them
   * at the same time, because {@code start} waits for the other nodes.
   */
  private void startAll() throws IOException {
    for (int i = 0; i < nodes.length; i++) {
      nodes[i] = create(i);
    }
    ExecutorService threads = Executors.newFixedThreadPool(nodes.length);
    try {
      List<Future<?>> started = new ArrayList<>();
      for (TestNode node : nodes) {
        started.add(threads.submit(node::start));
      }
      for (Future<?> future : started) {
        future.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("a node does not start", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while nodes start", e);
    } finally {
      threads.shutdownNow();
    }
  }

  /** The number of nodes, stopped ones included. */
  public int size() {
    return nodes.length;
  }

  /** A client of a node. */
  public Rest rest(int node) {
    return rests[node];
  }

  /** A client of the first node. */
  public Rest rest() {
    return rests[0];
  }

  /** The HTTP port of a node. */
  public int httpPort(int node) {
    return httpPorts[node];
  }

  /** The folder of a node: {@code data/nodes/0/indices} below it has the shards. */
  public Path folder(int node) {
    return home.resolve("node-" + node);
  }

  /** Stops a node. Its folder does not change. */
  public void stop(int node) throws IOException {
    TestNode stopped = nodes[node];
    nodes[node] = null;
    stopped.close();
    try {
      if (stopped.awaitClose(1, TimeUnit.MINUTES) == false) {
        throw new IOException("node " + node + " does not stop within a minute");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while node " + node + " stops", e);
    }
  }

  /** Starts a node again, with the same folder and ports. */
  public void start(int node) throws IOException {
    nodes[node] = create(node);
    try {
      nodes[node].start();
    } catch (org.opensearch.node.NodeValidationException e) {
      throw new IOException("node " + node + " does not start", e);
    }
  }

  /** Whether a node runs. */
  public boolean isRunning(int node) {
    return nodes[node] != null;
  }

  @Override
  public void close() throws IOException {
    List<Closeable> running = new ArrayList<>();
    for (int i = 0; i < nodes.length; i++) {
      int node = i;
      if (nodes[i] != null) {
        running.add(() -> stop(node));
      }
    }
    IOUtils.close(running);
  }
}
