// SPDX-License-Identifier: Apache-2.0
/**
 * Tests on a cluster of processes, which {@code opensearch-omdb/cluster} starts. {@code
 * ITKilledManager} and {@code ITClusterScript} are the tests, {@code ClusterScript} runs the
 * script.
 */
package org.omdb.opensearch.process;
