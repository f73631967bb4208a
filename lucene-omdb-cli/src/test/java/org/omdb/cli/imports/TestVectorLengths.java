// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.imports;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.omdb.cli.console.ExitStatus;
import org.omdb.cli.inspect.CommandTestCase;

/** An import refuses vectors of lengths that a similarity can't compare, and writes nothing. */
public class TestVectorLengths extends CommandTestCase {

  private static final String LONG = "[2e19, 2e19]";
  private static final String SHORT = "[0, -1e-25]";

  private static final Map<String, List<String>> REFUSED =
      Map.of(
          "cosine", List.of(LONG, SHORT, "[0, 0]"),
          "dot", List.of(LONG, SHORT, "[0, 0]", "[1, 1]"),
          "mip", List.of(LONG),
          "euclidean", List.of());

  public void testLengthsThatCannotBeCompared() throws Exception {
    Path folder = createTempDir();
    Path rows = folder.resolve("rows.jsonl");
    for (String similarity : REFUSED.keySet()) {
      for (String vector : List.of("[0.6, 0.8]", LONG, SHORT, "[0, 0]", "[1, 1]")) {
        Files.writeString(
            rows, "{\"id\":\"a\",\"vector\":[1,0]}\n{\"id\":\"b\",\"vector\":" + vector + "}\n");
        Path index = folder.resolve(similarity + vector.hashCode());
        boolean isRefused = REFUSED.get(similarity).contains(vector);
        run(
            isRefused ? ExitStatus.FAILED : ExitStatus.DONE,
            "import",
            "--index",
            index,
            "--field",
            "v",
            "--similarity",
            similarity,
            rows);
        if (isRefused) {
          assertTrue(err, err.contains("rows.jsonl row 1: "));
          assertTrue(err, err.contains("length is ") || err.contains("zero vector"));
          run(ExitStatus.FAILED, "search", "--index", index, "--field", "v", "--id", "a");
        } else {
          run(ExitStatus.DONE, "search", "--index", index, "--field", "v", "--id", "a", "--json");
          assertEquals("b", json().get("hits").get(0).get("id").asText());
        }
      }
    }
  }
}
