// SPDX-License-Identifier: Apache-2.0
/**
 * HNSW graphs (Malkov and Yashunin, arXiv:1603.09320): {@link org.omdb.graph.GraphWalk} searches
 * one, {@link org.omdb.graph.GraphBuilder} builds one with it, and {@link org.omdb.graph.Adjacency}
 * is level 0 of one as a search reads it.
 *
 * <p>Nodes are ordinals of vectors. Nothing here knows how vectors are compared but through
 * Lucene's scorers.
 */
package org.omdb.graph;
