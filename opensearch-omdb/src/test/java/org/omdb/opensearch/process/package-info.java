// SPDX-License-Identifier: Apache-2.0
/**
 * Tests on a cluster of processes, which {@code opensearch-omdb/cluster} starts. The classes {@code
 * IT*} are the tests, and {@code ClusterScript} runs the script. {@code ITRealKnn} has another
 * process too, of OpenSearch's own plugin k-NN: {@code KnnAndOmdb} asks both the same.
 */
package org.omdb.opensearch.process;
