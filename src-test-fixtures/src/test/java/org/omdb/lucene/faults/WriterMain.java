// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.faults;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.tests.index.MockRandomMergePolicy;
import org.apache.lucene.util.InfoStream;
import org.omdb.fixtures.ReversingMergePolicy;
import org.omdb.lucene.OmdbCodec;

/**
 * The process that is killed: goes on with the history of an index for ever, in batches that end
 * with a commit, and says on standard output what it does.
 */
final class WriterMain {

  static final int STATUS_FAILED = 1;
  static final int STATUS_REFUSED = 3;

  private final WriterHistory history;
  private final Random random;
  private final int threads;
  private final ExecutorService executor;
  private final OutputStream out = new FileOutputStream(FileDescriptor.out);
  private volatile long next; // the first operation that is not in the index

  private WriterMain(WriterHistory history, Random random) {
    this.history = history;
    this.random = random;
    this.threads = 1 + random.nextInt(3);
    this.executor = Executors.newFixedThreadPool(threads);
  }

  /**
   * Runs until it is killed.
   *
   * @param args the folder of the index, the seed of its history, the seed of settings and batches
   */
  public static void main(String[] args) {
    endWithParent();
    try (Directory directory = FSDirectory.open(Path.of(args[0]))) {
      WriterHistory history = new WriterHistory(Long.parseLong(args[1]));
      WriterMain main = new WriterMain(history, new Random(Long.parseLong(args[2])));
      main.run(main.new TalkingDirectory(directory));
    } catch (Throwable failure) {
      failure.printStackTrace();
    }
    Runtime.getRuntime().halt(STATUS_FAILED); // never waits for another thread
  }

  /**
   * Nobody kills this process if the test itself was killed; its end of the pipe is closed then.
   */
  private static void endWithParent() {
    Thread watch =
        new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {}
              } catch (IOException e) {
                e.printStackTrace();
              }
              Runtime.getRuntime().halt(STATUS_FAILED);
            });
    watch.setDaemon(true);
    watch.start();
  }

  /** One write for a line, so that the parent gets it whole or not at all. */
  private void say(WriterEvent event, long operations) {
    byte[] line = (event + " " + operations + "\n").getBytes(StandardCharsets.US_ASCII);
    try {
      out.write(line);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void run(Directory directory) throws Exception {
    while (true) {
      say(WriterEvent.OPENING, next);
      IndexWriter writer;
      try {
        writer = new IndexWriter(directory, config());
      } catch (LockObtainFailedException e) {
        say(WriterEvent.REFUSED, next);
        Runtime.getRuntime().halt(STATUS_REFUSED);
        return;
      }
      next = WriterHistory.operations(userData(writer));
      say(WriterEvent.OPENED, next);
      for (int batches = 10 + random.nextInt(20); batches > 0; batches--) {
        batchAndCommit(writer);
      }
      if (random.nextBoolean()) {
        writer.close();
      } else {
        applyTo(writer, next + 1 + random.nextInt(40));
        if (random.nextBoolean()) {
          writer.prepareCommit();
        }
        writer.rollback();
      }
    }
  }

  private static Map<String, String> userData(IndexWriter writer) {
    Iterable<Map.Entry<String, String>> data = writer.getLiveCommitData();
    Map<String, String> map = new HashMap<>();
    if (data != null) {
      data.forEach(entry -> map.put(entry.getKey(), entry.getValue()));
    }
    return map;
  }

  private void batchAndCommit(IndexWriter writer) throws Exception {
    long end = next + 1 + random.nextInt(80);
    applyTo(writer, end);
    switch (random.nextInt(12)) {
      case 0, 1 -> writer.forceMerge(1 + random.nextInt(2));
      case 2 -> writer.forceMergeDeletes();
      case 3 -> writer.flush();
      default -> {}
    }
    WriterHistory.setOperations(writer, end);
    say(WriterEvent.COMMITTING, end);
    if (random.nextBoolean()) {
      writer.prepareCommit();
    }
    writer.commit();
    next = end;
    say(WriterEvent.ACKNOWLEDGED, end);
  }

  /** Applies the operations before {@code end}; a slot's always by the same thread. */
  private void applyTo(IndexWriter writer, long end) throws Exception {
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int thread = t;
      tasks.add(
          () -> {
            for (long operation = next; operation < end; operation++) {
              if (history.slot(operation) % threads == thread) {
                history.apply(operation, writer);
              }
            }
            return null;
          });
    }
    for (Future<Void> done : executor.invokeAll(tasks)) {
      done.get();
    }
  }

  private IndexWriterConfig config() {
    OmdbCodec codec =
        OmdbCodec.builder()
            .idField(WriterHistory.KEY)
            .maxConn(2 + random.nextInt(20))
            .beamWidth(10 + random.nextInt(90))
            .mergeWorkers(1 + random.nextInt(3))
            .build();
    ConcurrentMergeScheduler scheduler = new TalkingMergeScheduler();
    scheduler.setMaxMergesAndThreads(5, 1 + random.nextInt(3));
    MergePolicy mergePolicy = mergePolicy();
    mergePolicy.setNoCFSRatio(random.nextBoolean() ? 1 : 0);
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setCodec(codec)
            .setMergeScheduler(scheduler)
            .setMergePolicy(mergePolicy)
            .setUseCompoundFile(random.nextBoolean())
            .setMaxBufferedDocs(2 + random.nextInt(40))
            .setInfoStream(new FlushListener());
    if (history.sort() != null) {
      config.setIndexSort(history.sort());
    }
    return config;
  }

  private MergePolicy mergePolicy() {
    return switch (random.nextInt(4)) {
      case 0 -> new MockRandomMergePolicy(random);
      case 1 -> new ReversingMergePolicy();
      case 2 -> {
        LogDocMergePolicy policy = new LogDocMergePolicy();
        policy.setMergeFactor(2 + random.nextInt(4));
        policy.setMinMergeDocs(2 + random.nextInt(50));
        yield policy;
      }
      default -> new TieredMergePolicy().setSegmentsPerTier(2 + random.nextInt(4));
    };
  }

  /** Nothing but a commit renames files. */
  private final class TalkingDirectory extends FilterDirectory {
    TalkingDirectory(Directory in) {
      super(in);
    }

    @Override
    public void rename(String source, String dest) throws IOException {
      say(WriterEvent.PUBLISHING, next);
      super.rename(source, dest);
    }
  }

  private final class TalkingMergeScheduler extends ConcurrentMergeScheduler {
    @Override
    protected void doMerge(MergeSource mergeSource, MergePolicy.OneMerge merge) throws IOException {
      say(WriterEvent.MERGING, next);
      try {
        super.doMerge(mergeSource, merge);
      } finally { // a rollback aborts merges
        say(WriterEvent.MERGED, next);
      }
    }
  }

  /** Lucene has no other hook around the writing of a new segment's files. */
  private final class FlushListener extends InfoStream {
    @Override
    public void message(String component, String message) {
      if (message.startsWith("flush postings as segment ")) {
        say(WriterEvent.FLUSHING, next);
      } else if (message.startsWith("flush time ")) {
        say(WriterEvent.FLUSHED, next);
      }
    }

    @Override
    public boolean isEnabled(String component) {
      return component.equals("DWPT");
    }

    @Override
    public void close() {}
  }
}
