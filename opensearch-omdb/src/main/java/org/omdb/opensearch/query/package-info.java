// SPDX-License-Identifier: Apache-2.0
/** The query {@code omdb_knn}: parsed on the coordinating node, searched on each shard. */
package org.omdb.opensearch.query;
