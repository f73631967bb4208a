// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.SegmentInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;
import org.omdb.lucene.SearchMemory;
import org.omdb.opensearch.cluster.ClusterTestCase;
import org.omdb.opensearch.cluster.Contents;
import org.omdb.opensearch.cluster.Json;
import org.omdb.opensearch.cluster.OmdbCommand;
import org.omdb.opensearch.cluster.RealVectors;
import org.omdb.opensearch.cluster.Rest;
import org.omdb.opensearch.cluster.TestCluster;
import org.opensearch.common.settings.Settings;

/** Each id keeps its vector, bit for bit, whatever is done to an index as a whole. */
public class TestIndexLifecycle extends ClusterTestCase {

  private static final int SIZE = 1_200;

  private static TestCluster cluster;
  private static Rest rest;
  private static RealVectors vectors;
  private static Path shared;

  @BeforeClass
  public static void start() throws Exception {
    vectors = RealVectors.read(SIZE);
    shared = newFolder();
    cluster =
        TestCluster.start(
            newFolder(),
            3,
            Settings.builder()
                .putList("path.repo", shared.toString())
                .put("omdb.export.path", shared.resolve("export").toString())
                .build());
    rest = cluster.rest();
    rest.put(
        "_snapshot/backup",
        Json.of("{'type': 'fs', 'settings': {'location': '" + shared.resolve("backup") + "'}}"));
  }

