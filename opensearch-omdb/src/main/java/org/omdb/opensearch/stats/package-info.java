// SPDX-License-Identifier: Apache-2.0
/**
 * The action {@code GET /_omdb[/{index}]/stats}: how many vectors and ids each copy of a shard
 * holds, how many bytes they take, what merge audits found, and what the copy has done. {@code GET
 * /_cat/omdb} makes a table of it.
 *
 * <p>Start with {@link org.omdb.opensearch.stats.TransportOmdbStatsAction}, which asks each copy of
 * a shard. {@code SegmentSurvey} counts there, and {@code MergeAudit} reads the audit. The other
 * classes are the request, its REST handler and the parts of the response.
 */
package org.omdb.opensearch.stats;
