// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.codec;

import java.io.IOException;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.hnsw.HnswGraph;
import org.omdb.code.CodeScorer;
import org.omdb.graph.Adjacency;
import org.omdb.graph.GraphWalk;
import org.omdb.graph.NodeHeap;

/** What a search of one field needs, used again by the next one. For one thread at a time. */
final class SearchWork {

  final GraphWalk walk = new GraphWalk();

  /** Null if there is no graph. */
  final Adjacency level0;

  final HnswGraph graph;

  /** Null if there are no codes, or they are not compared fast. */
  final CodeScorer codeScorer;

  /** Null likewise, unless there is no graph. */
  final BinaryScan scan;

  final SearchPlan plan;

  private final NodeHeap nearest = new NodeHeap();

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
    this.level0 = meta.hasGraph() ? meta.openAdjacency(adjacency.clone()) : null;
    boolean isFast = meta.codes() != null && CodeScorer.isFast();
    this.codeScorer =
        isFast ? meta.codes().openScorer(codes.clone(), vectors.getFloatVectorValues(field)) : null;
    BinaryScan all =
        isFast || meta.hasGraph() == false ? meta.codes().openScan(codes.clone()) : null;
    this.scan = all == null || (meta.hasGraph() && all.isSlow()) ? null : all;
    boolean canScan =
        meta.hasGraph() == false || (scan != null && meta.isScanGood() && scan.isFast());
    this.plan = new SearchPlan(meta, isFast, canScan);
  }

  void ensureCapacity(int size) {
    if (found.length < size) {
      found = new int[size];
      scores = new float[size];
    }
  }

  /**
   * Compares the vectors in {@link #found} by their codes.
   *
   * @param count how many vectors these are
   * @param most how many of all that are offered to keep
   */
  void offer(int count, int most) throws IOException {
    codeScorer.bulkScore(found, scores, count);
    for (int i = 0; i < count; i++) {
      nearest.keepBest(NodeHeap.encode(found[i], scores[i]), most);
    }
  }

  /** Puts the nearest of what was offered into {@link #found}, in no order; returns how many. */
  int takeNearest() {
    int count = nearest.copyNodes(found, 0);
    nearest.clear();
    return count;
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