  @AfterClass
  public static void stop() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
    cluster = null;
    rest = null;
    vectors = null;
  }

  /** Creates an index with all vectors, and returns its expected contents. */
  private static Map<String, float[]> create(String index, int shards, String replication)
      throws Exception {
    rest.put(index, index(shards, 1, replication, vectors.dimension(), "cosine"));
    return fill(index);
  }

  private static Map<String, float[]> fill(String index) throws Exception {
    indexAll(rest, index, vectors);
    rest.awaitGreen(index);
    return vectors.byId();
  }

  private static void check(String index, Map<String, float[]> expected) throws Exception {
    Contents.awaitSame(rest, index, expected);
    search(rest, index, knn(vectors.vectors().get(0), 10, 100, ""), 10);
  }

  private static String settings(String json) {
    return Json.of("{'settings': " + json + "}");
  }

  @Test
  public void testSnapshotAndRestore() throws Exception {
    Map<String, float[]> expected = create("saved", 2, "DOCUMENT");
    JsonNode snapshot =
        rest.put(
            "_snapshot/backup/first?wait_for_completion=true",
            Json.of("{'indices': 'saved', 'include_global_state': false}"));
    assertEquals(snapshot.toString(), "SUCCESS", snapshot.at("/snapshot/state").asText());
    rest.delete("saved");
    rest.post(
        "_snapshot/backup/first/_restore?wait_for_completion=true",
        Json.of("{'indices': 'saved'}"));
    check("saved", expected);
    rest.post(
        "_snapshot/backup/first/_restore?wait_for_completion=true",
        Json.of(
            "{'indices': 'saved', 'rename_pattern': 'saved', 'rename_replacement': 'restored'}"));
    check("restored", expected);
  }

  @Test
  public void testForceMergeIsAudited() throws Exception {
    Map<String, float[]> expected = create("merged", 2, "DOCUMENT");
    List<String> deleted = vectors.ids().subList(100, 300);
    StringBuilder lines = new StringBuilder();
    for (String id : deleted) {
      lines.append("{\"delete\":{\"_id\":").append(Json.quote(id)).append("}}\n");
      expected.remove(id);
    }
    // The old versions of these documents stay in their segments until a merge.
    for (int i = 0; i < 50; i++) {
      float[] other = vectors.vectors().get(i + 50);
      appendDocument(lines, vectors.ids().get(i), other, i);
      expected.put(vectors.ids().get(i), other);
    }
    assertFalse(rest.post("merged/_bulk?refresh=true", lines.toString()).get("errors").asBoolean());
    check("merged", expected);
    rest.post("merged/_forcemerge?max_num_segments=1&flush=true", null);
    check("merged", expected);
    JsonNode shards = rest.get("_omdb/merged/stats").at("/indices/merged/shards");
    long live = 0;
    for (JsonNode copies : shards) {
      assertEquals(2, copies.size());
      for (JsonNode copy : copies) {
        JsonNode field = copy.at("/fields/embedding");
        assertEquals(field.toString(), "equal", field.at("/last_audit/result").asText());
        assertEquals(field.toString(), 1, field.at("/segments/omdb").asInt());
        assertEquals(field.toString(), 0, field.at("/segments/other").asInt());
        assertEquals(field.get("ids").asLong(), field.get("vectors").asLong());
        assertTrue(copy.toString(), copy.get("bytes").asLong() > 0);
        live += copy.get("primary").asBoolean() ? field.get("vectors").asLong() : 0;
      }
    }
    assertEquals(expected.size(), live);
  }

  /** The statistics count each file of the format, and a setting has segments load themselves. */
  @Test
  public void testStatsAreThoseOfTheFiles() throws Exception {
    for (boolean isLoaded : new boolean[] {false, true}) {
      String index = "measured-" + isLoaded;
      rest.put(
          index,
          index(1, 0, "DOCUMENT", vectors.dimension(), "cosine")
              .replace(
                  "\"index.omdb\": true",
                  "\"index.omdb\": true, \"index.omdb.load_on_open\": " + isLoaded));
      Map<String, float[]> expected = fill(index);
      rest.post(index + "/_forcemerge?max_num_segments=1&flush=true", null);
      rest.post(index + "/_refresh", null);
      JsonNode copy = rest.get("_omdb/" + index + "/stats").at("/indices/" + index + "/shards/0/0");
      JsonNode bytes = copy.at("/fields/embedding/bytes");
      String uuid =
          rest.get(index + "/_settings").at("/" + index + "/settings/index/uuid").asText();
      long inFiles = 0;
      for (int node = 0; node < 3; node++) {
        for (Path folder : Contents.shardFolders(cluster.folder(node), uuid)) {
          inFiles += checkSegment(folder, isLoaded, bytes);
        }
      }
      assertEquals(copy.toString(), inFiles, copy.get("bytes").asLong());
      assertEquals(
          (long) expected.size() * vectors.dimension() * Float.BYTES, bytes.get("rows").asLong());
      assertEquals(10, search(rest, index, knn(vectors.vectors().get(0), 10, 100, ""), 10).size());
    }
  }

  /** Returns the bytes of all files of the format, in the only segment of a shard. */
  private static long checkSegment(Path folder, boolean isLoaded, JsonNode bytes)
      throws IOException {
    long sum = 0;
    try (Directory directory = FSDirectory.open(folder)) {
      SegmentInfos infos = SegmentInfos.readLatestCommit(directory);
      assertEquals(1, infos.size());
      SegmentInfo info = infos.info(0).info;
      assertEquals(
          info.getAttributes().toString(),
          isLoaded,
          info.getAttributes().keySet().stream().anyMatch(key -> key.contains(".loadOnOpen.")));
      Directory files =
          info.getUseCompoundFile()
              ? info.getCodec().compoundFormat().getCompoundReader(directory, info)
              : directory;
      for (String file : files.listAll()) {
        if (file.contains("Omdb5HnswVectorsFormat")) {
          sum += files.fileLength(file);
        }
      }
      if (files != directory) {
        files.close();
      }
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        SearchMemory memory = SearchMemory.of(reader, FIELD);
        assertEquals(memory.rows(), bytes.get("rows").asLong());
        assertEquals(memory.codes(), bytes.get("codes").asLong());
        assertEquals(memory.links(), bytes.get("links").asLong());
        assertEquals(memory.ids(), bytes.get("ids").asLong());
        assertTrue(memory.toString(), memory.codes() > 0 && memory.links() > 0);
        assertTrue(memory.toString(), memory.rows() + memory.hot() + memory.ids() < sum);
      }
    }
    return sum;
  }

  @Test
  public void testSplitAndShrink() throws Exception {
    Map<String, float[]> expected = create("whole", 2, "DOCUMENT");
    rest.put("whole/_settings", Json.of("{'index.blocks.write': true}"));
    rest.post("whole/_split/split", settings("{'index.number_of_shards': 4}"));
    check("split", expected);
    assertEquals("true", omdbSetting("split"));
    rest.put(
        "split/_settings",
        Json.of(
            "{'index.blocks.write': true,"
                + " 'index.routing.allocation.require._name': 'node-0',"
                + " 'index.number_of_replicas': 0}"));
    awaitNode("split", "node-0", true);
    rest.post(
        "split/_shrink/shrunk",
        settings(
            "{'index.number_of_shards': 1, 'index.number_of_replicas': 1,"
                + " 'index.routing.allocation.require._name': null}"));
    check("shrunk", expected);
    rest.post("shrunk/_forcemerge?max_num_segments=1", null);
    check("shrunk", expected);
  }

  /** Waits until all copies are on a node, or none is. They may move one after the other. */
  private static void awaitNode(String index, String node, boolean all) throws Exception {
    boolean done = false;
    for (int i = 0; i < 100 && done == false; i++) {
      rest.post("_cluster/reroute", null);
      rest.awaitGreen(index);
      done = true;
      for (JsonNode shard : rest.get("_cat/shards/" + index + "?format=json")) {
        done &= shard.get("node").asText().equals(node) == all;
      }
    }
    assertTrue(rest.get("_cat/shards/" + index + "?format=json").toString(), done);
  }

  private static String omdbSetting(String index) throws Exception {
    return rest.get(index + "/_settings").path(index).at("/settings/index/omdb").asText();
  }

  /** Vectors move by reindex from an index without the setting into one with it. */
  @Test
  public void testReindexFromAnIndexWithoutTheSetting() throws Exception {
    rest.put(
        "old",
        Json.of(
            "{'settings': {'number_of_shards': 2}, 'mappings': {'properties': {'embedding':"
                + " {'type': 'float', 'index': false}, 'n': {'type': 'integer'}}}}"));
    Map<String, float[]> expected = fill("old");
    rest.put("new", index(3, 1, "DOCUMENT", vectors.dimension(), "cosine"));
    JsonNode done =
        rest.post(
            "_reindex?refresh=true",
            Json.of("{'source': {'index': 'old'}, 'dest': {'index': 'new'}}"));
    assertEquals(done.toString(), 0, done.get("failures").size());
    check("new", expected);
  }

  @Test
  public void testUpdateAndDeleteByQuery() throws Exception {
    Map<String, float[]> expected = create("queried", 2, "SEGMENT");
    check("queried", expected); // waits for replicas, which the query may search
    JsonNode updated =
        rest.post(
            "queried/_update_by_query?refresh=true&conflicts=proceed",
            Json.of("{'query': {'range': {'n': {'lt': 500}}}}"));
    assertEquals(updated.toString(), 500, updated.get("updated").asInt());
    check("queried", expected);
    JsonNode deleted =
        rest.post(
            "queried/_delete_by_query?refresh=true",
            Json.of("{'query': {'range': {'n': {'gte': 900}}}}"));
    assertEquals(deleted.toString(), SIZE - 900, deleted.get("deleted").asInt());
    expected.keySet().removeAll(vectors.ids().subList(900, SIZE));
    check("queried", expected);
  }

  @Test
  public void testNeighborsByKnnDeleteByQuery() throws Exception {
    Map<String, float[]> expected = create("near", 1, "DOCUMENT");
    String id = vectors.ids().get(7);
    String query =
        Json.of("{'query': {'omdb_knn': {'embedding': {'id': ")
            + Json.quote(id)
            + Json.of(", 'k': 5}}}}");
    List<String> nearest = new ArrayList<>();
    rest.post("near/_search", query)
        .at("/hits/hits")
        .forEach(hit -> nearest.add(hit.get("_id").asText()));
    assertEquals(5, nearest.size());
    assertEquals(5, rest.post("near/_delete_by_query?refresh=true", query).get("deleted").asInt());
    expected.keySet().removeAll(nearest);
    check("near", expected);
  }

  /** A copy of a shard moves by its segment files. */
  @Test
  public void testPeerRecovery() throws Exception {
    for (String replication : List.of("DOCUMENT", "SEGMENT")) {
      String index = "moved-" + replication.toLowerCase(Locale.ROOT);
      Map<String, float[]> expected = create(index, 1, replication);
      rest.post(index + "/_flush?force=true", null);
      for (int node = 0; node < 3; node++) {
        rest.put(
            index + "/_settings",
            Json.of("{'index.routing.allocation.exclude._name': 'node-" + node + "'}"));
        awaitNode(index, "node-" + node, false);
        check(index, expected);
      }
      JsonNode recoveries = rest.get(index + "/_recovery").path(index).get("shards");
      int files = 0;
      for (JsonNode recovery : recoveries) {
        assertEquals("DONE", recovery.get("stage").asText());
        files += recovery.at("/index/files/recovered").asInt();
      }
      assertTrue(recoveries.toString(), files > 0);
    }
  }

  @Test
  public void testCloseAndReopen() throws Exception {
    Map<String, float[]> expected = create("shut", 2, "DOCUMENT");
    rest.post("shut/_close", null);
    rest.awaitGreen("shut");
    rest.post("shut/_open", null);
    check("shut", expected);
    rest.put(
        "shut/_doc/new?refresh=true",
        "{\"embedding\":"
            + Json.array(new float[vectors.dimension()]).replaceFirst("0.0", "1")
            + "}");
    float[] axis = new float[vectors.dimension()];
    axis[0] = 1;
    expected.put("new", axis);
    check("shut", expected);
  }

  /** One file per shard, which the command verifies and imports. */
  @Test
  public void testExportIsImportedByTheCommand() throws Exception {
    Map<String, float[]> expected = create("out", 3, "SEGMENT");
    String gone = vectors.ids().get(5);
    rest.delete("out/_doc/" + URLEncoder.encode(gone, StandardCharsets.UTF_8));
    expected.remove(gone);
    JsonNode answer = rest.post("out/_omdb/export?folder=today", null);
    assertEquals(answer.toString(), 3, answer.get("files").size());
    List<Object> command =
        new ArrayList<>(
            List.of(
                "import",
                "--index",
                shared.resolve("imported"),
                "--field",
                "embedding",
                "--similarity",
                "cosine"));
    int exported = 0;
    for (JsonNode file : answer.get("files")) {
      Path path = Path.of(file.get("path").asText());
      assertTrue(path.toString(), path.startsWith(shared.resolve("export/today")));
      assertEquals(Files.size(path), file.get("bytes").asLong());
      assertEquals(file.get("vectors"), file.get("ids"));
      exported += file.get("vectors").asInt();
      OmdbCommand.run("verify", path);
      command.add(path);
    }
    assertEquals(expected.size(), exported);
    OmdbCommand.run(command.toArray());
    Contents.assertSame("imported", expected, Contents.ofFolder(shared.resolve("imported")));

    Rest.Answer again = rest.send("POST", "out/_omdb/export?folder=today", null);
    assertEquals(again.reasons(), 400, again.status());
    assertTrue(again.reasons(), again.reasons().contains("[overwrite=true] replaces it"));
    rest.post("out/_omdb/export?folder=today&overwrite=true&field=embedding", null);
    Files.createSymbolicLink(shared.resolve("export/link"), shared);
    for (String folder : List.of("../elsewhere", "/tmp", "today/../../x", "link", "link/new")) {
      Rest.Answer refused = rest.send("POST", "out/_omdb/export?folder=" + folder, null);
      assertEquals(refused.reasons(), 400, refused.status());
      assertTrue(refused.reasons(), refused.reasons().contains("is not within the folder"));
    }
    assertFalse(Files.exists(shared.resolve("elsewhere")));
    assertFalse(Files.exists(shared.resolve("new")));
  }

  /** Their names are the same where dots are not told apart. */
  @Test
  public void testExportsOfTwoIndexesLieInOneFolder() throws Exception {
    Map<String, String> fields = Map.of("a", "b.v", "a.b", "v");
    for (String index : List.of("a", "a.b")) {
      rest.put(index, index(1, 0, "DOCUMENT", 2, "l2").replace(FIELD, fields.get(index)));
      rest.put(
          index + "/_doc/of-" + index + "?refresh=true",
          Json.of("{'" + fields.get(index) + "': [1, 2]}"));
      rest.awaitGreen(index);
    }
    for (String index : List.of("a", "a.b")) {
      JsonNode files = rest.post(index + "/_omdb/export?folder=both", null).get("files");
      Path file = Path.of(files.get(0).get("path").asText());
      OmdbCommand.run("verify", file);
      OmdbCommand.run("import", "--index", shared.resolve("both-" + index), "--field", FIELD, file);
      assertEquals(
          Set.of("of-" + index), Contents.ofFolder(shared.resolve("both-" + index)).keySet());
    }
    try (Stream<Path> files = Files.list(shared.resolve("export/both"))) {
      assertEquals(2, files.count());
    }
  }

  @Test
  public void testAnEmptyIndexHasStatsAndIsExported() throws Exception {
    rest.put("empty", index(2, 1, "DOCUMENT", 3, "l2"));
    rest.awaitGreen("empty");
    assertEquals(2, rest.post("empty/_omdb/export", null).get("files").size());
    JsonNode copy = rest.get("_omdb/empty/stats").at("/indices/empty/shards/0/0");
    assertEquals(copy.toString(), 0, copy.at("/fields/embedding/vectors").asInt());
    assertEquals(0, search(rest, "empty", knn(new float[] {1, 2, 3}, 5, 100, ""), 5).size());
  }
}
