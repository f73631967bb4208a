// SPDX-License-Identifier: Apache-2.0
/**
 * HNSW graphs: Malkov and Yashunin, arXiv:1603.09320. Open {@link org.omdb.graph.GraphWalk} first:
 * it searches a level of a graph, both for queries and for building.
 *
 * <p>{@link org.omdb.graph.GraphBuilder} builds a graph in memory, a {@link
 * org.omdb.graph.HeapGraph}, whose links are in one {@code NeighborTable} per level, and those of
 * level 0 where {@link org.omdb.graph.LinkMemory} says. Each thread of {@code BuildThreads} has a
 * {@code GraphInserter}, which finds the neighbors of a new node by a walk and links them. A merge
 * may begin with the graph of one of its sources, {@link org.omdb.graph.SourceGraph}. {@link
 * org.omdb.graph.Adjacency} writes level 0 of a finished graph to a file and reads it for searches.
 *
 * <p>A node is the ordinal of a vector. This package does not know how vectors are compared: it
 * uses Lucene's scorers.
 */
package org.omdb.graph;
