// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.query;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.QueryTimeout;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.VectorUtil;
import org.omdb.opensearch.vector.StoredVectors;

/**
 * Scores hits so that a vector has the same score in all copies of a shard, bit for bit.
 *
 * <p>Lucene's kernels add in an order that depends on the width of the CPU's registers, on whether
 * a vector is scored alone or with others, and on whether the JVM has compiled the kernel by now.
 * Their scores may differ in the last bits. Here sums are of doubles and in one order, which the
 * JVM keeps. That takes longer per vector, and each is read again. Hits may be many: {@link
 * RadialQuery} has up to {@value RadialQuery#MAX_HITS}. So the time is looked at all along.
 */
final class ExactScores {

  /** How many hits are scored from one look at the time to the next. */
  static final int BATCH = 256;

  private static final Comparator<ScoreDoc> BY_DOCUMENT = Comparator.comparingInt(hit -> hit.doc);

  private static final Comparator<ScoreDoc> BEST_FIRST =
      Comparator.comparingDouble((ScoreDoc hit) -> -hit.score).thenComparing(BY_DOCUMENT);

  private final String field;
  private final float[] target;
  private final double targetSquared;

  ExactScores(String field, float[] target) {
    this.field = field;
    this.target = target;
    this.targetSquared = product(target, target);
  }

  /**
   * Replaces the scores of hits. When the time is over, hits that were not scored yet are left out.
   * The best by their former scores are scored first, and in any case.
   *
   * @param hits are sorted in another way
   * @param timeout null if there is none
   * @return hits with their new scores, best first
   */
  ScoreDoc[] rescore(ScoreDoc[] hits, IndexReader reader, QueryTimeout timeout) throws IOException {
    int first = Math.min(BATCH, hits.length);
    if (first < hits.length) {
      ArrayUtil.select(hits, 0, hits.length, first, BEST_FIRST);
    }
    // Both parts are read in the order of files.
    Arrays.sort(hits, 0, first, BY_DOCUMENT);
    Arrays.sort(hits, first, hits.length, BY_DOCUMENT);
    int scored = 0;
    List<LeafReaderContext> leaves = reader.leaves();
    LeafReaderContext leaf = null;
    StoredVectors vectors = null;
    VectorSimilarityFunction similarity = null;
    for (ScoreDoc hit : hits) {
      if (scored > 0 && scored % BATCH == 0 && timeout != null && timeout.shouldExit()) {
        break;
      }
      if (leaf == null
          || hit.doc < leaf.docBase
          || hit.doc >= leaf.docBase + leaf.reader().maxDoc()) {
        leaf = leaves.get(ReaderUtil.subIndex(hit.doc, leaves));
        vectors = new StoredVectors(leaf.reader(), field);
        similarity = leaf.reader().getFieldInfos().fieldInfo(field).getVectorSimilarityFunction();
      }
      hit.score = score(similarity, vectors.get(hit.doc - leaf.docBase));
      scored++;
    }
    ScoreDoc[] bestFirst = Arrays.copyOf(hits, scored);
    Arrays.sort(bestFirst, BEST_FIRST);
    return bestFirst;
  }

  /** The score of one vector. */
  float score(VectorSimilarityFunction similarity, float[] vector) {
    return switch (similarity) {
      case EUCLIDEAN -> VectorUtil.normalizeDistanceToUnitInterval((float) distance(vector));
      case DOT_PRODUCT -> VectorUtil.normalizeToUnitInterval((float) product(target, vector));
      case COSINE -> VectorUtil.normalizeToUnitInterval((float) cosine(vector));
      case MAXIMUM_INNER_PRODUCT ->
          VectorUtil.scaleMaxInnerProductScore((float) product(target, vector));
    };
  }

  private double cosine(float[] vector) {
    return product(target, vector) / Math.sqrt(targetSquared * product(vector, vector));
  }

  // Four sums at a time, so that the additions of one do not wait for those of another.

  private static double product(float[] a, float[] b) {
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    int i = 0;
    for (; i + 3 < a.length; i += 4) {
      sum0 += (double) a[i] * b[i];
      sum1 += (double) a[i + 1] * b[i + 1];
      sum2 += (double) a[i + 2] * b[i + 2];
      sum3 += (double) a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      sum0 += (double) a[i] * b[i];
    }
    return (sum0 + sum1) + (sum2 + sum3);
  }

  private double distance(float[] vector) {
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    int i = 0;
    for (; i + 3 < target.length; i += 4) {
      sum0 += square((double) target[i] - vector[i]);
      sum1 += square((double) target[i + 1] - vector[i + 1]);
      sum2 += square((double) target[i + 2] - vector[i + 2]);
      sum3 += square((double) target[i + 3] - vector[i + 3]);
    }
    for (; i < target.length; i++) {
      sum0 += square((double) target[i] - vector[i]);
    }
    return (sum0 + sum1) + (sum2 + sum3);
  }

  private static double square(double difference) {
    return difference * difference;
  }
}
