// SPDX-License-Identifier: Apache-2.0
/** {@code GET /_omdb/{index}/stats}: what the shards hold. */
package org.omdb.opensearch.stats;
