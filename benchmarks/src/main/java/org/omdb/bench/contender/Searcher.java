// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.contender;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;

/** An open index. Thread-safe. */
public interface Searcher extends Closeable {

  /**
   * Finds the nearest vectors.
   *
   * @param query of the set's dimension; not changed
   * @param k number of hits wanted
   * @param fanout number of candidates that the search keeps, at least {@code k}; ignored by
   *     contenders without {@link Contender#hasFanout}
   * @return the best {@code k} of the candidates
   * @throws IOException if reading fails
   */
  Hits search(float[] query, int k, int fanout) throws IOException;

  /**
   * The memory outside of the Java heap that the index needs for searches without disk reads.
   *
   * @return bytes of mapped vectors, codes and links; without ids, because a search reads only
   *     those of its hits
   * @throws IOException if reading fails
   */
  long offHeapBytes() throws IOException;

  /**
   * The mapped bytes, including those of ids, by kind.
   *
   * @return bytes by the file extension that Lucene's formats report; {@code vec} has the float32
   *     vectors; empty if the contender does not report them
   * @throws IOException if reading fails
   */
  default Map<String, Long> offHeapParts() throws IOException {
    return Map.of();
  }
}
