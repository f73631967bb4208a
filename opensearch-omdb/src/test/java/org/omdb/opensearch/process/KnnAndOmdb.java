// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.process;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.lucene.util.IOUtils;
import org.junit.AssumptionViolatedException;
import org.omdb.opensearch.cluster.Json;
import org.omdb.opensearch.cluster.Rest;

/**
 * A node of OpenSearch 3.6.0 with its k-NN plugin, and one with this plugin. Both are processes.
 *
 * <p>k-NN's archive has no native libraries, without which Faiss ends the node when it builds a
 * graph. So the node has a template by which Faiss builds none, and compares all vectors.
 */
final class KnnAndOmdb implements Closeable {

  /** What Maven says if an archive is not to be had. */
  private static final List<String> NOT_TO_BE_HAD =
      List.of("Could not resolve", "Could not transfer", "Could not find artifact");

  private final ClusterScript knnNode;
  private final ClusterScript omdbNode;
  private final int knnPort;
  private final Rest knn;
  private final Rest omdb;

  /**
   * Starts both.
   *
   * @throws AssumptionViolatedException if the k-NN plugin can't be downloaded
   */
  KnnAndOmdb(Random random) throws IOException {
    Path module = Path.of(System.getProperty("omdb.basedir")).resolve("opensearch-omdb");
    knnPort = ClusterScript.freePorts(1, random);
    knn = new Rest(knnPort);
    knnNode =
        new ClusterScript(
            module.resolve("cluster"), newFolder(module, "cluster-knn"), 1, knnPort, "--knn");
    try {
      knnNode.start();
    } catch (IOException e) {
      if (NOT_TO_BE_HAD.stream().anyMatch(e.getMessage()::contains)) {
        throw new AssumptionViolatedException("there is no k-NN plugin", e);
      }
      throw e;
    }
    int omdbPort = ClusterScript.freePorts(1, random);
    omdb = new Rest(omdbPort);
    omdbNode =
        new ClusterScript(
            module.resolve("cluster"), newFolder(module, "cluster-from-knn"), 1, omdbPort);
    try {
      omdbNode.start();
      setUp(knn(), "'index.knn.advanced.approximate_threshold': -1");
      setUp(omdb(), "'index.omdb': true, 'index.omdb.knn_api': true");
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, this);
      throw t;
    }
  }

  /** Without the nodes of the last run, but with its home, which takes long to assemble. */
  private static Path newFolder(Path module, String name) throws IOException {
    Path folder = module.resolve("target").resolve(name);
    for (String old : new String[] {"nodes", "shared"}) {
      if (Files.exists(folder.resolve(old))) {
        IOUtils.rm(folder.resolve(old));
      }
    }
    Files.deleteIfExists(folder.resolveSibling(name + ".out"));
    Files.createDirectories(folder);
    return folder;
  }

  private static void setUp(Rest rest, String settings) throws IOException {
    rest.put(
        "_index_template/all",
        Json.of(
            "{'index_patterns': ['*'], 'template': {'settings': {'number_of_replicas': 0, "
                + settings
                + "}}}"));
  }

  Rest knn() {
    return knn;
  }

  Rest omdb() {
    return omdb;
  }

  /** Sends a request to both. */
  Answers both(String method, String path, String body) throws IOException {
    return new Answers(knn().send(method, path, body), omdb().send(method, path, body));
  }

  /** Fills an index of this plugin from that of the same name, as docs/FROM-KNN.md says. */
  JsonNode move(String index) throws IOException {
    JsonNode mapping = knn().get(index + "/_mapping").at("/" + index + "/mappings");
    JsonNode shards =
        knn().get(index + "/_settings").at("/" + index + "/settings/index/number_of_shards");
    omdb()
        .put(
            index,
            "{\"settings\":{\"index.knn\":true,\"number_of_shards\":"
                + shards.asText()
                + "},\"mappings\":"
                + mapping
                + "}");
    return omdb()
        .post(
            "_reindex?refresh=true",
            Json.of(
                "{'source': {'remote': {'host': 'http://127.0.0.1:"
                    + knnPort
                    + "'}, 'index': '"
                    + index
                    + "', 'size': 500}, 'dest': {'index': '"
                    + index
                    + "'}}"));
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(omdbNode, knnNode);
  }

  /**
   * What both have answered.
   *
   * @param knn the answer of k-NN
   * @param omdb the answer of this plugin
   */
  record Answers(Rest.Answer knn, Rest.Answer omdb) {

    /** Scores are sums of float32, in another order. */
    private static final double ROUNDING = 1e-5;

    /** Fails unless both have found the same, with the same scores. */
    void assertSameHits(String message) {
      String difference = difference();
      if (difference != null) {
        throw new AssertionError(message + "\n" + difference);
      }
    }

    /** How hits and scores differ, inner hits included; null if they are the same. */
    String difference() {
      List<Hit> a = hits(knn.ok());
      List<Hit> b = hits(omdb.ok());
      boolean same =
          a.size() == b.size()
              && knn.body().at("/hits/total").equals(omdb.body().at("/hits/total"))
              && omdb.body().at("/_shards/failed").asInt() == 0;
      for (int i = 0; same && i < a.size(); i++) {
        // Of equal scores, any may come first, and the last one may be any of several.
        same = isClose(a.get(i).score(), b.get(i).score());
      }
      double last = a.isEmpty() ? 0 : a.get(a.size() - 1).score();
      for (Hit hit : b) {
        same &=
            isClose(hit.score(), last)
                || a.stream()
                    .anyMatch(
                        other ->
                            other.id().equals(hit.id()) && isClose(other.score(), hit.score()));
      }
      return same ? null : "k-NN " + a + "\nomdb " + b;
    }
  }

  /** A hit, or an inner hit. */
  record Hit(String id, double score) {}

  static List<Hit> hits(JsonNode answer) {
    List<Hit> hits = new ArrayList<>();
    for (JsonNode hit : answer.at("/hits/hits")) {
      String id = hit.get("_id").asText() + hit.path("_routing").asText("");
      hits.add(new Hit(id, hit.get("_score").asDouble()));
      for (JsonNode inner : hit.path("inner_hits")) {
        for (JsonNode object : inner.at("/hits/hits")) {
          hits.add(
              new Hit(
                  id + "#" + object.at("/_nested/offset").asInt(),
                  object.get("_score").asDouble()));
        }
      }
    }
    return hits;
  }

  static boolean isClose(double a, double b) {
    return Math.abs(a - b) <= Answers.ROUNDING * Math.max(Math.abs(a), Math.abs(b));
  }
}
