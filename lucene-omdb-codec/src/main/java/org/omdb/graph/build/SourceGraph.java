// SPDX-License-Identifier: Apache-2.0
package org.omdb.graph.build;

import org.apache.lucene.util.IOSupplier;
import org.apache.lucene.util.hnsw.HnswGraph;

/**
 * The graph of one source of a merge, which the new graph begins with.
 *
 * @param graphs opens the source's graph; called by several threads at once, each of which reads
 *     what it gets
 * @param newOrdinals for each of its nodes the ordinal in the merged segment, or -1 if its document
 *     is deleted
 */
public record SourceGraph(IOSupplier<HnswGraph> graphs, int[] newOrdinals) {}
