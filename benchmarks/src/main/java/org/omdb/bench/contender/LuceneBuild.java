// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.contender;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.omdb.bench.contender.IndexShape.Pieces;
import org.omdb.bench.contender.IndexShape.Threads;
import org.omdb.bench.data.VectorSet;

/**
 * Builds one index of a {@link LuceneContender}.
 *
 * <p>If one thread does everything, this class flushes when the buffer is full, so that it can time
 * the flushes. Otherwise the index writer decides when to flush.
 */
final class LuceneBuild {

  private static final int DOCS_PER_PROGRESS = 256;
  private static final int FLUSHES_PER_EVEN_SEGMENT = 2;
  private static final int WRITING_THREADS = 2;

  private final LuceneContender contender;
  private final VectorSet set;
  private final BuildOptions options;

  /** Null unless one thread does everything. */
  private final TimedMergeScheduler merges;

  private final AtomicInteger added = new AtomicInteger();
  private long flushNanos;

  LuceneBuild(LuceneContender contender, VectorSet set, BuildOptions options) {
    this.contender = contender;
    this.set = set;
    this.options = options;
    this.merges = options.shape().threads() == Threads.ONE ? new TimedMergeScheduler() : null;
  }

  BuildReport into(Path folder) throws IOException {
    double index;
    Double merge;
    Double forceMerge = null;
    try (Directory directory = FSDirectory.open(folder);
        IndexWriter writer = new IndexWriter(directory, config())) {
      long start = System.nanoTime();
      add(writer);
      writer.commit();
      long indexed = System.nanoTime();
      index = seconds(indexed - start);
      merge = merges == null ? null : seconds(merges.nanos());
      if (options.shape().pieces() == Pieces.ONE) {
        writer.forceMerge(1);
        writer.commit();
        forceMerge = seconds(System.nanoTime() - indexed);
      }
    }
    if (options.shape().deleted() != null) {
      delete(folder);
    }
    options.progress().accept(set.size());
    Double flush = merges == null ? null : seconds(flushNanos);
    return new BuildReport(index, flush, merge, forceMerge, LuceneSizes.of(folder));
  }

  private IndexWriterConfig config() {
    IndexWriterConfig config = LuceneWriters.config(contender, options);
    if (merges != null) {
      config.setMergeScheduler(merges);
      config.setRAMBufferSizeMB(1.5 * config.getRAMBufferSizeMB()); // the writer never flushes
    }
    return config;
  }

  private static double seconds(long nanos) {
    return nanos / 1e9;
  }

  private void add(IndexWriter writer) throws IOException {
    if (options.shape().pieces() == Pieces.EVEN) {
      addEvenSegments(writer);
    } else if (options.shape().threads() == Threads.TWO_WRITE) {
      addWithTwoThreads(writer);
    } else {
      addRows(writer, 0, set.size());
    }
    if (merges != null) {
      flush(writer);
    }
  }

  private void addEvenSegments(IndexWriter writer) throws IOException {
    int flushes = options.shape().evenSegments() * FLUSHES_PER_EVEN_SEGMENT;
    for (int i = 1; i <= flushes; i++) {
      addRows(writer, firstRow(i - 1, flushes), firstRow(i, flushes));
      flush(writer);
      if (i % FLUSHES_PER_EVEN_SEGMENT == 0) {
        writer.forceMerge(1);
      }
    }
  }

  private int firstRow(int slice, int slices) {
    return (int) ((long) set.size() * slice / slices);
  }

  private void addWithTwoThreads(IndexWriter writer) throws IOException {
    try (ExecutorService threads = Executors.newFixedThreadPool(WRITING_THREADS)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < WRITING_THREADS; i++) {
        int first = firstRow(i, WRITING_THREADS);
        int end = firstRow(i + 1, WRITING_THREADS);
        running.add(
            threads.submit(
                () -> {
                  addRows(writer, first, end);
                  return null;
                }));
      }
      for (Future<?> thread : running) {
        thread.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("adding documents failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void addRows(IndexWriter writer, int first, int end) throws IOException {
    for (int row = first; row < end; row++) {
      writer.addDocument(contender.document(set, row, options.shape()));
      boolean isFull = merges != null && writer.ramBytesUsed() >= options.bufferBytes();
      if (isFull && options.shape().pieces() != Pieces.EVEN) {
        flush(writer);
      }
      int done = added.incrementAndGet();
      if (done % DOCS_PER_PROGRESS == 0) {
        options.progress().accept(done);
      }
    }
  }

  private void flush(IndexWriter writer) throws IOException {
    long start = outsideOfMerges();
    writer.flush();
    flushNanos += outsideOfMerges() - start;
  }

  private long outsideOfMerges() {
    return System.nanoTime() - (merges == null ? 0 : merges.nanos());
  }

  /** Deletes documents without merging. */
  private void delete(Path folder) throws IOException {
    BuildOptions noMerges = options.withShape(options.shape().with(Pieces.AS_FLUSHED));
    IndexWriterConfig config =
        LuceneWriters.config(contender, noMerges).setOpenMode(IndexWriterConfig.OpenMode.APPEND);
    try (Directory directory = FSDirectory.open(folder);
        IndexWriter writer = new IndexWriter(directory, config)) {
      writer.deleteDocuments(new Term(LuceneContender.MARK, options.shape().deleted()));
      writer.commit();
    }
  }
}
