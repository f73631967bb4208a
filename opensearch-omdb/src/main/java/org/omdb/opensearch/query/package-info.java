// SPDX-License-Identifier: Apache-2.0
/**
 * The queries {@code omdb_knn} and {@code omdb_score}.
 *
 * <p>Start with {@link org.omdb.opensearch.query.OmdbKnnQueryBuilder}. On the coordinating node
 * {@code KnnQueryParser} makes it from a request, and {@code StoredVectorLookup} replaces an id by
 * the vector of that document. On each shard the builder makes a {@code VectorQuery}: an {@code
 * OmdbKnnQuery} for the k nearest, a {@code RadialQuery} for all within a limit. It is rewritten to
 * {@code FoundHits}, within the limits of the {@code ShardRequest} and with the scores of {@code
 * ExactScores}. {@code SearchCounts} counts what was done.
 *
 * <p>{@link org.omdb.opensearch.query.OmdbScoreQueryBuilder} makes an {@code OmdbScoreQuery}, with
 * the same scores.
 */
package org.omdb.opensearch.query;
