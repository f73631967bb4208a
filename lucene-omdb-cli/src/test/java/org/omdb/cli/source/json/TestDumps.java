// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.json;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.omdb.cli.console.Json;
import org.omdb.cli.source.SourceTestCase;

/** What programs and services write is read without any option. */
public class TestDumps extends SourceTestCase {

  private static Path copy(String name) throws IOException {
    try (InputStream in = TestDumps.class.getResourceAsStream(name)) {
      return write(name, in.readAllBytes());
    }
  }

  /** Reads a sample, and compares the ids and vectors of its two rows. */
  private static List<Row> rows(String name, String[] ids, float[]... vectors) throws Exception {
    Path file = copy(name);
    assertEquals(name.endsWith(".jsonl") ? "jsonl" : "json", detect(file));
    List<Row> rows = read(null, file);
    assertVectors(rows, vectors);
    for (int i = 0; i < ids.length; i++) {
      assertEquals(ids[i], rows.get(i).id());
    }
    return rows;
  }

  public void testOpenAi() throws Exception {
    float[][] vectors = {{-0.0069292834f, 0.023064255f, -0.028862f}, {0.011f, -0.5f, 0.25f}};
    List<Row> rows = rows("openai-batch.jsonl", new String[] {"doc-1", "doc-2"}, vectors);
    assertEquals("batch_req_6712f8a1", rows.get(0).stored().get("id"));
    assertEquals(200L, rows.get(0).stored().get("response.status_code"));
    assertEquals(0L, rows.get(1).stored().get("response.body.data.0.index"));
    assertEquals(Json.NULL, rows.get(1).stored().get("error"));
    rows = rows("openai-answer.json", new String[] {null, null}, vectors);
    assertEquals(Map.of("object", "embedding", "index", 1L), rows.get(1).stored());
  }

  public void testPinecone() throws Exception {
    String[] ids = {"id-1", "id-2"};
    float[][] vectors = {
      {0.568879f, 0.632687092f, 0.856837332f}, {0.00891787093f, 0.581895f, 0.315718859f}
    };
    List<Row> rows = rows("pinecone-fetch.json", ids, vectors);
    assertEquals(
        new Json("{\"genre\":\"comedy\",\"year\":2020}"), rows.get(0).stored().get("metadata"));
    assertEquals(
        new Json("{\"indices\":[3,17],\"values\":[0.5,0.25]}"),
        rows.get(0).stored().get("sparseValues"));
    rows = rows("pinecone-query.json", ids, vectors);
    assertEquals(0.98, rows.get(0).stored().get("score"));
    assertEquals(Set.of("score"), rows.get(1).stored().keySet());
  }

  public void testQdrant() throws Exception {
    float[][] vectors = {{0.05f, 0.61f, 0.76f}, {0.19f, 0.81f, 0.75f}};
    List<Row> rows =
        rows(
            "qdrant-scroll.json",
            new String[] {"1", "5c56c793-69f3-4fbf-87e6-c4bf54c28c26"},
            vectors);
    assertEquals(
        Map.of("payload", new Json("{\"city\":[\"London\",\"Paris\"]}")), rows.get(1).stored());
    rows = rows("qdrant-scroll-named.json", new String[] {"1", "2"}, vectors);
    assertEquals(
        Map.of("payload", Json.NULL, "vector.text", new Json("{\"indices\":[7],\"values\":[0.3]}")),
        rows.get(1).stored());
  }

  public void testWeaviate() throws Exception {
    String[] ids = {"36ddd591-2dee-4e7e-a3cc-eb86d30a4303", "0927a1e0-398e-4e76-91fb-04a7a8f0405c"};
    float[][] vectors = {{0.125f, -0.25f, 0.5f}, {1, 0, 0.75f}};
    List<Row> rows = rows("weaviate-objects.json", ids, vectors);
    assertEquals(
        new Json("{\"title\":\"Two\",\"wordCount\":7}"), rows.get(1).stored().get("properties"));
    assertEquals(1700000000123L, rows.get(0).stored().get("creationTimeUnix"));
    rows = rows("weaviate-graphql.json", ids, vectors);
    assertEquals(Map.of("title", "Two"), rows.get(1).stored());
    rows = rows("weaviate-client.jsonl", ids, vectors);
    assertEquals(Map.of("properties", new Json("{\"title\":\"Two\"}")), rows.get(1).stored());
  }

  public void testChroma() throws Exception {
    List<Row> rows =
        rows(
            "chroma-get.json",
            new String[] {"doc1", "doc2"},
            new float[] {0.1f, 0.2f, 0.3f},
            new float[] {0.4f, -0.5f, 0.6f});
    assertEquals(
        Map.of(
            "documents",
            "This is a document",
            "metadatas",
            new Json("{\"source\":\"web\",\"page\":3}")),
        rows.get(0).stored());
    assertEquals(Map.of("documents", Json.NULL, "metadatas", Json.NULL), rows.get(1).stored());
  }

  public void testCohere() throws Exception {
    float[][] vectors = {
      {0.016296387f, -0.008354187f, -0.04699707f}, {0.028747559f, 0.02067566f, -0.03591919f}
    };
    for (String version : List.of("v1", "v2")) {
      List<Row> rows =
          rows("cohere-embed-" + version + ".json", new String[] {null, null}, vectors);
      assertEquals("goodbye", rows.get(1).stored().get("texts"));
    }
  }

  public void testElasticsearch() throws Exception {
    String[] ids = {"Xk2bG4kB", "Yk2bG4kB"};
    float[][] vectors = {{0.5f, 0.25f, -1.5f}, {1, 2, 3}};
    List<Row> rows = rows("elasticdump.jsonl", ids, vectors);
    assertEquals("Two", rows.get(1).stored().get("_source.title"));
    assertEquals(1999L, rows.get(1).stored().get("_source.year"));
    assertEquals("articles", rows.get(1).stored().get("_index"));
    rows = rows("elasticsearch-hits.json", ids, vectors);
    assertEquals("One", rows.get(0).stored().get("_source.title"));
  }

  public void testMongo() throws Exception {
    List<Row> rows =
        rows(
            "mongoexport.jsonl",
            new String[] {"573a1390f29313caabcd446f", "573a1390f29313caabcd587d"},
            new float[] {0.1f, -0.2f, 0.3f},
            new float[] {0.4f, 0.5f, -0.6f});
    assertEquals("Regeneration", rows.get(1).stored().get("title"));
  }
}
