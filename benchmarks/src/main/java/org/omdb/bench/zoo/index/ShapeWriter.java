// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.zoo.index;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.omdb.bench.zoo.distribution.Drawn;
import org.omdb.bench.zoo.distribution.Points;

/** Writes one index with Lucene's defaults, but decides itself when to flush and merge. */
public final class ShapeWriter {

  private static final int SEGMENTS = 8;

  /** Large enough that the writer never flushes by itself. */
  private static final double BUFFER_MB = 1_900;

  private final Entrant entrant;
  private final Drawn drawn;
  private final History history;
  private final Shape shape;

  /**
   * Makes a writer that has written nothing yet.
   *
   * @param entrant whose codec and documents are used
   * @param drawn vectors to write
   * @param history when rows are added and deleted
   * @param shape of the index; only {@link Shape#GENERATIONS} uses the history's generations
   */
  public ShapeWriter(Entrant entrant, Drawn drawn, History history, Shape shape) {
    this.entrant = entrant;
    this.drawn = drawn;
    this.history = history;
    this.shape = shape;
  }

  /**
   * Writes the index.
   *
   * @param folder that is empty or does not exist
   * @throws IOException if writing fails
   */
  public void into(Path folder) throws IOException {
    int pieces = shape == Shape.FLUSHED ? 1 : SEGMENTS;
    try (Directory directory = FSDirectory.open(folder)) {
      try (IndexWriter writer =
          new IndexWriter(directory, config().setMergePolicy(NoMergePolicy.INSTANCE))) {
        List<Integer> rows = history.first();
        for (int i = 0; i < pieces; i++) {
          add(writer, rows.subList(rows.size() * i / pieces, rows.size() * (i + 1) / pieces));
          writer.flush();
        }
        writer.commit();
      }
      if (shape == Shape.MERGED || shape == Shape.GENERATIONS) {
        try (IndexWriter writer = new IndexWriter(directory, config())) {
          writer.forceMerge(1);
          writer.commit();
          for (History.Generation generation : history.generations()) {
            live(writer, generation);
          }
        }
      }
    }
  }

  private IndexWriterConfig config() {
    return new IndexWriterConfig()
        .setCodec(entrant.codec())
        .setOpenMode(OpenMode.CREATE_OR_APPEND)
        .setRAMBufferSizeMB(BUFFER_MB);
  }

  private void live(IndexWriter writer, History.Generation generation) throws IOException {
    Points base = drawn.base();
    for (int row : generation.deleted()) {
      writer.deleteDocuments(entrant.term(base, row));
    }
    add(writer, generation.added());
    writer.commit();
    writer.forceMerge(1);
    writer.commit();
  }

  private void add(IndexWriter writer, List<Integer> rows) throws IOException {
    for (int row : rows) {
      writer.addDocument(entrant.document(drawn.base(), row, drawn.of().similarity()));
    }
  }
}
