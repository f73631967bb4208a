// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.contender;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.omdb.bench.data.VectorSet;

/**
 * A Lucene index. All of them have the same documents: a vector, and an id that can be read and
 * searched for, so that documents can be updated; one differs from another by codec and by the
 * field the id is in.
 *
 * <p>The writer's settings are Lucene's defaults but for two: merges happen in the one thread that
 * adds documents, so that each second is counted once, and there are no compound files, so that
 * each size is known. Flushes are called for when the buffer is full, instead of left to the
 * writer, so that they can be timed.
 */
abstract class LuceneContender implements Contender {

  static final String VECTOR = "vector";

  private static final int DOCS_PER_PROGRESS = 256;

  /** The codec to write with. */
  abstract Codec codec(BuildOptions options);

  /** A document to be indexed. */
  abstract Document document(String id, float[] vector, VectorSimilarityFunction similarity);

  /** Reads the ids of hits. */
  abstract String[] ids(IndexReader reader, TopDocs hits) throws IOException;

  /** What a user searches with. */
  Query query(float[] vector, int k, int fanout) {
    return new KnnFloatVectorQuery(VECTOR, vector, fanout);
  }

  @Override
  public BuildReport build(VectorSet set, Path folder, BuildOptions options) throws IOException {
    TimedMergeScheduler merges = new TimedMergeScheduler();
    TieredMergePolicy policy = new TieredMergePolicy();
    policy.setNoCFSRatio(0);
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setCodec(codec(options))
            .setOpenMode(OpenMode.CREATE)
            .setUseCompoundFile(false)
            .setMergePolicy(policy)
            .setMergeScheduler(merges)
            .setRAMBufferSizeMB(1.5 * options.bufferBytes() / (1 << 20)); // never reached
    double index;
    double flush;
    double merge;
    double forceMerge;
    try (Directory directory = FSDirectory.open(folder);
        IndexWriter writer = new IndexWriter(directory, config)) {
      Supplier<Long> outsideOfMerges = () -> System.nanoTime() - merges.nanos();
      long start = System.nanoTime();
      long flushNanos = 0;
      for (int row = 0; row < set.size(); row++) {
        writer.addDocument(document(set.ids().get(row), set.base().get(row), set.similarity()));
        if (writer.ramBytesUsed() >= options.bufferBytes()) {
          long flushStart = outsideOfMerges.get();
          writer.flush();
          flushNanos += outsideOfMerges.get() - flushStart;
        }
        if (row % DOCS_PER_PROGRESS == 0) {
          options.progress().accept(row);
        }
      }
      long flushStart = outsideOfMerges.get();
      writer.flush();
      flushNanos += outsideOfMerges.get() - flushStart;
      writer.commit();
      long indexed = System.nanoTime();
      index = seconds(indexed - start);
      flush = seconds(flushNanos);
      merge = seconds(merges.nanos());
      writer.forceMerge(1);
      writer.commit();
      forceMerge = seconds(System.nanoTime() - indexed);
    }
    options.progress().accept(set.size());
    return new BuildReport(index, flush, merge, forceMerge, LuceneSizes.of(folder));
  }

  private static double seconds(long nanos) {
    return nanos / 1e9;
  }

  @Override
  public Searcher open(Path folder) throws IOException {
    return new LuceneSearcher(folder, this);
  }
}
