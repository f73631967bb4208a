// SPDX-License-Identifier: Apache-2.0
/**
 * Walks through HNSW graphs: Malkov and Yashunin, arXiv:1603.09320. Open {@link
 * org.omdb.graph.GraphWalk} first: it searches a level of a graph, both for queries and for
 * building. {@link org.omdb.graph.Adjacency} reads level 0 of a graph from a file.
 *
 * <p>A node is the ordinal of a vector. This package does not know how vectors are compared: it
 * uses Lucene's scorers.
 */
package org.omdb.graph;
