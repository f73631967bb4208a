// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.imports;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.omdb.cli.columns.ImportedColumns;
import org.omdb.cli.columns.IndexedColumns;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.source.spi.VectorSource;
import org.omdb.lucene.VectorLengths;

/**
 * Gives each row its id, checks it, and hands it on to a {@link RowIndexer}. For one thread.
 *
 * <p>A row without an id gets a made-up one. No made-up id may replace an id that somebody gave,
 * nor one that was made up for another file.
 */
final class Importer implements Closeable {

  /**
   * Numbers of an import.
   *
   * @param idLikeColumns columns that rows with made-up ids have, and that look like ids
   */
  record Counts(long rows, long madeUp, List<String> idLikeColumns) {}

  private final IndexWriter writer;
  private final String field;
  private final VectorSimilarityFunction similarity;
  private final boolean replaceDocuments;
  private final MadeUpNames names;
  private final ImportedColumns imported;
  private final IndexedColumns indexed;
  private final IdLikeColumns idLike = new IdLikeColumns();
  private final RowIndexer indexer;
  private long rows;
  private long madeUp;
  private Input fileWithMadeUpIds;

  /**
   * @param replaceDocuments whether documents that hold more than an import writes may be replaced
   * @param names keeps made-up ids apart from those that somebody gave
   * @param imported what becomes of columns
   * @param indexed which columns are indexed
   */
  Importer(
      IndexWriter writer,
      String field,
      VectorSimilarityFunction similarity,
      boolean replaceDocuments,
      MadeUpNames names,
      ImportedColumns imported,
      IndexedColumns indexed) {
    this.writer = writer;
    this.field = field;
    this.similarity = similarity;
    this.replaceDocuments = replaceDocuments;
    this.names = names;
    this.imported = imported;
    this.indexed = indexed;
    this.indexer = new RowIndexer(writer, field, similarity);
  }

  /** What was added so far. */
  Counts counts() {
    return new Counts(rows, madeUp, idLike.names());
  }

  /**
   * Adds the rows of a file.
   *
   * @param file to be read to its end
   * @param ids ids for them, or null
   * @param progress told how many bytes of the file are read
   */
  void add(Input file, IdLines ids, LongConsumer progress) throws IOException, CommandFailure {
    VectorSource source = file.source();
    try (ExistingDocuments existing = new ExistingDocuments(writer, field, file.madeUpTerm())) {
      for (long row = 0; file.next(); row++) {
        boolean hasId = source.id() != null && source.isMadeUp() == false;
        if (hasId && ids != null) {
          throw CommandFailure.data(
              file
                  + " row "
                  + row
                  + " has an id of its own, \""
                  + source.id()
                  + "\"; --ids is for files without");
        }
        boolean isMadeUp = hasId == false && ids == null;
        String id = source.id();
        if (ids != null) {
          id = ids.next(file, row);
        } else if (id == null) {
          id = file.name() + "_" + row;
        }
        checkNames(file, row, source, id, isMadeUp, existing);
        float[] vector = source.vector();
        checkLength(file, row, vector);
        Map<String, Object> columns = imported.of(source.stored());
        if (isMadeUp) {
          idLike.add(columns);
        }
        RowIndexer.Row next =
            new RowIndexer.Row(
                file,
                row,
                id,
                isMadeUp,
                vector,
                columns,
                indexed.fields(file + " row " + row, columns));
        if (replaceDocuments == false) {
          checkOtherFields(next, existing);
        }
        indexer.add(next);
        rows++;
        if ((row & 1023) == 0) {
          progress.accept(file.position());
        }
      }
    }
  }

  private void checkNames(
      Input file,
      long row,
      VectorSource source,
      String id,
      boolean isMadeUp,
      ExistingDocuments existing)
      throws IOException, CommandFailure {
    if (isMadeUp == false) {
      if (names.addId(id) == false) {
        throw CommandFailure.data(
            file
                + " row "
                + row
                + ": id \""
                + id
                + "\" was made up for a row without one: import the files one after the other, or"
                + " give ids with --ids");
      }
      return;
    }
    madeUp++;
    if (source.isMadeUp()) {
      if (fileWithMadeUpIds != null && fileWithMadeUpIds != file) {
        throw CommandFailure.data(
            file
                + " and "
                + fileWithMadeUpIds
                + " both have vectors without ids, whose made-up ones (\""
                + id
                + "\") would be the same: give ids with --ids");
      }
      fileWithMadeUpIds = file;
    }
    if (names.add(id) == false || existing.isOfAnother(id)) {
      throw CommandFailure.data(
          file
              + " row "
              + row
              + " has no id, and the name made up for it, \""
              + id
              + "\", is the id of another vector: give ids with --ids");
    }
  }

  private void checkLength(Input file, long row, float[] vector) throws CommandFailure {
    if (similarity != VectorSimilarityFunction.DOT_PRODUCT) {
      try {
        VectorLengths.check(similarity, vector);
      } catch (IllegalArgumentException e) {
        throw CommandFailure.data(file + " row " + row + ": " + e.getMessage());
      }
      return;
    }
    double length = VectorLengths.of(vector);
    if (Math.abs(length * length - 1) > 1e-3) {
      throw CommandFailure.data(
          file
              + " row "
              + row
              + ": the vector's length is "
              + length
              + ", expected 1, which dot product needs; cosine and mip take any");
    }
  }

  /** An import writes whole documents: what else a user's document has would be gone. */
  private void checkOtherFields(RowIndexer.Row row, ExistingDocuments existing)
      throws IOException, CommandFailure {
    String other = existing.otherField(row.id(), row.columns().keySet());
    if (other != null) {
      throw CommandFailure.data(
          row.file()
              + " row "
              + row.number()
              + ": id \""
              + row.id()
              + "\" belongs to a document with other fields, such as \""
              + other
              + "\", which would be lost: import into another field, or say --replace-documents");
    }
  }

  /** Waits until all rows are indexed. */
  void finish() throws IOException, CommandFailure {
    imported.checkAllSeen();
    indexer.finish();
  }

  @Override
  public void close() {
    indexer.close();
  }
}
