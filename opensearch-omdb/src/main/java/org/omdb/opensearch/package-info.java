// SPDX-License-Identifier: Apache-2.0
/**
 * The OpenSearch plugin, and what it registers.
 *
 * <p>Read {@link org.omdb.opensearch.OmdbPlugin} first: it names every room. {@code index} has the
 * setting, codec and engine of an index, {@code mapper} the mapping type, {@code vector} vectors as
 * requests write them, {@code query} the query.
 */
package org.omdb.opensearch;
