// SPDX-License-Identifier: Apache-2.0
/**
 * The query {@code omdb_hybrid}, which makes one ranking of the hits of several queries.
 *
 * <p>Start with {@link org.omdb.opensearch.hybrid.OmdbHybridQueryBuilder}. The coordinating node
 * searches for each of the queries ({@code QuerySearches}), over all shards, as part of the task
 * that {@code SearchTaskFilter} names. The {@code Fusion} of their rankings are {@code FusedHits}.
 * These are sent to the shards, where the {@code FusedQuery} matches the documents that they name.
 */
package org.omdb.opensearch.hybrid;
