// SPDX-License-Identifier: Apache-2.0
/**
 * Vectors outside of the library: as requests write them ({@link
 * org.omdb.opensearch.vector.VectorParser}), as segments return them ({@link
 * org.omdb.opensearch.vector.StoredVectors}), their type ({@link
 * org.omdb.opensearch.vector.DataType}), and how they are compared ({@link
 * org.omdb.opensearch.vector.VectorSimilarity}).
 */
package org.omdb.opensearch.vector;
