// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.contender;

/**
 * Bytes of an index on disk, by purpose.
 *
 * @param vectors float32 components
 * @param graph links between vectors
 * @param codes quantized vectors
 * @param ids ids, and the terms by which a document is found by its id
 * @param other the rest: headers, metadata
 */
public record Sizes(long vectors, long graph, long codes, long ids, long other) {

  /**
   * The size of the index.
   *
   * @return bytes of all files
   */
  public long total() {
    return vectors + graph + codes + ids + other;
  }
}
