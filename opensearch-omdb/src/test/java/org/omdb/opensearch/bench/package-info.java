// SPDX-License-Identifier: Apache-2.0
/**
 * Compares vectors in the OMDB layout with vectors in Lucene's format, on a cluster. {@code
 * ITClusterFigures} measures; {@code PlainVectorPlugin} has the field type for Lucene's format.
 */
package org.omdb.opensearch.bench;
