// SPDX-License-Identifier: Apache-2.0
/**
 * OpenSearch nodes for tests, several in one JVM, to which tests talk over HTTP.
 *
 * <p>A test extends {@code ClusterTestCase}, starts a {@code TestCluster}, sends requests by {@code
 * Rest}, and compares the {@code Contents} of indexes.
 */
package org.omdb.opensearch.cluster;
