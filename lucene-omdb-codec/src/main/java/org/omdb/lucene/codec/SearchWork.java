// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.codec;

import java.io.IOException;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.hnsw.HnswGraph;
import org.omdb.code.CodeScorer;
import org.omdb.graph.Adjacency;
import org.omdb.graph.GraphWalk;

/** What a search of one field needs, used again by the next one. For one thread at a time. */
final class SearchWork {

  final GraphWalk walk = new GraphWalk();

  final Adjacency level0;
  final HnswGraph graph;

  /** Null if there are no codes, or they are not compared fast. */
  final CodeScorer codeScorer;

  /** Null likewise. */
  final BinaryScan scan;

  /** Ordinals of what was found. */
  int[] found = new int[0];

  float[] scores = new float[0];

  SearchWork(
      String field,
      SearchFieldMeta meta,
      OmdbFlatVectorsReader vectors,
      HnswGraph graph,
      IndexInput adjacency,
      IndexInput codes)
      throws IOException {
    this.graph = graph;
    this.level0 = meta.openAdjacency(adjacency.clone());
    boolean hasCodes = meta.codes() != null && CodeScorer.isFast();
    this.codeScorer =
        hasCodes
            ? meta.codes().openScorer(codes.clone(), vectors.getFloatVectorValues(field))
            : null;
    this.scan = hasCodes ? meta.codes().openScan(codes.clone()) : null;
  }

  void ensureCapacity(int size) {
    if (found.length < size) {
      found = new int[size];
      scores = new float[size];
    }
  }

  /** Reads whom a node is linked to on an upper level. */
  int readUpper(int level, int node, int[] into) throws IOException {
    graph.seek(level, node);
    int count = graph.neighborCount();
    for (int i = 0; i < count; i++) {
      into[i] = graph.nextNeighbor();
    }
    return count;
  }
}
