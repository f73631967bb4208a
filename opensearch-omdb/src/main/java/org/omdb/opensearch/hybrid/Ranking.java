// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.hybrid;

import org.opensearch.search.SearchHit;

/**
 * What one query has found.
 *
 * @param hits best first
 * @param isTimedOut whether the time of the request ended the search, so that hits may be missing
 */
record Ranking(SearchHit[] hits, boolean isTimedOut) {}
