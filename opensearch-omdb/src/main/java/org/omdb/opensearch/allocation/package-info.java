// SPDX-License-Identifier: Apache-2.0
/** Keeps shards away from nodes that can't open them. */
package org.omdb.opensearch.allocation;
