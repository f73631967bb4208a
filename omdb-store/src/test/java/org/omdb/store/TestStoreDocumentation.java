// SPDX-License-Identifier: Apache-2.0
package org.omdb.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.lucene.tests.util.LuceneTestCase;

/** The lines of docs/STORE.md are those of this class, and do what it says. */
public class TestStoreDocumentation extends LuceneTestCase {

  private final StringBuilder printed = new StringBuilder();

  private void println(String line) {
    printed.append(line).append('\n');
  }

  private void example(Path folder) throws IOException {
    // STORE.md: begin
    try (OmdbStore store = OmdbStore.open(folder)) {
      store.upsert(
          List.of(
              new OmdbDocument("gimp", new float[] {1, 0}, "edits photos", Map.of("size", 90)),
              new OmdbDocument(
                  "jpegoptim", new float[] {.8f, .6f}, "compresses photos", Map.of("size", 1))));
      Search search =
          Search.hybrid(new float[] {1, .1f}, "smaller photos").filter(Filter.lt("size", 50));
      for (Hit hit : store.search(search.limit(5))) {
        println(hit.score() + " " + hit.id() + " " + hit.document().text());
      }
    }
    // STORE.md: end
  }

  public void testTheExampleFindsWhatItWrote() throws Exception {
    example(createTempDir());
    assertEquals("0.032786883 jpegoptim compresses photos\n", printed.toString());
  }

  public void testTheExampleIsInTheDocumentation() throws Exception {
    Path root = Path.of(System.getProperty("omdb.basedir"));
    String source =
        Files.readString(
            root.resolve("omdb-store/src/test/java/org/omdb/store/TestStoreDocumentation.java"));
    String example = source.split("// STORE.md: begin")[1].split("// STORE.md: end")[0];
    String documentation = Files.readString(root.resolve("docs/STORE.md"));
    assertTrue(
        withoutSpace(documentation)
            .contains(withoutSpace(example).replace("println", "System.out.println")));
  }

  private static String withoutSpace(String code) {
    return code.replaceAll("\\s", "");
  }
}
