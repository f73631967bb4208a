// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.format;

import static org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat.DEFAULT_MAX_CONN;
import static org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat.HNSW_GRAPH_THRESHOLD;
import static org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat.MAXIMUM_BEAM_WIDTH;
import static org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat.MAXIMUM_MAX_CONN;

import org.apache.lucene.util.hnsw.HnswGraphSearcher;

/**
 * How an HNSW graph is built; in the names of the paper (Malkov and Yashunin, arXiv:1603.09320), M
 * and efConstruction.
 *
 * @param maxConn M, the most neighbors of a node on each level but the lowest, which has twice as
 *     many: 1 to 512
 * @param beamWidth efConstruction, candidates tracked while a node is inserted: 1 to 3,200
 * @param mergeWorkers threads that build one graph, the one that flushes or merges among them: 1 or
 *     more. All graphs that are built at a time share as many as there are cores
 * @param graphThreshold a segment gets no graph if a search for so many vectors is expected to
 *     visit all of them: 0 or more
 */
public record HnswParameters(int maxConn, int beamWidth, int mergeWorkers, int graphThreshold) {

  /**
   * A fifth more than Lucene's, whose builds take twice as long: searches look at less in a better
   * graph.
   */
  private static final int DEFAULT_BEAM_WIDTH = 120;

  private static final int MIN_DRAFT_BEAM_WIDTH = 16;
  private static final int DRAFT_FRACTION = 7;

  /** Lucene's own M and threshold, and as many threads as there are cores. */
  public static final HnswParameters DEFAULT =
      new HnswParameters(
          DEFAULT_MAX_CONN,
          DEFAULT_BEAM_WIDTH,
          Runtime.getRuntime().availableProcessors(),
          HNSW_GRAPH_THRESHOLD);

  /**
   * The beam width of graphs that are built at flush: they are small, soon merged, and until then
   * searches make up for it.
   */
  int draftBeamWidth() {
    return Math.min(beamWidth, Math.max(MIN_DRAFT_BEAM_WIDTH, beamWidth / DRAFT_FRACTION));
  }

  /** Whether a segment with as many vectors gets a graph: Lucene's rule. */
  boolean hasGraph(int count) {
    int visited = HnswGraphSearcher.expectedVisitedNodes(graphThreshold, count);
    return graphThreshold == 0 ? count > 0 : visited > 0 && count > visited;
  }

  /** Checks the ranges. */
  public HnswParameters {
    check("maxConn", maxConn, MAXIMUM_MAX_CONN);
    check("beamWidth", beamWidth, MAXIMUM_BEAM_WIDTH);
    check("mergeWorkers", mergeWorkers, Integer.MAX_VALUE);
    if (graphThreshold < 0) {
      throw new IllegalArgumentException("graphThreshold must be 0 or more, got " + graphThreshold);
    }
  }

  /**
   * With Lucene's threshold.
   *
   * @param maxConn M
   * @param beamWidth efConstruction
   * @param mergeWorkers threads
   */
  public HnswParameters(int maxConn, int beamWidth, int mergeWorkers) {
    this(maxConn, beamWidth, mergeWorkers, HNSW_GRAPH_THRESHOLD);
  }

  private static void check(String name, int value, int max) {
    if (value < 1 || value > max) {
      throw new IllegalArgumentException(name + " must be 1 to " + max + ", got " + value);
    }
  }
}
