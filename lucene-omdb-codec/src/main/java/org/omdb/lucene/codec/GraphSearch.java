// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.codec;

import java.io.IOException;
import org.apache.lucene.codecs.hnsw.HnswGraphProvider;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.hnsw.HnswGraph;
import org.apache.lucene.util.hnsw.HnswGraphSearcher;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.omdb.code.CodeScorer;
import org.omdb.graph.Adjacency;
import org.omdb.graph.GraphWalk;

/**
 * Searches one field's graph: finds the nearest vectors by their codes, and scores these by their
 * float32 rows. Safe for any number of threads.
 */
final class GraphSearch {

  /**
   * A walk by codes finds as many more vectors than it is asked for: what comes near by codes takes
   * the place of what is a little nearer.
   */
  private static final int WIDER = 3;

  /** As many more on top of twice as many, in a graph that is a draft. */
  private static final int DRAFT_WIDER = 4;

  /**
   * What a search of a draft by Lucene looks for at least: one by a score instead of a number of
   * vectors says that it is for one.
   */
  private static final int DRAFT_MIN_WIDTH = 32;

  /** Bytes that idle working memory of one graph may take. */
  private static final long MAX_IDLE_BYTES = 64 << 20;

  /** A search for more gives its working memory to the garbage collector. */
  private static final int MAX_IDLE_HITS = 10_000;

  private final String field;
  private final SearchFieldMeta meta;
  private final OmdbFlatVectorsReader vectors;
  private final HnswGraphProvider graphs;
  private final IndexInput adjacency;
  private final IndexInput codes;

  /** Working memory of searches that are over, for the next ones. */
  private final IdleObjects<Work> idle;

  GraphSearch(
      String field,
      SearchFieldMeta meta,
      OmdbFlatVectorsReader vectors,
      HnswGraphProvider graphs,
      IndexInput adjacency,
      IndexInput codes) {
    this.field = field;
    this.meta = meta;
    this.vectors = vectors;
    this.graphs = graphs;
    this.adjacency = adjacency;
    this.codes = codes;
    long workBytes = Math.max(1, meta.count() / Byte.SIZE); // most of it
    int cores = Runtime.getRuntime().availableProcessors();
    this.idle = new IdleObjects<>((int) Math.max(1, Math.min(cores, MAX_IDLE_BYTES / workBytes)));
  }

  /** What a search needs, for one thread at a time. */
  private final class Work {

    final GraphWalk walk = new GraphWalk();
    final Adjacency level0 = meta.openAdjacency(adjacency.clone());
    final HnswGraph graph = graphs.getGraph(field);
    final CodeScorer codeScorer =
        meta.codes() == null || CodeScorer.isFast() == false
            ? null
            : meta.codes().openScorer(codes.clone(), vectors.getFloatVectorValues(field));
    int[] nodes = new int[0];
    float[] scores = new float[0];

    Work() throws IOException {}

    int readUpper(int level, int node, int[] into) throws IOException {
      graph.seek(level, node);
      int count = graph.neighborCount();
      for (int i = 0; i < count; i++) {
        into[i] = graph.nextNeighbor();
      }
      return count;
    }

    void ensureCapacity(int size) {
      if (nodes.length < size) {
        nodes = new int[size];
        scores = new float[size];
      }
    }
  }

  /**
   * A collector for a search of this graph by Lucene.
   *
   * @return the collector itself, or one around it that makes up for a draft
   */
  KnnCollector forLucene(KnnCollector collector) {
    int k = collector.k();
    return meta.isDraft() && k < meta.count()
        ? new WideningCollector(
            collector, Math.min(meta.count(), Math.max(DRAFT_MIN_WIDTH, width(k, false))))
        : collector;
  }

  /** How many vectors a search of the graph looks for. */
  private int width(int k, boolean byCodes) {
    long width = k + (byCodes ? WIDER : 0L) + (meta.isDraft() ? (long) DRAFT_WIDER + k : 0);
    return (int) Math.min(width, Integer.MAX_VALUE);
  }

  /** How many more vectors are scored exactly, of those that it meets. */
  private static int spares(int k, boolean byCodes) {
    return byCodes ? WIDER + k / 16 : 0;
  }

  /**
   * Searches for the vectors nearest to a target of float32.
   *
   * @return false, and nothing is done, if the collector wants more than the nearest vectors, or
   *     all accepted vectors have to be scored: few are, or more are asked for
   */
  boolean search(float[] target, KnnCollector collector, AcceptDocs acceptDocs) throws IOException {
    int accepted = Math.min(acceptDocs.cost(), meta.count());
    if (isCovered(collector, accepted) == false) {
      return false;
    }
    Work work = takeWork();
    RandomVectorScorer exact = vectors.getRandomVectorScorer(field, target);
    if (work.codeScorer == null) {
      search(exact, work, exact, collector, acceptDocs, accepted);
    } else {
      work.codeScorer.setTarget(target);
      search(work.codeScorer, work, exact, collector, acceptDocs, accepted);
    }
    giveBack(work);
    return true;
  }

