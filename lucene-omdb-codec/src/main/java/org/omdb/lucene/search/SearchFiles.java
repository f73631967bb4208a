// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import org.apache.lucene.codecs.hnsw.FlatVectorsReader;
import org.apache.lucene.codecs.hnsw.HnswGraphProvider;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.IOSupplier;
import org.omdb.graph.Adjacency;

/**
 * What searches of one field read. Safe for any number of threads.
 *
 * @param vectors the vectors as they were indexed, float32 or bytes
 * @param graphs the graph's upper levels
 * @param level0 opens the graph's level 0 for one thread
 * @param codes the file of codes; null if no field of the segment has any
 */
public record SearchFiles(
    FlatVectorsReader vectors,
    HnswGraphProvider graphs,
    IOSupplier<Adjacency> level0,
    IndexInput codes) {}
