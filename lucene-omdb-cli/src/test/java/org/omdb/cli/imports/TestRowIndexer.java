// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.imports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.console.Interruption;
import org.omdb.cli.index.IndexChange;
import org.omdb.cli.source.spi.Columns;

@LuceneTestCase.SuppressFileSystems("ExtrasFS") // folders that Lucene leaves alone
public class TestRowIndexer extends LuceneTestCase {

  @Override
  public void tearDown() throws Exception {
    Interruption.clear();
    super.tearDown();
  }

  /** Rows are flushed by the threads that index them. */
  public void testIndexingThreadsAreEnded() throws IOException, CommandFailure {
    Path path = createTempDir().resolve("idx");
    Path rows = createTempFile("rows", ".txt");
    Files.writeString(rows, "a" + " 1".repeat(32) + "\n");
    try (Input input = new Input(rows, null, new Columns(null, null, null, false), false);
        IndexChange change = IndexChange.open(path, 8, true)) {
      change.writer().getConfig().setMaxBufferedDocs(3_000);
      RowIndexer indexer = new RowIndexer(change.writer(), "v", VectorSimilarityFunction.EUCLIDEAN);
      try (indexer) {
        Interruption.request();
        expectThrows(
            Interruption.Interrupted.class,
            () -> {
              for (int i = 0; i < 100_000; i++) {
                indexer.add(
                    new RowIndexer.Row(
                        input, i, "id" + i, false, new float[32], Map.of(), List.of()));
              }
              indexer.finish();
            });
      }
      // unless the threads were ended before they flushed; never by an interrupt
      Throwable tragedy = change.writer().getTragicException();
      assertTrue(
          String.valueOf(tragedy), tragedy == null || tragedy instanceof Interruption.Interrupted);
    }
    assertFalse(Files.exists(path));
  }
}
