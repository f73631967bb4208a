// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.contender;

import java.util.function.IntConsumer;

/**
 * How an index is built. All contenders get the same options, and use those that apply to them.
 * This library uses its own defaults for the graph.
 *
 * @param maxConn the M of HNSW: maximum number of links per node, 2M on the lowest layer
 * @param beamWidth number of candidates while the links of a node are selected (efConstruction)
 * @param bufferBytes size of the buffer whose contents are flushed into a segment
 * @param shape segments and threads; contenders without segments build one index by one thread
 * @param progress called from time to time with the number of rows added so far
 */
public record BuildOptions(
    int maxConn, int beamWidth, long bufferBytes, IndexShape shape, IntConsumer progress) {

  /** Lucene's defaults. */
  public static final BuildOptions DEFAULT =
      new BuildOptions(16, 100, 16L << 20, IndexShape.DEFAULT, rows -> {});

  /**
   * The same options with another progress listener.
   *
   * @param progress called with the number of rows added so far
   * @return a copy
   */
  public BuildOptions withProgress(IntConsumer progress) {
    return new BuildOptions(maxConn, beamWidth, bufferBytes, shape, progress);
  }

  /**
   * The same options with another shape of the index.
   *
   * @param shape for contenders that have segments
   * @return a copy
   */
  public BuildOptions withShape(IndexShape shape) {
    return new BuildOptions(maxConn, beamWidth, bufferBytes, shape, progress);
  }

  /**
   * The same options with another size of the buffer.
   *
   * @param bufferBytes size of the buffer whose contents are flushed into a segment
   * @return a copy
   */
  public BuildOptions withBuffer(long bufferBytes) {
    return new BuildOptions(maxConn, beamWidth, bufferBytes, shape, progress);
  }
}
