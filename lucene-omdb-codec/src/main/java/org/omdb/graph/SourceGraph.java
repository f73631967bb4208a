// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph;

import org.apache.lucene.util.hnsw.HnswGraph;

/**
 * A graph of one of a merge's sources, to begin the new one with.
 *
 * @param graph the source's
 * @param newOrdinals for each of its nodes the ordinal in the merge, or -1 if it is deleted
 */
public record SourceGraph(HnswGraph graph, int[] newOrdinals) {}
