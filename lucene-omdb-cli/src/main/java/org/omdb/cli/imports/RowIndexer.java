// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.imports;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.omdb.cli.columns.ColumnWriter;
import org.omdb.cli.columns.OwnFields;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.console.Interruption;
import org.omdb.lucene.OmdbVectorField;

/**
 * Indexes rows in as many threads as there are cores. Rows with the same id always go to the same
 * thread, so that the last one wins.
 *
 * <p>One thread calls {@link #add}, {@link #finish} and {@link #close}. A failure of an indexing
 * thread is thrown there by the next call that waits.
 */
final class RowIndexer implements Closeable {

  /** Rows are handed to a thread in batches, because a queue costs more than a row does. */
  private static final int BATCH = 64;

  /** How many batches may wait for a thread: bounds the memory. */
  private static final int BATCHES_AHEAD = 8;

  /**
   * A row to be indexed.
   *
   * @param file where it comes from
   * @param number of the row in its file, from 0
   * @param madeUp whether the import made up the id
   * @param columns to be stored, as {@link ColumnWriter#store} takes them
   * @param indexed fields that index some of the columns
   */
  record Row(
      Input file,
      long number,
      String id,
      boolean madeUp,
      float[] vector,
      Map<String, Object> columns,
      List<IndexableField> indexed) {}

  private static final List<Row> END = List.of();

  private final IndexWriter writer;
  private final String field;
  private final VectorSimilarityFunction similarity;
  private final List<Worker> workers = new ArrayList<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile boolean closed;

  RowIndexer(IndexWriter writer, String field, VectorSimilarityFunction similarity) {
    this.writer = writer;
    this.field = field;
    this.similarity = similarity;
    for (int i = Runtime.getRuntime().availableProcessors(); i > 0; i--) {
      Worker worker = new Worker();
      workers.add(worker);
      worker.thread.start();
    }
  }

  /** Takes a row, and waits if the threads are far behind. */
  void add(Row row) throws IOException, CommandFailure {
    workers.get(Math.floorMod(row.id.hashCode(), workers.size())).add(row);
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
    Interruption.check(); // of which a failure may be a consequence
    Throwable thrown = failure.get();
    if (thrown instanceof CommandFailure known) {
      throw known;
    }
    if (thrown != null) {
      throw new IOException(rootCause(thrown).toString(), thrown);
    }
  }

  /** The first cause, such as a full disk for a writer that closed itself. */
  static Throwable rootCause(Throwable thrown) {
    return thrown.getCause() == null ? thrown : rootCause(thrown.getCause());
  }

  /**
   * Ends the threads. What is not indexed by then is left out. They are not interrupted, which
   * would close the files that they write, and the lock of the index.
   */
  @Override
  public void close() {
    closed = true;
    for (Worker worker : workers) {
      worker.batches.clear();
      worker.batches.add(END);
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
            if (closed) {
              return; // before the end: the change is rolled back
            }
            index(row);
          }
        }
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
              new StringField(OwnFields.madeUp(field), row.file.madeUpTerm(), Field.Store.NO));
        }
        ColumnWriter.store(document, field, row.columns);
        row.indexed.forEach(document::add);
        writer.updateDocument(OmdbVectorField.idTerm(field, row.id), document);
      } catch (IllegalArgumentException e) {
        throw CommandFailure.data(row.file + " row " + row.number + ": " + e.getMessage());
      }
    }
  }
}
