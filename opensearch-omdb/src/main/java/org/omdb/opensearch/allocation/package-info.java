// SPDX-License-Identifier: Apache-2.0
/**
 * Keeps shards away from nodes without the plugin, which could not open them.
 *
 * <p>{@link org.omdb.opensearch.allocation.PluginAllocationDecider} is the only class.
 */
package org.omdb.opensearch.allocation;
