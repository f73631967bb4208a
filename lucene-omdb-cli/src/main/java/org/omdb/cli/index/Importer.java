// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.index;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.VectorUtil;
import org.omdb.cli.CommandFailure;
import org.omdb.cli.source.VectorSource;
import org.omdb.lucene.OmdbVectorField;

/**
 * Reads rows in one thread and indexes them in as many as there are cores. Rows of one id always go
 * to the same thread, so that the last one wins.
 */
final class Importer implements Closeable {

  private static final int BATCH = 64;
  private static final int BATCHES_AHEAD = 8;

  /** Numbers of an import. */
  record Counts(long rows, long madeUp) {}

  private record Row(
      Path file,
      long number,
      String id,
      boolean madeUp,
      float[] vector,
      Map<String, Object> stored) {}

  private static final List<Row> END = List.of();

  private final IndexWriter writer;
  private final String field;
  private final VectorSimilarityFunction similarity;
  private final boolean replaceDocuments;
  private final MadeUpNames names;
  private final List<Worker> workers = new ArrayList<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private long rows;
  private long madeUp;
  private Path fileWithMadeUpIds;

  /**
   * @param replaceDocuments whether documents that hold more than an import writes may be replaced
   * @param names keeps made-up names apart from ids
   */
  Importer(
      IndexWriter writer,
      String field,
      VectorSimilarityFunction similarity,
      boolean replaceDocuments,
      MadeUpNames names) {
    this.names = names;
    this.replaceDocuments = replaceDocuments;
    this.writer = writer;
    this.field = field;
    this.similarity = similarity;
    for (int i = Runtime.getRuntime().availableProcessors(); i > 0; i--) {
      Worker worker = new Worker();
      workers.add(worker);
      worker.thread.start();
    }
  }

  Counts counts() {
    return new Counts(rows, madeUp);
  }

  /**
   * Adds the rows of a file.
   *
   * @param ids ids for them, or null
   * @param progress told how many bytes of the file are read
   */
  void add(Path file, VectorSource source, IdLines ids, LongConsumer progress)
      throws IOException, CommandFailure {
    try (ExistingDocuments existing =
        new ExistingDocuments(writer, field, sourceOfMadeUpIds(file))) {
      for (long row = 0; source.next(); row++) {
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
          id = file.getFileName() + "_" + row;
        }
        checkNames(file, row, source, id, isMadeUp, existing);
        float[] vector = source.vector();
        checkUnitLength(file, row, vector);
        Row next = new Row(file, row, id, isMadeUp, vector, source.stored());
        if (replaceDocuments == false) {
          checkOtherFields(next, existing);
        }
        workers.get(Math.floorMod(id.hashCode(), workers.size())).add(next);
        rows++;
        if ((row & 1023) == 0) {
          progress.accept(source.position());
        }
      }
    }
  }

  /** Two files of one name make up the same ids, which must not replace each other's vectors. */
  private static String sourceOfMadeUpIds(Path file) throws IOException {
    return file.toRealPath().toString();
  }

  private void checkNames(
      Path file,
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
      if (fileWithMadeUpIds != null && fileWithMadeUpIds.equals(file) == false) {
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

  private void checkUnitLength(Path file, long row, float[] vector) throws CommandFailure {
    if (similarity != VectorSimilarityFunction.DOT_PRODUCT) {
      return;
    }
    double square = VectorUtil.dotProduct(vector, vector);
    if (Math.abs(square - 1) > 1e-3) {
      throw CommandFailure.data(
          file
              + " row "
              + row
              + ": the vector's length is "
              + Math.sqrt(square)
              + ", expected 1, which dot product needs; cosine and mip take any");
    }
  }

  /** An import writes whole documents: what else a user's document has would be gone. */
  private void checkOtherFields(Row row, ExistingDocuments existing)
      throws IOException, CommandFailure {
    String other = existing.otherField(row.id, row.stored.keySet());
    if (other != null) {
      throw CommandFailure.data(
          row.file
              + " row "
              + row.number
              + ": id \""
              + row.id
              + "\" belongs to a document with other fields, such as \""
              + other
              + "\", which would be lost: import into another field, or say --replace-documents");
    }
  }

  /** Waits until all rows are indexed. */
  void finish() throws IOException, CommandFailure {
    for (Worker worker : workers) {
      worker.end();
    }
    for (Worker worker : workers) {
      try {
        worker.thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
    throwFailure();
  }

  private void throwFailure() throws IOException, CommandFailure {
    Throwable thrown = failure.get();
    if (thrown instanceof CommandFailure known) {
      throw known;
    }
    if (thrown != null) {
      throw new IOException(rootCause(thrown).toString(), thrown);
    }
  }

  /** What a writer that closed itself did so for. */
  static Throwable rootCause(Throwable thrown) {
    return thrown.getCause() == null ? thrown : rootCause(thrown.getCause());
  }

  @Override
  public void close() {
    for (Worker worker : workers) {
      worker.thread.interrupt();
    }
    for (Worker worker : workers) {
      boolean interrupted = false;
      while (worker.thread.isAlive()) {
        try {
          worker.thread.join();
        } catch (
            @SuppressWarnings("unused")
            InterruptedException e) {
          interrupted = true; // the writer must not be closed under a thread that uses it
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private final class Worker implements Runnable {

    private final BlockingQueue<List<Row>> batches = new ArrayBlockingQueue<>(BATCHES_AHEAD);
    private final Thread thread = new Thread(this, "omdb-import");
    private List<Row> batch = new ArrayList<>(BATCH);

    void add(Row row) throws IOException, CommandFailure {
      batch.add(row);
      if (batch.size() == BATCH) {
        put(batch);
        batch = new ArrayList<>(BATCH);
      }
    }

    void end() throws IOException, CommandFailure {
      if (batch.isEmpty() == false) {
        put(batch);
        batch = new ArrayList<>();
      }
      put(END);
    }

    private void put(List<Row> full) throws IOException, CommandFailure {
      try {
        while (batches.offer(full, 100, TimeUnit.MILLISECONDS) == false) {
          throwFailure(); // nobody takes any more
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }

    @Override
    public void run() {
      try {
        for (List<Row> rows = batches.take(); rows != END; rows = batches.take()) {
          for (Row row : rows) {
            index(row);
          }
        }
      } catch (
          @SuppressWarnings("unused")
          InterruptedException e) {
        return; // closed before the end: the change is rolled back
      } catch (Throwable t) {
        failure.compareAndSet(null, t); // thrown again in the thread that reads
      }
    }

    private void index(Row row) throws IOException, CommandFailure {
      Document document = new Document();
      try {
        document.add(new OmdbVectorField(field, row.id, row.vector, similarity));
        if (row.madeUp) {
          document.add(
              new StringField(
                  ExistingDocuments.madeUpField(field),
                  sourceOfMadeUpIds(row.file),
                  Field.Store.NO));
        }
        for (Map.Entry<String, Object> other : row.stored.entrySet()) {
          document.add(storedField(other.getKey(), other.getValue()));
        }
        writer.updateDocument(OmdbVectorField.idTerm(field, row.id), document);
      } catch (IllegalArgumentException e) {
        throw CommandFailure.data(row.file + " row " + row.number + ": " + e.getMessage());
      }
    }

    private StoredField storedField(String name, Object value) {
      if (value instanceof Long number) {
        return new StoredField(name, number);
      }
      if (value instanceof Double number) {
        return new StoredField(name, number);
      }
      return new StoredField(name, value.toString());
    }
  }
}
