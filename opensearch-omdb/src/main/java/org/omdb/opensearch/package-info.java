// SPDX-License-Identifier: Apache-2.0
/**
 * The OpenSearch plugin: vectors and their ids in the OMDB layout on a cluster.
 *
 * <p>Start with {@link org.omdb.opensearch.OmdbPlugin}, which registers everything. The packages
 * below it are:
 *
 * <ul>
 *   <li>{@link org.omdb.opensearch.index}: settings, codec and engine of an index
 *   <li>{@link org.omdb.opensearch.mapper}: the mapping type {@code omdb_vector}, and what {@code
 *       knn_vector} shares with it
 *   <li>{@link org.omdb.opensearch.vector}: vectors in requests and in segments
 *   <li>{@link org.omdb.opensearch.query}: the queries {@code omdb_knn} and {@code omdb_score}
 *   <li>{@link org.omdb.opensearch.hybrid}: the query {@code omdb_hybrid}
 *   <li>{@link org.omdb.opensearch.knnapi}: mappings and queries of OpenSearch's k-NN plugin
 *   <li>{@link org.omdb.opensearch.nested}: searches of vectors in nested objects
 *   <li>{@link org.omdb.opensearch.source}: vectors that are left out of {@code _source}
 *   <li>{@link org.omdb.opensearch.stats}, {@link org.omdb.opensearch.warmup} and {@link
 *       org.omdb.opensearch.export}: the REST actions
 *   <li>{@link org.omdb.opensearch.message}: the format of messages between nodes
 *   <li>{@link org.omdb.opensearch.broadcast}: requests that all copies of shards answer
 *   <li>{@link org.omdb.opensearch.allocation}: which nodes may hold a shard
 * </ul>
 */
package org.omdb.opensearch;
