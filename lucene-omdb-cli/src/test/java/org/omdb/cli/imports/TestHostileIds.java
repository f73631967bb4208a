// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.imports;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.omdb.cli.console.ExitStatus;
import org.omdb.cli.inspect.CommandTestCase;

/** Ids and columns with terminal commands in them: shown safely, and exact in JSON. */
public class TestHostileIds extends CommandTestCase {

  private static final String ID = "\u001b]0;title\u0007\u001b[2J\u009B\u202E\n@|red x|@";

  private static final String SHOWN = "\\u001b]0;title\\u0007\\u001b[2J\\u009b\\u202e\\n@|red x|@";

  private Path folder;
  private Path index;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    folder = createTempDir();
    index = folder.resolve("idx");
    ObjectMapper json = new ObjectMapper();
    String row = json.writeValueAsString(Map.of("id", ID, "vector", List.of(1, 2), "title", ID));
    Files.writeString(folder.resolve("rows.jsonl"), row + "\n{\"id\":\"a\",\"vector\":[1,3]}\n");
    field(ExitStatus.DONE, "import", folder.resolve("rows.jsonl"));
  }

  private void field(int status, String command, Object... rest) {
    Object[] args = new Object[rest.length + 5];
    args[0] = command;
    args[1] = "--index";
    args[2] = index;
    args[3] = "--field";
    args[4] = "v";
    System.arraycopy(rest, 0, args, 5, rest.length);
    run(status, args);
  }

  private static void assertHarmless(String printed) {
    printed
        .chars()
        .filter(c -> c != '\n')
        .forEach(c -> assertFalse(printed, Character.isISOControl(c) || c == 0x202E));
  }

  public void testTables() {
    field(ExitStatus.DONE, "search", "--id", "a", "--show", "title");
    assertOut("  0.500000  " + SHOWN + "  " + SHOWN + "\n");
    assertHarmless(out);
    field(ExitStatus.DONE, "get", ID);
    assertEquals(SHOWN + "  [1.0, 2.0]\n", out);
    field(ExitStatus.DONE, "search", "--vectors", folder.resolve("rows.jsonl"));
    assertTrue(out, out.startsWith(SHOWN + "\n"));
    assertHarmless(out);
  }

  public void testErrors() {
    for (String command : List.of("get", "delete")) {
      field(ExitStatus.FAILED, command, ID + "!");
      assertHarmless(err);
      assertTrue(err, err.contains("no id"));
    }
    field(ExitStatus.FAILED, "search", "--id", ID + "!");
    assertHarmless(err);
  }

  public void testJsonIsExact() throws Exception {
    field(ExitStatus.DONE, "get", "--json", ID);
    assertEquals(ID, json().get("id").asText());
    field(ExitStatus.DONE, "search", "--id", "a", "--json");
    assertEquals(ID, json().get("hits").get(0).get("id").asText());
    assertEquals(ID, json().get("hits").get(0).get("fields").get("title").asText());
  }
}
