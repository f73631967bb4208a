// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import org.apache.lucene.codecs.hnsw.FlatVectorsReader;
import org.apache.lucene.codecs.hnsw.HnswGraphProvider;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.IOSupplier;
import org.omdb.graph.Adjacency;

/**
 * Where a search of one field reads. Safe for any number of threads.
 *
 * @param vectors float32 rows or bytes
 * @param graphs upper levels of the graph
 * @param level0 opens the lowest level, for one thread
 * @param codes the file of codes; null if no field of the segment has any
 */
public record SearchFiles(
    FlatVectorsReader vectors,
    HnswGraphProvider graphs,
    IOSupplier<Adjacency> level0,
    IndexInput codes) {}
