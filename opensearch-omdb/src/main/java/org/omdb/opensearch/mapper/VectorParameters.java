// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.mapper;

import org.omdb.lucene.format.HnswParameters;
import org.omdb.opensearch.vector.DataType;
import org.omdb.opensearch.vector.VectorSimilarity;

/**
 * The parameters of a field, and which of them its mapping gives: an update of the mapping leaves
 * the others as they are.
 *
 * @param dimension number of components
 * @param dataType type of the components
 * @param similarity how vectors are compared
 * @param m M of the graphs of new segments
 * @param efConstruction number of candidates while they are built
 */
record VectorParameters(
    int dimension,
    Given<DataType> dataType,
    Given<VectorSimilarity> similarity,
    Given<Integer> m,
    Given<Integer> efConstruction) {

  HnswParameters hnsw() {
    return new HnswParameters(
        m.value(), efConstruction.value(), HnswParameters.DEFAULT.mergeWorkers());
  }
}
