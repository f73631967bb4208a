// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.codec;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.util.hnsw.UpdateableRandomVectorScorer;
import org.omdb.code.BinaryQuery;
import org.omdb.code.BinaryRows;
import org.omdb.code.VectorCoder;
import org.omdb.graph.NodeHeap;

/**
 * Measures how far down binary codes put what is near. With them, the nearest vectors are among a
 * few more than are wanted in some sets, and among a hundred times as many in others.
 */
final class ScanWidth {

  /** Nearest vectors that are looked for. */
  static final int HITS = 10;

  /** Vectors of the segment that are taken as queries. */
  private static final int QUERIES = 16;

  /** The part of the nearest vectors that has to be among those that are looked at. */
  private static final float RECALL = 0.97f;

  /**
   * A scan takes less time than a walk through a graph if the vectors that it has to find for
   * {@value #HITS} hits have no more components than this in all.
   */
  private static final int MAX_COMPONENTS = 25_600;

  /**
   * It takes no more than one through a draft if they have no more than this, each with {@value
   * #PER_VECTOR} that stand for what does not depend on their number.
   */
  private static final int MAX_COMPONENTS_OF_FLUSHED = 1 << 18;

  /** In components. */
  private static final int PER_VECTOR = 256;

  /** Vectors that a scan finds on top for each hit that is wanted beyond {@value #HITS}. */
  private static final int PER_HIT = 5;

  private static final int BATCH = 1024;

  private final UpdateableRandomVectorScorer scorer;
  private final BinaryRows rows;
  private final int count;
  private final NodeHeap nearest = new NodeHeap();
  private final int[] batch = new int[BATCH];
  private final float[] scores = new float[BATCH];
  private final int dimension;
  private final float[] estimates;

  /** Ranks so far that are too high. */
  private int beyond;

  private ScanWidth(
      UpdateableRandomVectorScorer scorer, BinaryRows rows, int count, int dimension) {
    this.dimension = dimension;
    this.scorer = scorer;
    this.rows = rows;
    this.count = count;
    this.estimates = new float[BinaryRows.blocks(count) * BinaryRows.BLOCK];
  }

  /**
   * Whether a scan is better than a graph.
   *
   * @param width how many vectors it has to find for {@value #HITS} hits; 0 if that is not known
   * @param dimension components of a vector
   */
  static boolean isNarrow(int width, int dimension) {
    return width > 0 && (long) width * dimension <= MAX_COMPONENTS;
  }

  /**
   * Whether a scan is as good as a graph that is a draft.
   *
   * @param width as in {@link #isNarrow}
   * @param dimension likewise
   */
  static boolean isAsGoodAsDraft(int width, int dimension) {
    return width > 0 && (long) width * (dimension + PER_VECTOR) <= MAX_COMPONENTS_OF_FLUSHED;
  }

  /**
   * How many vectors are to be looked at for another number of hits: half of them grow with it, and
   * {@value #PER_HIT} are added for each hit beyond {@value #HITS}, since a search of a graph
   * misses less of many. Of two real sets, that has 98.5 to 99.5 % of 30 to 300 nearest vectors.
   *
   * @param width how many are for {@value #HITS} hits
   * @param hits another number
   */
  static long forHits(int width, int hits) {
    long part = (width * (hits + (long) HITS) + 2 * HITS - 1) / (2 * HITS);
    return part + PER_HIT * Math.max(0L, hits - HITS);
  }

  /**
   * Measures it.
   *
   * @param coder of the vectors
   * @param rows one for each vector
   * @param vectors the vectors
   * @param scorer compares these
   * @return how many vectors are to be looked at for {@value #HITS} hits; if that is too many for a
   *     scan to be as good as a draft, just a number that is too
   */
  static int measure(
      VectorCoder coder,
      BinaryRows rows,
      FloatVectorValues vectors,
      UpdateableRandomVectorScorer scorer)
      throws IOException {
    int count = vectors.size();
    ScanWidth width = new ScanWidth(scorer, rows, count, vectors.dimension());
    BinaryQuery query = new BinaryQuery(vectors.dimension());
    int queries = Math.min(QUERIES, count);
    int[] ranks = new int[queries * HITS];
    int size = 0;
    // With more ranks than these beyond what is good, it is not, whatever the others are.
    int maxBeyond = (int) ((1 - RECALL) * ranks.length);
    for (int i = 0; i < queries && width.beyond <= maxBeyond; i++) {
      int ordinal = BinaryScan.ordinal(i, queries, count);
      coder.encode(vectors.vectorValue(ordinal), query);
      size = width.addRanks(ordinal, query, ranks, size);
    }
    Arrays.sort(ranks, 0, size);
    return size == 0 ? 1 : ranks[(int) (RECALL * (size - 1))] + 1;
  }

  /** Adds for each of the nearest how many others binary codes take for nearer. */
  private int addRanks(int ordinal, BinaryQuery query, int[] ranks, int size) throws IOException {
    findNearest(ordinal);
    rows.estimate(query, 0, BinaryRows.blocks(count), estimates);
    estimates[ordinal] = Float.NEGATIVE_INFINITY;
    int[] hits = new int[HITS];
    int hitCount = nearest.copyNodes(hits, 0);
    for (int i = 0; i < hitCount; i++) {
      int rank = rows.countAbove(estimates, estimates.length, estimates[hits[i]]);
      beyond += isAsGoodAsDraft(rank + 1, dimension) ? 0 : 1;
      ranks[size++] = rank;
    }
    return size;
  }

  private void findNearest(int ordinal) throws IOException {
    scorer.setScoringOrdinal(ordinal);
    nearest.clear();
    for (int start = 0; start < count; start += BATCH) {
      int size = Math.min(BATCH, count - start);
      for (int i = 0; i < size; i++) {
        batch[i] = start + i;
      }
      scorer.bulkScore(batch, scores, size);
      for (int i = 0; i < size; i++) {
        if (start + i != ordinal) {
          nearest.keepBest(NodeHeap.encode(start + i, scores[i]), HITS);
        }
      }
    }
  }
}
