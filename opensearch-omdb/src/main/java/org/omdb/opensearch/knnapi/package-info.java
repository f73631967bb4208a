// SPDX-License-Identifier: Apache-2.0
/**
 * The mapping type {@code knn_vector} and the query {@code knn}, as OpenSearch's k-NN plugin has
 * them, so that its users can move with the requests that they have.
 *
 * <p>Nothing is indexed or searched here. {@link org.omdb.opensearch.knnapi.KnnVectorFieldMapper}
 * is a field of the plugin's own kind with other names of its parameters. {@link
 * org.omdb.opensearch.knnapi.KnnQueryBuilder} makes an {@code omdb_knn} query. Names, values and
 * scores are those of the documentation of k-NN, version 3.9 (Apache License 2.0):
 * https://docs.opensearch.org/3.9/vector-search/
 */
package org.omdb.opensearch.knnapi;
