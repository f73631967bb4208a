// SPDX-License-Identifier: Apache-2.0
/**
 * The action {@code POST /_omdb[/{index}]/warmup}: each copy of each shard reads what searches need
 * most, its codes and links, so that they are in the page cache.
 *
 * <p>Start with {@link org.omdb.opensearch.warmup.TransportOmdbWarmupAction}.
 */
package org.omdb.opensearch.warmup;
