// SPDX-License-Identifier: Apache-2.0
package org.omdb.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.lucene.tests.util.LuceneTestCase;

/** The package of the store uses that of metadata, and not the other way around. */
public class TestImports extends LuceneTestCase {

  public void testMetadataKnowsNothingOfTheStore() throws Exception {
    Path sources =
        Path.of(System.getProperty("omdb.basedir"))
            .resolve("omdb-store/src/main/java/org/omdb/store/metadata");
    try (var files = Files.list(sources)) {
      List<Path> classes = files.toList();
      assertTrue(classes.toString(), classes.size() > 5);
      for (Path source : classes) {
        for (String line : Files.readAllLines(source)) {
          assertFalse(
              source + ": " + line,
              line.contains("org.omdb.store.")
                  && line.contains("org.omdb.store.metadata") == false);
        }
      }
    }
  }
}
