// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.process;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.util.IOUtils;
import org.omdb.opensearch.cluster.Rest;

/** A cluster that the script {@code opensearch-omdb/cluster} starts, in a folder of its own. */
final class ClusterScript implements Closeable {

  private final Path script;
  private final Path folder;
  private final int nodes;
  private final int port;
  private final List<String> options;
  private Path plugin;

  /**
   * @param options of {@code start}, in addition to these
   */
  ClusterScript(Path script, Path folder, int nodes, int port, String... options) {
    this.script = script;
    this.folder = folder;
    this.nodes = nodes;
    this.port = port;
    this.options = List.of(options);
  }

  /** The first of consecutive free HTTP ports, whose transport ports (100 higher) are free too. */
  static int freePorts(int nodes, Random random) throws IOException {
    for (int attempt = 0; attempt < 100; attempt++) {
      int port = 20_000 + random.nextInt(20_000);
      List<ServerSocket> sockets = new ArrayList<>();
      try {
        for (int i = 0; i < nodes; i++) {
          sockets.add(new ServerSocket(port + i, 1, InetAddress.getLoopbackAddress()));
          sockets.add(new ServerSocket(port + 100 + i, 1, InetAddress.getLoopbackAddress()));
        }
        return port;
      } catch (java.net.BindException e) {
        continue; // one of them is in use
      } finally {
        IOUtils.close(sockets);
      }
    }
    throw new IOException("no free ports");
  }

  /** Has nodes load another plugin too, from its folder. */
  ClusterScript with(Path otherPlugin) {
    plugin = otherPlugin;
    return this;
  }

  /** Starts all nodes that are not running. */
  void start() throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of("start", "--nodes", Integer.toString(nodes), "--port", Integer.toString(port)));
    arguments.addAll(options);
    run(arguments.toArray(String[]::new));
  }

  /** Stops one node. */
  void stop(int node) throws IOException {
    run("stop", "--node", Integer.toString(node));
  }

  /** Stops one node if it runs, starts it, and waits until it has its shards. */
  void restart(int node) throws IOException {
    run("restart", "--node", Integer.toString(node));
  }

  /** The process of a node, which may have ended. */
  long pid(int node) throws IOException {
    return Long.parseLong(Files.readString(folder(node).resolve("pid")).strip());
  }

  private void run(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    Path out = folder.resolveSibling(folder.getFileName() + ".out");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()))
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.environment().put("OMDB_CLUSTER", folder.toString());
    if (plugin != null) {
      builder.environment().put("OMDB_CLUSTER_PLUGIN", plugin.toString());
    }
    Process process = builder.start();
    try {
      if (process.waitFor(5, TimeUnit.MINUTES) == false) {
        process.destroyForcibly();
        throw new IOException(command + " takes more than 5 minutes");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    if (process.exitValue() != 0) {
      throw new IOException(
          command + " ended with " + process.exitValue() + ":\n" + Files.readString(out));
    }
  }

  /** A client of a node; nodes are counted from 1. */
  Rest rest(int node) {
    return new Rest(port + node - 1);
  }

  /** A client of each node. */
  List<Rest> rests() {
    List<Rest> rests = new ArrayList<>();
    for (int node = 1; node <= nodes; node++) {
      rests.add(rest(node));
    }
    return rests;
  }

  /** The folder of a node. */
  Path folder(int node) {
    return folder.resolve("nodes/node-" + node);
  }

  /** Sends SIGKILL to a node, and waits until its process is gone. */
  void kill(int node) throws Exception {
    ProcessHandle process = ProcessHandle.of(pid(node)).orElseThrow();
    process.destroyForcibly();
    process.onExit().get(1, TimeUnit.MINUTES);
  }

  /** Stops all nodes. */
  @Override
  public void close() throws IOException {
    run("stop");
  }
}
