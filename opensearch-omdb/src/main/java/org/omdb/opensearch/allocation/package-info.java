// SPDX-License-Identifier: Apache-2.0
/**
 * Keeps shards away from nodes that could not open them.
 *
 * <p>{@link org.omdb.opensearch.allocation.PluginAllocationDecider} looks for the plugin, and
 * {@link org.omdb.opensearch.allocation.FormatAllocationDecider} for a version of it that reads the
 * segments.
 */
package org.omdb.opensearch.allocation;
