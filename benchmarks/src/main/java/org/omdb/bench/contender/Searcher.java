// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.contender;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;

/** An open index. Any number of threads may search at once. */
public interface Searcher extends Closeable {

  /**
   * Finds vectors near by.
   *
   * @param query of the set's dimension; not changed
   * @param k number of hits wanted
   * @param fanout number of candidates the search keeps, at least {@code k}; without effect where
   *     {@link Contender#hasFanout} says so
   * @return the best {@code k} of the candidates
   * @throws IOException if reading fails
   */
  Hits search(float[] query, int k, int fanout) throws IOException;

  /**
   * What the index needs outside of the Java heap to be searched at memory speed.
   *
   * @return bytes of mapped vectors, codes and links; ids are left out, because a search touches
   *     only those of its hits
   * @throws IOException if reading fails
   */
  long offHeapBytes() throws IOException;

  /**
   * All that is mapped, ids too, by what it is.
   *
   * @return bytes by the extension that Lucene's formats tell, {@code vec} being the float32
   *     vectors; empty if the contender does not tell
   * @throws IOException if reading fails
   */
  default Map<String, Long> offHeapParts() throws IOException {
    return Map.of();
  }
}
