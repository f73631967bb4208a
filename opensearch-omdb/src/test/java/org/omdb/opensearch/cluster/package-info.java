// SPDX-License-Identifier: Apache-2.0
/** Real OpenSearch nodes for tests: several in one JVM, talked to over HTTP. */
package org.omdb.opensearch.cluster;
