// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.TestUtil;
import org.omdb.cli.console.ExitStatus;
import org.omdb.cli.inspect.CommandTestCase;

/** An index of random rows to be exported. */
@LuceneTestCase.SuppressFileSystems("ExtrasFS") // folders that Lucene leaves alone
public abstract class ExportTestCase extends CommandTestCase {

  protected static final ObjectMapper JSON = new ObjectMapper();

  protected Path folder;
  protected Path index;

  /** What was imported, by id. */
  protected final Map<String, JsonNode> rows = new TreeMap<>();

  @Override
  public void setUp() throws Exception {
    super.setUp();
    folder = createTempDir();
    index = folder.resolve("idx");
  }

  /** Imports random rows, in several segments, and deletes some of them. */
  protected void fillIndex(boolean withColumns) throws IOException {
    int dimension = TestUtil.nextInt(random(), 1, 20);
    for (int part = TestUtil.nextInt(random(), 1, 3); part > 0; part--) {
      StringBuilder lines = new StringBuilder();
      for (int i = atLeast(20); i > 0; i--) {
        ObjectNode row = JSON.createObjectNode();
        if (withColumns) {
          addColumns(row);
        }
        String id = randomId();
        row.put("id", id);
        row.set("vector", JSON.valueToTree(randomVector(dimension)));
        String line = JSON.writeValueAsString(row);
        lines.append(line).append('\n');
        rows.put(id, JSON.readTree(line));
      }
      Path file = Files.writeString(folder.resolve("in.jsonl"), lines);
      run(ExitStatus.DONE, "import", "--index", index, "--field", "v", "--replace-documents", file);
    }
    Set<String> deleted = new HashSet<>(Set.of(rows.keySet().iterator().next()));
    for (String id : rows.keySet()) {
      if (random().nextInt(10) == 0) {
        deleted.add(id);
      }
    }
    List<Object> delete = new ArrayList<>(List.of("delete", "--index", index, "--field", "v"));
    delete.add("--");
    delete.addAll(deleted);
    run(ExitStatus.DONE, delete.toArray());
    rows.keySet().removeAll(deleted);
  }

  private static String randomId() {
    String id;
    do {
      id = TestUtil.randomRealisticUnicodeString(random(), 1, 12);
    } while (id.isEmpty() || id.chars().anyMatch(c -> c < ' ' || c == 0x7f || c == 0xfeff));
    return id;
  }

  private static float[] randomVector(int dimension) {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = random().nextInt(9) == 0 ? -0f : (float) random().nextGaussian() * 1e-20f;
    }
    return vector;
  }

  private static void addColumns(ObjectNode row) {
    row.put("long", random().nextLong());
    row.put("mixed numbers", random().nextInt(100));
    if (random().nextBoolean()) {
      row.put("mixed numbers", random().nextDouble());
      row.put("text", TestUtil.randomUnicodeString(random(), 20));
      row.put("boolean", random().nextBoolean());
      row.put("any", "true");
      row.putArray("list").add(1).add("a").addNull();
    } else {
      row.put("any", random().nextBoolean());
      row.putObject("object").put("a", 1.5);
    }
  }

  /** The rows of an index as they are printed, by id. */
  protected Map<String, JsonNode> rowsOf(Path from) throws IOException {
    List<Object> get = new ArrayList<>(List.of("get", "--index", from, "--field", "v", "--json"));
    get.add("--");
    get.addAll(rows.keySet());
    run(ExitStatus.DONE, get.toArray());
    Map<String, JsonNode> found = new TreeMap<>();
    for (String line : out.split("\n")) {
      JsonNode row = JSON.readTree(line);
      found.put(row.get("id").asText(), row);
    }
    return found;
  }

  /** Not by comparing the maps, whose text is long. */
  protected static void assertRows(Map<String, JsonNode> expected, Map<String, JsonNode> found) {
    assertEquals(expected.keySet(), found.keySet());
    expected.forEach((id, row) -> assertEquals(row, found.get(id)));
  }

  protected void export(Object... options) {
    Object[] args = new Object[5 + options.length];
    System.arraycopy(new Object[] {"export", "--index", index, "--field", "v"}, 0, args, 0, 5);
    System.arraycopy(options, 0, args, 5, options.length);
    run(ExitStatus.DONE, args);
  }
}
