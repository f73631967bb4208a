// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.format;

import static org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat.DEFAULT_MAX_CONN;
import static org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat.HNSW_GRAPH_THRESHOLD;
import static org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat.MAXIMUM_BEAM_WIDTH;
import static org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat.MAXIMUM_MAX_CONN;

import org.apache.lucene.util.hnsw.HnswGraphSearcher;

/**
 * How an HNSW graph is built. The names are Lucene's; those of the paper (Malkov and Yashunin,
 * arXiv:1603.09320) are M and efConstruction. Immutable.
 *
 * @param maxConn M: a node has at most this many neighbors, on the lowest level at most twice as
 *     many; 1 to 512
 * @param beamWidth efConstruction: the number of candidates that are kept while a node is inserted;
 *     1 to 3,200
 * @param mergeWorkers the most threads that make the codes and the graph of one segment, the thread
 *     that flushes or merges included; 1 or more. There are fewer where other segments are being
 *     written: all of them share one thread per core
 * @param graphThreshold a number of hits, 0 or more: a segment gets no graph if a search for that
 *     many hits is expected to visit every vector anyway. With 0 every segment gets a graph
 */
public record HnswParameters(int maxConn, int beamWidth, int mergeWorkers, int graphThreshold) {

  /**
   * A fifth more than Lucene's. A search visits fewer nodes of a better graph, and builds still
   * take half the time of Lucene's.
   */
  private static final int DEFAULT_BEAM_WIDTH = 120;

  /** The beam width of a draft is this fraction of the final one, but at least the minimum. */
  private static final int DRAFT_FRACTION = 7;

  private static final int MIN_DRAFT_BEAM_WIDTH = 16;

  /** Lucene's own M and threshold, and one thread per core. */
  public static final HnswParameters DEFAULT =
      new HnswParameters(
          DEFAULT_MAX_CONN,
          DEFAULT_BEAM_WIDTH,
          Runtime.getRuntime().availableProcessors(),
          HNSW_GRAPH_THRESHOLD);

  /**
   * The beam width of a draft, which is the graph of a flushed segment. Drafts are small and soon
   * merged, and searches look further in them to make up for it.
   */
  int draftBeamWidth() {
    return Math.min(beamWidth, Math.max(MIN_DRAFT_BEAM_WIDTH, beamWidth / DRAFT_FRACTION));
  }

  /**
   * Whether a segment gets a graph, by the number of its vectors. The rule is that of {@code
   * Lucene99HnswVectorsWriter}. What a flush may leave out beyond that is in {@link GraphPlan}.
   *
   * @param count number of vectors
   */
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
   * Parameters with Lucene's threshold.
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
