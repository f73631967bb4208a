// SPDX-License-Identifier: Apache-2.0
/** Tests on a cluster of real processes, which {@code opensearch-omdb/cluster} starts. */
package org.omdb.opensearch.process;
