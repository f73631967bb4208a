// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.jmh;

import java.io.IOException;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.hnsw.FlatVectorScorerUtil;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.omdb.lucene.OmdbCodec;
import org.omdb.lucene.format.OmdbFlatVectorsFormat;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One distance between a query and a random row of a mapped OMDB image, as the walk of a graph asks
 * for it; on the heap for comparison.
 */
public class DistanceKernels extends MicroBenchmark {

  /** Rows that are scored together: the neighbors of a node in the lowest level, at most. */
  private static final int BULK = 32;

  /** Components. */
  @Param({"128", "768"})
  public int dimension;

  /** Rows to choose from: those of 1,000 are in the processor's caches, those of 50,000 are not. */
  @Param({"1000", "50000"})
  public int rows;

  /** How vectors are compared. */
  @Param({"EUCLIDEAN", "DOT_PRODUCT"})
  public VectorSimilarityFunction similarity;

  private TemporaryIndex index;
  private RandomVectorScorer scorer;
  private float[] query;
  private float[][] heap;
  private int[] random;
  private int next;
  private final int[] together = new int[BULK];
  private final float[] scores = new float[BULK];

  /** Makes one for JMH. */
  public DistanceKernels() {}

  /**
   * Writes and opens the image.
   *
   * @throws IOException if that fails
   */
  @Setup(Level.Trial)
  public void open() throws IOException {
    // The set's own similarity is Euclidean, and kernels don't care what the vectors mean.
    index =
        TemporaryIndex.build(
            rows,
            dimension,
            flat(),
            (set, row) -> {
              Document document = new Document();
              document.add(
                  new KnnFloatVectorField(TemporaryIndex.FIELD, set.base().get(row), similarity));
              return document;
            });
    FloatVectorValues values = index.leaf().getFloatVectorValues(TemporaryIndex.FIELD);
    query = index.set().queries().get(0);
    scorer =
        FlatVectorScorerUtil.getLucene99FlatVectorsScorer()
            .getRandomVectorScorer(similarity, values, query);
    heap = new float[rows][];
    for (int row = 0; row < rows; row++) {
      heap[row] = index.set().base().get(row);
    }
    random = index.randomRows();
  }

  private static Codec flat() {
    return new OmdbCodec() {
      @Override
      public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
        return new OmdbFlatVectorsFormat();
      }
    };
  }

  /**
   * Deletes the image.
   *
   * @throws IOException if that fails
   */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    index.close();
  }

  private int row() {
    next = (next + 1) & (random.length - 1);
    return random[next];
  }

  /**
   * Rows one by one.
   *
   * @return the score
   * @throws IOException if reading fails
   */
  @Benchmark
  public float single() throws IOException {
    return scorer.score(row());
  }

  /**
   * Rows together; the time is that of one.
   *
   * @return the best score
   * @throws IOException if reading fails
   */
  @Benchmark
  @OperationsPerInvocation(BULK)
  public float bulk() throws IOException {
    for (int i = 0; i < BULK; i++) {
      together[i] = row();
    }
    return scorer.bulkScore(together, scores, BULK);
  }

  /**
   * Rows in arrays.
   *
   * @return the score
   */
  @Benchmark
  public float onHeap() {
    return similarity.compare(query, heap[row()]);
  }
}
