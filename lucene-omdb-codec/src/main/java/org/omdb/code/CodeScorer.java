// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import java.io.IOException;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.util.hnsw.UpdateableRandomVectorScorer;

/**
 * Scores that order vectors as their similarity does, nearly, by their codes: they are no scores
 * for a user. Its methods are Lucene's, so that Lucene's searchers can take it. For one thread.
 */
public final class CodeScorer
    extends UpdateableRandomVectorScorer.AbstractUpdateableRandomVectorScorer {

  private final CodeTarget target;
  private final CodeRows rows;
  private final CodeQuery query;
  private final int[] oneRow = new int[1];
  private final float[] oneScore = new float[1];

  /**
   * A scorer that has no query yet.
   *
   * @param coder what the rows were made by
   * @param rows a row for each vector; this scorer's own
   * @param values the vectors, for their number and documents; this scorer's own
   */
  public CodeScorer(VectorCoder coder, CodeRows rows, KnnVectorValues values) {
    super(values);
    this.target = new CodeTarget(coder);
    this.rows = rows;
    this.query = new CodeQuery(values.dimension());
  }

  /**
   * Whether codes are worth it in this Java: only SIMD compares them faster than float32 vectors.
   * If there is none, the log says so, once.
   *
   * @return false if float32 vectors are to be compared instead
   */
  public static boolean isFast() {
    return CodeKernel.BEST != CodeKernel.PLAIN;
  }

  /**
   * Makes a vector the query.
   *
   * @param vector of the field's dimension
   */
  public void setTarget(float[] vector) {
    target.set(vector);
    query.set(target);
  }

  /**
   * Makes the target of a search the query.
   *
   * @param newTarget made by the same coder
   */
  public void setTarget(CodeTarget newTarget) {
    query.set(newTarget);
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
    rows.score(query, nodes, numNodes, scores);
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < numNodes; i++) {
      max = Math.max(max, scores[i]);
    }
    return max;
  }
}
