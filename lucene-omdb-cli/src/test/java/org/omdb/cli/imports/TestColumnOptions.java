// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.omdb.cli.console.ExitStatus;
import org.omdb.cli.inspect.CommandTestCase;

/** Options that say which columns of a file become what. */
@LuceneTestCase.SuppressFileSystems("ExtrasFS") // folders that Lucene leaves alone
public class TestColumnOptions extends CommandTestCase {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String PINECONE =
      """
      {"id": "a", "values": [1, 0], "metadata": {"year": 2020, "tags": ["x", "y"]}}
      {"id": "b", "values": [2, 0], "metadata": {"year": 1999.5, "tags": []}}
      {"id": "c", "values": [3, 0], "metadata": {"year": null}}
      {"id": "d", "values": [4, 0]}
      """;

  private Path folder;
  private Path index;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    folder = createTempDir();
    index = folder.resolve("idx");
  }

  private void importRows(int status, String rows, Object... options) throws IOException {
    Path file = folder.resolve("rows.jsonl");
    Files.writeString(file, rows);
    List<Object> args = new ArrayList<>(List.of("import", "--index", index, "--field", "v", file));
    args.addAll(List.of(options));
    run(status, args.toArray());
  }

  private String get(String id) {
    run(ExitStatus.DONE, "get", "--index", index, "--field", "v", "--json", id);
    return out;
  }

  private List<String> find(String where) throws IOException {
    run(
        ExitStatus.DONE,
        "search",
        "--index",
        index,
        "--field",
        "v",
        "--vector",
        "[0, 0]",
        "--where",
        where,
        "--json",
        "--show",
        "metadata.year");
    return json().findValuesAsText("id");
  }

  public void testWhatIsInAnObjectIsIndexedAndShownByItsPath() throws Exception {
    importRows(0, PINECONE, "--index-column", "metadata.year,metadata.tags");
    assertEquals(List.of("a"), find("metadata.year >= 2000"));
    assertEquals(List.of("a", "b"), find("metadata.year != 1"));
    assertEquals(JSON.readTree("[2020, 1999.5]").get(1), json().at("/hits/1/fields/metadata.year"));
    assertEquals(List.of("a"), find("metadata.tags = y"));
    assertEquals(List.of("b", "c", "d"), find("not metadata.tags = y"));
    assertEquals(
        JSON.readTree(PINECONE.split("\n")[0]).get("metadata"),
        JSON.readTree(get("a")).get("metadata"));
    run(
        ExitStatus.DONE,
        "search",
        "--index",
        index,
        "--field",
        "v",
        "--id",
        "d",
        "-k",
        "1",
        "--show",
        "metadata.year,metadata");
    assertOut("metadata.year  metadata");
  }

  public void testOnlyWhatIsNamedIsStored() throws Exception {
    String rows = "{\"k\":\"a\",\"v\":[1],\"x\":1,\"y\":{\"z\":2,\"w\":3},\"t\":\"s\"}\n";
    importRows(0, rows, "--id-column", "k", "--vector-column", "v", "--store", "y.z,t");
    assertEquals("{\"id\":\"a\",\"vector\":[1.0],\"y.z\":2,\"t\":\"s\"}\n", get("a"));
    importRows(
        0,
        rows,
        "--id-column",
        "k",
        "--vector-column",
        "v",
        "--store",
        "t",
        "--index-column",
        "x",
        "--replace-documents");
    assertEquals("{\"id\":\"a\",\"vector\":[1.0],\"x\":1,\"t\":\"s\"}\n", get("a"));
  }

  public void testAColumnThatNoRowHasIsAMistake() throws Exception {
    for (String option : List.of("--store", "--index-column", "--text")) {
      importRows(ExitStatus.USAGE, PINECONE, option, "metadata.year,titel");
      assertEquals(
          "omdb: no row has a column \"titel\", which --store, --index-column or --text names\n",
          err);
      assertFalse(Files.exists(index));
    }
  }

  public void testTextStaysText() throws Exception {
    importRows(
        0,
        "{\"id\":\"a\",\"vector\":[1],\"zip\":2139,\"x\":true,\"y\":null}\n"
            + "{\"id\":\"b\",\"vector\":[2],\"zip\":\"02139\",\"x\":[1, 2]}\n",
        "--text",
        "zip,x,y",
        "--index-column",
        "zip");
    assertEquals(
        "{\"id\":\"a\",\"vector\":[1.0],\"zip\":\"2139\",\"x\":\"true\",\"y\":null}\n", get("a"));
    assertEquals("{\"id\":\"b\",\"vector\":[2.0],\"zip\":\"02139\",\"x\":\"[1,2]\"}\n", get("b"));
    run(
        ExitStatus.DONE,
        "search",
        "--index",
        index,
        "--field",
        "v",
        "--vector",
        "[0]",
        "--where",
        "zip = 2139",
        "--json");
    assertEquals(List.of("a"), json().findValuesAsText("id"));
  }

  public void testColumnsThatLookLikeIdsAreNamedWithMadeUpIds() throws Exception {
    String rows =
        "{\"asin\":\"B1\",\"user_id\":7,\"text\":\"x\",\"url\":\"u\",\"vector\":[1]}\n"
            + "{\"asin\":\"B2\",\"user_id\":8,\"text\":\"y\",\"vector\":[2]}\n";
    importRows(0, rows);
    assertOut("2 have made-up ids");
    assertOut(
        "\nColumns that look like ids: asin, user_id. --id-column asin takes them from there.\n");
    importRows(0, rows, "--json");
    JsonNode report = json();
    assertEquals("[\"asin\",\"user_id\"]", report.get("columns_like_ids").toString());
    importRows(0, rows, "--id-column", "user_id");
    assertFalse(out, out.contains("look like ids"));
    assertEquals("{\"id\":\"8\",\"vector\":[2.0],\"asin\":\"B2\",\"text\":\"y\"}\n", get("8"));
  }

  public void testAnIdThatIsMissingIsRefused() throws Exception {
    importRows(
        ExitStatus.FAILED,
        "{\"k\":1,\"vector\":[1]}\n{\"vector\":[1],\"a\":1}\n",
        "--id-column",
        "k");
    assertTrue(
        err,
        err.endsWith(
            "line 2: found no member \"k\" among \"a\", expected a string or a whole number\n"));
    importRows(ExitStatus.FAILED, "{\"k\":null,\"vector\":[1]}\n", "--id-column", "k");
    assertTrue(
        err, err.endsWith("line 1: found null as id, expected a string or a whole number\n"));
  }
}