  /** Searches for the vectors nearest to a target of bytes, as with float32. */
  boolean search(byte[] target, KnnCollector collector, AcceptDocs acceptDocs) throws IOException {
    int accepted = Math.min(acceptDocs.cost(), meta.count());
    if (isCovered(collector, accepted) == false) {
      return false;
    }
    Work work = takeWork();
    RandomVectorScorer exact = vectors.getRandomVectorScorer(field, target);
    search(exact, work, exact, collector, acceptDocs, accepted);
    giveBack(work);
    return true;
  }

  private Work takeWork() throws IOException {
    Work work = idle.take();
    return work == null ? new Work() : work;
  }

  /** Not after an exception: nobody knows what it has left. */
  private void giveBack(Work work) {
    if (work.nodes.length <= MAX_IDLE_HITS) {
      idle.give(work);
    }
  }

  /** Lucene's rule of when to score all accepted vectors. */
  private boolean isCovered(KnnCollector collector, int accepted) {
    return collector.getClass() == TopKnnCollector.class
        && collector.k() < meta.count()
        && HnswGraphSearcher.expectedVisitedNodes(collector.k(), meta.count()) < accepted;
  }

  private void search(
      RandomVectorScorer scorer,
      Work work,
      RandomVectorScorer exact,
      KnnCollector collector,
      AcceptDocs acceptDocs,
      int accepted)
      throws IOException {
    Bits acceptedOrdinals = scorer.getAcceptOrds(acceptDocs.bits());
    int found =
        isPlain(collector.getSearchStrategy(), acceptedOrdinals, accepted)
            ? walk(scorer, work, collector, acceptedOrdinals)
            : searchByLucene(scorer, work, collector, acceptedOrdinals, accepted);
    exact.bulkScore(work.nodes, work.scores, found);
    for (int i = 0; i < found; i++) {
      collector.collect(exact.ordToDoc(work.nodes[i]), work.scores[i]);
    }
  }

  /** Whether Lucene would search from the entry point through all nodes. */
  private boolean isPlain(KnnSearchStrategy strategy, Bits acceptedOrdinals, int accepted) {
    KnnSearchStrategy.Hnsw hnsw =
        strategy == null
            ? KnnSearchStrategy.Hnsw.DEFAULT
            : strategy.getClass() == KnnSearchStrategy.Hnsw.class
                ? (KnnSearchStrategy.Hnsw) strategy
                : null;
    return hnsw != null
        && (acceptedOrdinals == null
            || hnsw.useFilteredSearch((float) accepted / meta.count()) == false);
  }

  private int walk(
      RandomVectorScorer scorer, Work work, KnnCollector collector, Bits acceptedOrdinals)
      throws IOException {
    GraphWalk walk = work.walk;
    walk.begin(
        scorer, work.graph.entryNode(), meta.count(), 2 * meta.maxConn(), collector.visitLimit());
    for (int level = work.graph.numLevels() - 1; level > 0; level--) {
      int upperLevel = level;
      walk.descend(scorer, (node, into) -> work.readUpper(upperLevel, node, into));
    }
    int k = collector.k();
    boolean byCodes = scorer == work.codeScorer;
    walk.search(scorer, work.level0, width(k, byCodes), spares(k, byCodes), acceptedOrdinals);
    collector.incVisitedCount(Math.toIntExact(walk.visitedCount()));
    int found = walk.resultCount();
    work.ensureCapacity(found);
    walk.copyResults(work.nodes);
    return found;
  }

  /** Seeded searches, and those that follow accepted nodes only. */
  private int searchByLucene(
      RandomVectorScorer scorer,
      Work work,
      KnnCollector collector,
      Bits acceptedOrdinals,
      int accepted)
      throws IOException {
    int k = collector.k();
    boolean byCodes = scorer == work.codeScorer;
    TopKnnCollector ordinals =
        new TopKnnCollector(
            width(k, byCodes) + spares(k, byCodes),
            Math.toIntExact(collector.visitLimit()),
            collector.getSearchStrategy());
    HnswGraphSearcher.search(scorer, ordinals, work.graph, acceptedOrdinals, accepted);
    collector.incVisitedCount(Math.toIntExact(ordinals.visitedCount()));
    ScoreDoc[] found = ordinals.topDocs().scoreDocs;
    work.ensureCapacity(found.length);
    for (int i = 0; i < found.length; i++) {
      work.nodes[i] = found[i].doc;
    }
    return found.length;
  }
}
