// SPDX-License-Identifier: Apache-2.0
/**
 * Builds HNSW graphs.
 *
 * <p>{@link org.omdb.graph.build.GraphBuilder} builds a graph in memory, a {@link
 * org.omdb.graph.build.HeapGraph}, whose links are in one {@code NeighborTable} per level, and
 * those of level 0 where {@link org.omdb.graph.build.LinkMemory} says. Each thread of {@link
 * org.omdb.work.WorkThreads} has a {@code GraphInserter}, which finds the nodes near a new one by a
 * walk and links it to those that its {@code LinkCandidates} select. In the end, a {@code
 * GraphConnector} links nodes that no path would lead to. A merge uses the graphs of its sources,
 * {@link org.omdb.graph.build.SourceGraphs}: {@code SourceLinks} copies one, and {@code
 * FormerLinks} reads the others. {@link org.omdb.graph.build.AdjacencyWriter} writes level 0 of a
 * finished graph to a file.
 */
package org.omdb.graph.build;
