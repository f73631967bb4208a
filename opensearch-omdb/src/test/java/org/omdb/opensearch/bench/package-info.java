// SPDX-License-Identifier: Apache-2.0
/** What vectors in the OMDB layout cost on a cluster, beside vectors in Lucene's own. */
package org.omdb.opensearch.bench;
