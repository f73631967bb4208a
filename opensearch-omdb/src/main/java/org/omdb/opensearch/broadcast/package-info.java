// SPDX-License-Identifier: Apache-2.0
/**
 * Requests that go to each copy of each shard of some indexes with {@code index.omdb}, and answers
 * that list these copies.
 *
 * <p>An action extends {@link org.omdb.opensearch.broadcast.TransportShardsAction}, and answers for
 * each copy with a {@link org.omdb.opensearch.broadcast.ShardCopy}.
 */
package org.omdb.opensearch.broadcast;
