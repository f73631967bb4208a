// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import java.io.IOException;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.hnsw.UpdateableRandomVectorScorer;
import org.omdb.pages.PageAdvice;

/**
 * Scores vectors by their 3-bit codes. The scores order vectors almost as the similarity does, but
 * are not scores of the similarity function: {@link CodeTarget#estimateOf} converts those. It is
 * one of Lucene's scorers, so that graphs can be searched and built with it. For one thread.
 */
public final class CodeScorer
    extends UpdateableRandomVectorScorer.AbstractUpdateableRandomVectorScorer {

  private final CodeTarget target;
  private final CodeRows rows;
  private final IndexInput in;
  private final CodeQuery query;
  private final int[] oneRow = new int[1];
  private final float[] oneScore = new float[1];
  private boolean isPrefetching;
  private boolean isKeeping;

  /**
   * Creates a scorer without a query.
   *
   * @param coder what made the rows
   * @param rows a row for each vector; not shared
   * @param in what {@code rows} reads
   * @param values the vectors, for their number and documents; not shared
   */
  public CodeScorer(VectorCoder coder, CodeRows rows, IndexInput in, KnnVectorValues values) {
    super(values);
    this.in = in;
    this.target = new CodeTarget(coder);
    this.rows = rows;
    this.query = new CodeQuery(values.dimension());
  }

  /**
   * Whether codes are compared faster than float32 vectors in this JVM, which takes SIMD. If not,
   * the first call logs a warning.
   *
   * @return false if float32 vectors should be compared instead
   */
  public static boolean isFast() {
    return CodeKernel.BEST != CodeKernel.PLAIN;
  }

  /**
   * Makes a vector the query.
   *
   * @param vector has the field's dimension
   */
  public void setTarget(float[] vector) {
    target.set(vector);
    query.set(target);
  }

  /**
   * Makes the target of a search the query.
   *
   * @param newTarget of the same coder
   */
  public void setTarget(CodeTarget newTarget) {
    query.set(newTarget);
  }

  /**
   * Sets whether to ask the operating system for all codes of a batch before the first is compared.
   * That saves time if they are on disk.
   *
   * @param isPrefetching false at first
   */
  public void setPrefetching(boolean isPrefetching) {
    this.isPrefetching = isPrefetching;
  }

  /**
   * Sets whether to tell the operating system which codes were compared, so that it keeps them
   * rather than vectors if there is no room for both.
   *
   * @param isKeeping false at first
   */
  public void setKeeping(boolean isKeeping) {
    this.isKeeping = isKeeping;
  }

  @Override
  public void setScoringOrdinal(int node) throws IOException {
    rows.load(node, query);
  }

  @Override
  public float score(int node) throws IOException {
    oneRow[0] = node;
    rows.score(query, oneRow, 1, oneScore);
    return oneScore[0];
  }

  @Override
  public float bulkScore(int[] nodes, float[] scores, int numNodes) throws IOException {
    if (isPrefetching) {
      PageAdvice.best().willRead(in, nodes, numNodes, rows.rowBytes);
    }
    rows.score(query, nodes, numNodes, scores);
    if (isKeeping) {
      PageAdvice.best().wereRead(in, nodes, numNodes, rows.rowBytes);
    }
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < numNodes; i++) {
      max = Math.max(max, scores[i]);
    }
    return max;
  }
}
