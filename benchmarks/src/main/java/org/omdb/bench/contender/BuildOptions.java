// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.contender;

import java.util.function.IntConsumer;

/**
 * How an index is built: the same for all contenders that know of it, but for those graphs that
 * have defaults of their own.
 *
 * @param maxConn the M of HNSW: links per node, twice as many on the lowest layer
 * @param beamWidth candidates that are kept while a node's links are looked for
 * @param bufferBytes memory that is filled before a segment is flushed, where there are segments
 * @param shape for contenders that have segments; others have one piece, by one thread
 * @param progress told the number of rows added so far, now and then
 */
public record BuildOptions(
    int maxConn, int beamWidth, long bufferBytes, IndexShape shape, IntConsumer progress) {

  /** Lucene's defaults. */
  public static final BuildOptions DEFAULT =
      new BuildOptions(16, 100, 16L << 20, IndexShape.DEFAULT, rows -> {});

  /**
   * The same with somebody who wants to know how far it is.
   *
   * @param progress told the number of rows added so far
   * @return a copy
   */
  public BuildOptions withProgress(IntConsumer progress) {
    return new BuildOptions(maxConn, beamWidth, bufferBytes, shape, progress);
  }

  /**
   * The same with another index in the end.
   *
   * @param shape for contenders that have segments
   * @return a copy
   */
  public BuildOptions withShape(IndexShape shape) {
    return new BuildOptions(maxConn, beamWidth, bufferBytes, shape, progress);
  }

  /**
   * The same with another buffer.
   *
   * @param bufferBytes filled before a segment is flushed
   * @return a copy
   */
  public BuildOptions withBuffer(long bufferBytes) {
    return new BuildOptions(maxConn, beamWidth, bufferBytes, shape, progress);
  }
}
