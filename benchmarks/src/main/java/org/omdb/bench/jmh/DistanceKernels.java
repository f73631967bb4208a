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
 * The distance between a query and a random row of a mapped OMDB image, which is most of the work
 * of a graph search. Rows on the heap are measured for comparison.
 */
public class DistanceKernels extends MicroBenchmark {

  /** Number of rows that are scored together: the maximum number of links on the lowest level. */
  private static final int BULK = 32;

  /** Number of components. */
  @Param({"128", "768"})
  public int dimension;

  /** Number of rows. 1,000 rows fit into the processor's caches, 50,000 do not. */
  @Param({"1000", "50000"})
  public int rows;

  /** The similarity of vectors. */
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

  /** Called by JMH. */
  public DistanceKernels() {}

  /**
   * Writes and opens the image.
   *
   * @throws IOException if that fails
   */
  @Setup(Level.Trial)
  public void open() throws IOException {
    // The set is made for Euclidean distance, but the time does not depend on that.
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
   * Scores rows one by one.
   *
   * @return the score
   * @throws IOException if reading fails
   */
  @Benchmark
  public float single() throws IOException {
    return scorer.score(row());
  }

  /**
   * Scores rows in bulk; the time is per row.
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
   * Scores rows that are arrays on the heap.
   *
   * @return the score
   */
  @Benchmark
  public float onHeap() {
    return similarity.compare(query, heap[row()]);
  }
}
