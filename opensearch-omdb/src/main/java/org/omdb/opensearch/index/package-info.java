// SPDX-License-Identifier: Apache-2.0
/**
 * What {@code index.omdb} changes in an index: its codec and the merge policy of its engine.
 *
 * <p>Start with {@link org.omdb.opensearch.index.OmdbSettings}. {@link
 * org.omdb.opensearch.index.OmdbCodecService} gives an engine its codec, a {@code ShardCodec};
 * {@link org.omdb.opensearch.index.OmdbEngineFactory} makes the engine, an {@code OmdbEngine}.
 */
package org.omdb.opensearch.index;
